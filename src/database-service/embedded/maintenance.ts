// What a PostgreSQL server does by itself in the background and a single session does not: checkpoints and vacuum.

// The write-ahead log grows, and with it the time to recover after a crash, until someone makes a checkpoint (30 ms).
const CHECKPOINT_AFTER_BYTES = 16 * 1024 * 1024;
// Some 10,000 analyses; takes half a second, during which others wait.
const VACUUM_AFTER_BYTES = 128 * 1024 * 1024;

/** Counts the bytes that clients send, which bound what they write, and says what is due. */
export class Maintenance {
  #sinceCheckpoint = 0;
  #sinceVacuum = 0;

  noteTraffic(bytes: number): void {
    this.#sinceCheckpoint += bytes;
    this.#sinceVacuum += bytes;
  }

  isDue(): boolean {
    return this.#sinceCheckpoint >= CHECKPOINT_AFTER_BYTES || this.#sinceVacuum >= VACUUM_AFTER_BYTES;
  }

  /** The statements to run now; they count as done. Ask between transactions only. */
  takeDue(): string[] {
    const due: string[] = [];
    if (this.#sinceVacuum >= VACUUM_AFTER_BYTES) {
      this.#sinceVacuum = 0;
      due.push('vacuum (analyze)');
    }
    if (this.#sinceCheckpoint >= CHECKPOINT_AFTER_BYTES) {
      this.#sinceCheckpoint = 0;
      due.push('checkpoint');
    }
    return due;
  }
}
