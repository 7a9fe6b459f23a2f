import * as crypto from 'crypto';

enum Algorithm {
  Fast = 'md5',
  Safe = 'sha256',
}

export class Hasher {
  constructor(private readonly algorithm: string) {}

  hash(text: string): string {
    return crypto.createHash(this.algorithm).update(text).digest('hex'); // assay: weak-hash
  }
}

export const fast = new Hasher(Algorithm.Fast).hash('text');
