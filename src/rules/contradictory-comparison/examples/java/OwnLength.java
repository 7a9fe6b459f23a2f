class OwnLength {
  private long length = -1;

  long length(byte[] all) {
    if (length > -1) return length;
    if (all.length >= 0) return all.length; // assay: contradictory-comparison
    return 0;
  }
}
