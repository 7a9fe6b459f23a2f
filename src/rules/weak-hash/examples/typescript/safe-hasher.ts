import { createHash, type BinaryToTextEncoding } from 'node:crypto';

enum Algorithm {
  Fast = 'md5',
  Safe = 'sha256',
}

export class Hasher {
  hash(text: string, encoding: BinaryToTextEncoding = 'hex'): string {
    return createHash(Algorithm.Safe).update(text).digest(encoding);
  }
}
