// The operator's master key, which wraps the tenants' data keys, and its exchange for a new one.
import { randomBytes } from 'node:crypto';
import { AssayError } from '../errors.ts';
import { createKey, loadOrCreateKey, readKey, replaceKey } from './key-files.ts';

// During a rotation there are two: `master.key`, under which everything was wrapped, and `master-next.key`, under which
// it is wrapped anew. The last step puts the second in the place of the first.
const CURRENT = 'master';
const NEXT = 'master-next';
const KEY_LENGTH = 32;

export interface MasterKeys {
  /**
   * What `attempt` makes of the key that fits: it is called with one key after the other until it does not throw. Files
   * are read again when no known key fits, since another process may have put a new one there.
   */
  open<Result>(attempt: (masterKey: Buffer) => Result | Promise<Result>): Promise<Result>;
  /** The key to wrap with, read anew: the next one as soon as a rotation has begun. */
  newest(): Promise<Buffer>;
}

export interface MasterKeyRotation {
  /** whether an earlier rotation was found unfinished and is gone on with */
  readonly resumed: boolean;
  readonly current: Buffer;
  readonly next: Buffer;
  /** destroys the old key; only when nothing is wrapped under it any more */
  finish(): Promise<void>;
}

/** Reads the master key under `directory`, or makes it. */
export async function loadMasterKeys(directory: string): Promise<MasterKeys> {
  await loadOrCreateKey(directory, CURRENT);
  let known = await readMasterKeys(directory);
  return {
    async open(attempt) {
      const first = await firstThatFits(known, attempt);
      if (first.fits) return first.result;
      const before = known;
      known = await readMasterKeys(directory);
      const fresh = known.filter((key) => !before.some((other) => other.equals(key)));
      const second = await firstThatFits(fresh, attempt);
      if (second.fits) return second.result;
      throw new AssayError('data_directory_corrupt', {
        detail:
          'What the database holds was not sealed under the master key in the data directory (keys/master.key); ' +
          'put the key there that belongs to this database.',
        cause: second.cause ?? first.cause,
      });
    },
    async newest() {
      known = await readMasterKeys(directory);
      const [newest] = known;
      if (newest === undefined) {
        throw new AssayError('data_directory_corrupt', { detail: 'The key file keys/master.key is missing.' });
      }
      return newest;
    },
  };
}

/** Makes the next master key, or finds the one of a rotation that was interrupted. */
export async function beginMasterKeyRotation(directory: string): Promise<MasterKeyRotation> {
  const created = await createKey(directory, NEXT, randomBytes(KEY_LENGTH));
  const current = await loadOrCreateKey(directory, CURRENT);
  const next = await readKey(directory, NEXT);
  if (next === null) throw new Error('The next master key vanished while the rotation began.');
  return { resumed: !created, current, next, finish: () => replaceKey(directory, CURRENT, NEXT) };
}

/** newest first */
async function readMasterKeys(directory: string): Promise<Buffer[]> {
  // The next one first: in the moment of the last step it is gone, and the current one is what it was.
  const next = await readKey(directory, NEXT);
  const current = await readKey(directory, CURRENT);
  return [next, current].filter((key) => key !== null);
}

type Attempt<Result> =
  | { readonly fits: true; readonly result: Result }
  | { readonly fits: false; readonly cause: unknown };

async function firstThatFits<Result>(
  keys: readonly Buffer[],
  attempt: (masterKey: Buffer) => Result | Promise<Result>,
): Promise<Attempt<Result>> {
  let cause: unknown;
  for (const key of keys) {
    try {
      return { fits: true, result: await attempt(key) };
    } catch (error) {
      cause = error;
    }
  }
  return { fits: false, cause };
}
