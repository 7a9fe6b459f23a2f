// What the bundle for browsers has in the place of `node:crypto`: the one hash that an analysis needs.
import { sha256 } from '../../analysis-engine/index.ts';

interface Hash {
  update(content: string | Uint8Array): Hash;
  digest(encoding: 'hex'): string;
}

/** SHA-256 of everything that it is updated with, in hexadecimal; throws for any other algorithm. */
export function createHash(algorithm: string): Hash {
  if (algorithm !== 'sha256') throw new Error(`There is no ${algorithm} in the bundle for browsers.`);
  const parts: Uint8Array[] = [];
  const hash: Hash = {
    update(content) {
      parts.push(typeof content === 'string' ? new TextEncoder().encode(content) : content);
      return hash;
    },
    digest: () => sha256(joined(parts)),
  };
  return hash;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
