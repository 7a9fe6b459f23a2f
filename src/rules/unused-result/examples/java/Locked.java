class Locked {
  private int count;

  void add(String name) {
    synchronized (name.intern()) {
      count++;
    }
    name.intern(); // assay: unused-result
  }
}
