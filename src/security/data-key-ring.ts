// The data keys of one tenant: the newest seals, every one that is left opens. What is sealed names the key's version.
import { contentAddress, deriveKey, open, seal } from './encryption.ts';

export interface DataKey {
  /** counts from 1 */
  readonly version: number;
  readonly key: Buffer;
}

// The first key's sealed bytes are those of `seal`, which begin with 1. Later ones: 2 | version 4 bytes | those of `seal`.
const FIRST = 1;
const VERSIONED = 2;
const PREFIX_LENGTH = 5;

/** What was sealed under a version that the ring does not have: it was destroyed, or is newer than the ring. */
export class UnknownDataKeyError extends Error {
  readonly version: number;

  constructor(version: number) {
    super(`There is no data key of version ${version}.`);
    this.name = 'UnknownDataKeyError';
    this.version = version;
  }
}

export class DataKeyRing {
  readonly newest: DataKey;
  readonly #keys: ReadonlyMap<number, Buffer>;
  readonly #derived = new Map<string, Buffer>();

  /** at least one key */
  constructor(keys: readonly DataKey[]) {
    const [first, ...rest] = keys;
    if (first === undefined) throw new Error('A ring has at least one key.');
    this.newest = rest.reduce((newest, key) => (key.version > newest.version ? key : newest), first);
    this.#keys = new Map(keys.map(({ version, key }) => [version, key]));
  }

  /** under the newest key */
  seal(plaintext: Buffer, context: string): Buffer {
    const { version, key } = this.newest;
    return withVersion(version, seal(key, plaintext, context));
  }

  /** Throws UnknownDataKeyError, or what `open` throws. */
  open(sealed: Buffer, context: string): Buffer {
    return open(this.#keyOf(sealed), withoutVersion(sealed), context);
  }

  /** as `seal` and `open`, under a key for one purpose that is derived from the data key */
  sealFor(purpose: string, plaintext: Buffer, context: string): Buffer {
    const { version, key } = this.newest;
    return withVersion(version, seal(this.#derive(version, key, purpose), plaintext, context));
  }

  openFor(purpose: string, sealed: Buffer, context: string): Buffer {
    const key = this.#derive(versionOf(sealed), this.#keyOf(sealed), purpose);
    return open(key, withoutVersion(sealed), context);
  }

  /** a key for one purpose, derived from the newest one: what is made with it changes when the data key is rotated */
  keyFor(purpose: string): Buffer {
    return this.#derive(this.newest.version, this.newest.key, purpose);
  }

  /** where code is stored, under the newest key */
  addressOf(code: string): Buffer {
    return contentAddress(this.newest.key, code);
  }

  #keyOf(sealed: Buffer): Buffer {
    const version = versionOf(sealed);
    const key = this.#keys.get(version);
    if (key === undefined) throw new UnknownDataKeyError(version);
    return key;
  }

  #derive(version: number, key: Buffer, purpose: string): Buffer {
    const name = `${version} ${purpose}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const derived = deriveKey(key, purpose);
    this.#derived.set(name, derived);
    return derived;
  }
}

function withVersion(version: number, sealed: Buffer): Buffer {
  if (version === FIRST) return sealed;
  const prefix = Buffer.alloc(PREFIX_LENGTH);
  prefix.writeUInt8(VERSIONED, 0);
  prefix.writeUInt32BE(version, 1);
  return Buffer.concat([prefix, sealed]);
}

function versionOf(sealed: Buffer): number {
  return sealed[0] === VERSIONED && sealed.length >= PREFIX_LENGTH ? sealed.readUInt32BE(1) : FIRST;
}

function withoutVersion(sealed: Buffer): Buffer {
  return sealed[0] === VERSIONED ? sealed.subarray(PREFIX_LENGTH) : sealed;
}
