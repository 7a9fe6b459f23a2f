class Jumps {
  int total;

  void scan(int state) {
    switch (state) {
      case 1:
        total++;
      case 2:
        break;
      case 3: // assay: missing-break
        total--;
      case 4:
        total = 0;
    }
  }
}
