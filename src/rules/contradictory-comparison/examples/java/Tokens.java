class Tokens {
  interface Lexer {
    int get();
  }

  static boolean isEnd(Lexer lexer) {
    return lexer.get() != ')' || lexer.get() != ';';
  }

  static boolean isSpace(char c) {
    return c != ' ' || c != 'x'; // assay: contradictory-comparison
  }
}
