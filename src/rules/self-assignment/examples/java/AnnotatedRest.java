class Message {
  private final Object[] values;
  private int limit;

  Message(String text, @Nullable Object @Nullable... values) {
    this.values = values;
  }

  void setLimit(int newLimit) {
    this.limit = this.limit; // assay: self-assignment
  }
}
