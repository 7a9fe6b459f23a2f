class Jumps {
  static int first(int[] all) {
    for (int each : all) {
      if (each > 3) break; else break;
    }
    int x;
    if (all.length > 2) { // assay: identical-branches
      x = all[0];
    } else {
      x = all[0];
    }
    return x;
  }
}
