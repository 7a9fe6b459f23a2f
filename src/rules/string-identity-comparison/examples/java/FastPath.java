class FastPath {
  static boolean same(String a, String b, boolean strict) {
    return a == b || a != null && (strict ? a.equals(b) : a.equalsIgnoreCase(b));
  }

  static boolean differ(String a) {
    String b = a.trim() + "x";
    if (b != a.toLowerCase()) return true; // assay: string-identity-comparison
    return false;
  }
}
