// SHA-256 in plain TypeScript (FIPS 180-4): the engine is pure and runs where there is no crypto module.

const K = constantsOf(64, 1 / 3);
const INITIAL = constantsOf(8, 1 / 2);

/** First 32 bits of the fractional parts of roots of the first primes. */
function constantsOf(count: number, power: number): Int32Array {
  const constants = new Int32Array(count);
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

/** Used again by every block: it is filled anew each time. */
const words = new Int32Array(64);

const encoder = new TextEncoder();

/** The digest of bytes, or of a text as UTF-8, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const hash = Int32Array.from(INITIAL);
  for (let offset = 0; offset < padded.length; offset += 64) addBlock(hash, view, offset);
  let text = '';
  for (const word of hash) text += (word >>> 0).toString(16).padStart(8, '0');
  return text;
}

function schedule(view: DataView, offset: number): void {
  for (let index = 0; index < 16; index++) words[index] = view.getInt32(offset + index * 4);
  for (let index = 16; index < 64; index++) {
    const w15 = words[index - 15];
    const w2 = words[index - 2];
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    words[index] = words[index - 16] + s0 + words[index - 7] + s1;
  }
}

/** Whole numbers of 32 bits with a sign all the way: what a processor adds without looking. */
function addBlock(hash: Int32Array, view: DataView, offset: number): void {
  schedule(view, offset);
  let a = hash[0];
  let b = hash[1];
  let c = hash[2];
  let d = hash[3];
  let e = hash[4];
  let f = hash[5];
  let g = hash[6];
  let h = hash[7];
  for (let index = 0; index < 64; index++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + s1 + choice + K[index] + words[index]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + s0 + majority) | 0;
  }
  hash[0] += a;
  hash[1] += b;
  hash[2] += c;
  hash[3] += d;
  hash[4] += e;
  hash[5] += f;
  hash[6] += g;
  hash[7] += h;
}
