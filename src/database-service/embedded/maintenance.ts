// What a PostgreSQL server does by itself in the background and a single session does not: checkpoints and vacuum.
import type { PGlite } from '@electric-sql/pglite';

// The write-ahead log grows, and with it the time to recover after a crash, until someone makes a checkpoint.
const CHECKPOINT_AFTER_BYTES = 16 * 1024 * 1024;
const VACUUM_AFTER_BYTES = 128 * 1024 * 1024;
/** maintenance waits for a moment without traffic, but not for ever */
const QUIET_MS = 500;
const OVERDUE_FACTOR = 4;

/** Counts the bytes that clients send, which bound what they write, and tidies up in quiet moments. */
export class Maintenance {
  readonly #lite: PGlite;
  #sinceCheckpoint = 0;
  #sinceVacuum = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(lite: PGlite) {
    this.#lite = lite;
  }

  noteTraffic(bytes: number): void {
    this.#sinceCheckpoint += bytes;
    this.#sinceVacuum += bytes;
    if (this.#sinceCheckpoint < CHECKPOINT_AFTER_BYTES) return;
    clearTimeout(this.#timer);
    if (this.#sinceCheckpoint > OVERDUE_FACTOR * CHECKPOINT_AFTER_BYTES) this.#run();
    else this.#timer = setTimeout(() => this.#run(), QUIET_MS).unref();
  }

  #run(): void {
    if (this.#lite.isInTransaction()) return;
    // Synchronous on purpose: nothing can come between, and the session is idle.
    this.#lite.execProtocolRawSync(simpleQuery('checkpoint'));
    this.#sinceCheckpoint = 0;
    if (this.#sinceVacuum < VACUUM_AFTER_BYTES) return;
    this.#lite.execProtocolRawSync(simpleQuery('vacuum (analyze)'));
    this.#sinceVacuum = 0;
  }
}

/** A Query message: 'Q', length, text, NUL (PostgreSQL manual, "Message Formats"). */
function simpleQuery(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`, 'utf8');
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(body.length + 4, 1);
  return new Uint8Array(Buffer.concat([head, body]));
}
