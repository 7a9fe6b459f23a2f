// SHA-256 in plain TypeScript (FIPS 180-4): the engine is pure and runs where there is no crypto module.

const K = constantsOf(64, 1 / 3);
const INITIAL = constantsOf(8, 1 / 2);

/** First 32 bits of the fractional parts of roots of the first primes. */
function constantsOf(count: number, power: number): Uint32Array {
  const constants = new Uint32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor++) if (candidate % factor === 0) isPrime = false;
    if (!isPrime) continue;
    const root = candidate ** power;
    constants[found++] = Math.floor((root - Math.floor(root)) * 2 ** 32);
  }
  return constants;
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The digest of bytes, or of a text as UTF-8, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const hash = Uint32Array.from(INITIAL);
  for (let offset = 0; offset < padded.length; offset += 64) addBlock(hash, view, offset);
  return [...hash].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function addBlock(hash: Uint32Array, view: DataView, offset: number): void {
  const words = new Uint32Array(64);
  for (let index = 0; index < 16; index++) words[index] = view.getUint32(offset + index * 4);
  for (let index = 16; index < 64; index++) {
    const w15 = words[index - 15];
    const w2 = words[index - 2];
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    words[index] = words[index - 16] + s0 + words[index - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let index = 0; index < 64; index++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + s1 + choice + K[index] + words[index]) >>> 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const two = (s0 + majority) >>> 0;
    [a, b, c, d, e, f, g, h] = [(one + two) >>> 0, a, b, c, (d + one) >>> 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    hash[index] += word;
  });
}
