class Dice {
  constructor(source) {
    this.source = source;
  }
  random() {
    return this.source();
  }
}

const values = crypto.getRandomValues(new Uint32Array(4));
export const roll = new Dice(() => values[0]).random();
