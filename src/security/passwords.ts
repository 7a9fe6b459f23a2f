// Passwords as stored: argon2id in threads of the system's pool, a bounded number at a time.
import { hash, verify } from '@node-rs/argon2';
import { createTurns } from './turns.ts';

export interface PasswordHasher {
  /** The text to store (PHC format). Throws AssayError `overloaded` when too many are waiting. */
  hash(password: string): Promise<string>;
  /** False for a wrong password, and, after the same work, for a user who has none. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

/** The package's enum cannot be used by a compiler that looks at one file at a time. */
const ARGON2ID = 2;
/** The first choice of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Stands in where there is no hash, so that the answer takes as long; of the same parameters, and nobody's. */
const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$0NADSSFU5zg5ebim+p7e1w$EDPHpoUjWQdeLn7odZAIL2oUe3r5XV+nyeQbEYXANl8';
/** The pool has four threads, which files and name look-ups use as well; memory is this times 19 MiB. */
const CONCURRENCY = 2;
/** Each takes some 30 ms of a core: beyond that, a caller would wait for seconds. */
const MAX_WAITING = 50;

export function createPasswordHasher(): PasswordHasher {
  const turns = createTurns({ atOnce: CONCURRENCY, waiting: MAX_WAITING });
  return {
    hash: (password) => turns.take(() => hash(normalize(password), PARAMETERS)),
    async verify(stored, password) {
      const matches = await turns.take(() => verify(stored ?? DECOY, normalize(password)));
      return matches && stored !== null;
    },
  };
}

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B, 3.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
