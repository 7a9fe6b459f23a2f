// What is kept and then used is meant; what is only kept may be a comparison that lost a sign.
class Builder {
  setLocator(locator) {
    if (this.locator = locator) {
      locator.line = 0;
    }
  }

  open(mode) {
    if (this.mode = mode) { // assay: assignment-in-condition
      this.start();
    }
  }
}
