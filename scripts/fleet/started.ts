// What a script has started, to be undone in the reverse order: at its end, when something does not start, when it is told to end.
import { constants } from 'node:os';

export class Started {
  readonly #steps: (() => unknown)[] = [];
  #undoing: Promise<void> | null = null;

  /** Throws when everything is being undone: nothing more may be started. */
  goOn(): void {
    if (this.#undoing !== null) throw new Error('What was started is being stopped.');
  }

  /** What has begun to start is undone too, once it has started. */
  async start<Thing>(start: () => Promise<Thing>, undo: (thing: Thing) => unknown): Promise<Thing> {
    this.goOn();
    const starting = start();
    this.undoBy(() => starting.then(undo, () => {}));
    return await starting;
  }

  undoBy(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Every step is taken, also after one has failed; the first failure is thrown. A second call waits for the first. */
  undo(): Promise<void> {
    this.#undoing ??= this.#undoAll();
    return this.#undoing;
  }

  async #undoAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/**
 * The process ends at SIGINT and SIGTERM, whenever they come, once everything is undone: with this code, by default that of the
 * signal. Terminals and npm may send them twice.
 */
export function endAtSignals(started: Started, exitCode?: number): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      started.undo().then(
        () => process.exit(exitCode ?? 128 + constants.signals[signal]),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
