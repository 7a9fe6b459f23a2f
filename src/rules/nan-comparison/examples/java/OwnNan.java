class OwnNan {
  static final OwnNan NAN = new OwnNan();

  static boolean isKnown(OwnNan value) {
    return value != NAN;
  }

  static boolean isNumber(double value) {
    return value != Double.NaN; // assay: nan-comparison
  }
}
