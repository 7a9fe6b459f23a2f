// The owner's side of the database thread: starts it, talks to it, and ends one that does not answer.
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../config/index.ts';
import type { ThreadAnswer, ThreadData, ThreadRequest } from './thread-messages.ts';

/** What the connection of the moment wants to hear. */
export interface ThreadListener {
  data(bytes: Uint8Array): void;
  failed(error: Error): void;
}

/** The database did not start, or stopped; `log` is the last that PostgreSQL had to say. */
export class EmbeddedDatabaseError extends Error {
  readonly log: string;

  constructor(message: string, log: string) {
    const reason = log.split('\n').findLast((line) => /\b(?:PANIC|FATAL):/.test(line));
    super(reason === undefined ? message : `${message} ${reason}`);
    this.name = 'EmbeddedDatabaseError';
    this.log = log;
  }
}

const START_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 10_000;
/** A thread that spins takes more of the time than this; where the whole process got less, the machine was busy with others. */
const SPINNING_SHARE = 0.5;
/** So often a busy machine is waited for. */
const MOST_WAITS = 3;

export class DatabaseThread {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #answerTimeoutMs: number;
  #listener: ThreadListener | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #copied: ((error: string | null) => void) | undefined;
  /** false once the thread has exited, for whatever reason */
  running = true;

  private constructor(worker: Worker, answerTimeoutMs: number) {
    this.#worker = worker;
    this.#answerTimeoutMs = answerTimeoutMs;
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('error', (error: Error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('Connection terminated: the database thread ended.')));
    worker.on('message', (answer: ThreadAnswer) => {
      if (answer.kind === 'data') this.#receive(answer.bytes);
      else if (answer.kind === 'copied') this.#copied?.(answer.error);
      else if (answer.kind === 'failed') this.#fail(new EmbeddedDatabaseError(answer.message, answer.log));
    });
  }

  /** Resolves when the database answers. Throws EmbeddedDatabaseError. */
  static async start(data: ThreadData, answerTimeoutMs: number): Promise<DatabaseThread> {
    const { url, nodeArguments } = entryPoint('pglite-thread', import.meta.url);
    const worker = new Worker(url, {
      workerData: data,
      execArgv: nodeArguments,
      // The database lives in WebAssembly memory; its thread needs little of its own.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    const thread = new DatabaseThread(worker, answerTimeoutMs);
    const timer = setTimeout(() => worker.terminate(), START_TIMEOUT_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('message', (answer: ThreadAnswer) => {
          if (answer.kind === 'ready') resolve();
          else if (answer.kind === 'failed') reject(new EmbeddedDatabaseError(answer.message, answer.log));
        });
        worker.once('error', (error: Error) => reject(new EmbeddedDatabaseError(error.message, '')));
        worker.once('exit', () => reject(new EmbeddedDatabaseError('The database thread ended while it started.', '')));
      });
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return thread;
  }

  attach(listener: ThreadListener): void {
    this.#listener = listener;
  }

  detach(): void {
    this.#listener = undefined;
  }

  send(bytes: Uint8Array): void {
    this.#unanswered++;
    // A WebAssembly trap can leave PostgreSQL spinning, and it cannot cancel a statement: then only ending it helps.
    if (this.#watchdog === undefined) this.#watch();
    this.#worker.postMessage({ kind: 'messages', bytes } satisfies ThreadRequest, [bytes.buffer as ArrayBuffer]);
  }

  /** Copies the database's files; no transaction may be open. Throws when there is no room, or the thread ends. */
  async copyFiles(directory: string): Promise<void> {
    const error = await new Promise<string | null>((resolve) => {
      this.#copied = resolve;
      this.#exited.then(() => resolve('the database thread ended'));
      this.#worker.postMessage({ kind: 'copy', directory } satisfies ThreadRequest);
    });
    this.#copied = undefined;
    if (error === null) return;
    throw new EmbeddedDatabaseError(`The files of the database could not be copied: ${error}.`, '');
  }

  /** Lets PostgreSQL shut down in order, then ends the thread. */
  async close(): Promise<void> {
    clearTimeout(this.#watchdog);
    if (!this.running) return;
    this.#listener = undefined;
    this.#worker.postMessage({ kind: 'close' } satisfies ThreadRequest);
    const timer = setTimeout(() => this.#worker.terminate(), CLOSE_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #receive(bytes: Uint8Array): void {
    this.#unanswered--;
    clearTimeout(this.#watchdog);
    this.#watchdog = undefined;
    if (this.#unanswered > 0) this.#watch();
    this.#listener?.data(bytes);
  }

  /**
   * Ends the thread when it owes an answer for too long. An answer may lie there unread, when this thread was busy; and none may
   * have come because neither thread got the processor: both are no fault of the statement.
   */
  #watch(waited = 1): void {
    const before = process.cpuUsage();
    const watchdog = setTimeout(() => {
      const { user, system } = process.cpuUsage(before);
      // Once around the event loop, for what has arrived.
      setTimeout(() => {
        if (this.#watchdog !== watchdog) return;
        const wasStarved = (user + system) / 1000 < SPINNING_SHARE * this.#answerTimeoutMs;
        if (wasStarved && waited < MOST_WAITS) this.#watch(waited + 1);
        else this.#worker.terminate();
      }, 1);
    }, this.#answerTimeoutMs);
    this.#watchdog = watchdog;
  }

  #fail(error: Error): void {
    this.running = false;
    clearTimeout(this.#watchdog);
    this.#listener?.failed(error);
    this.#listener = undefined;
  }
}
