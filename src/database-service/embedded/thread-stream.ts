// What pg takes for a socket: writes go to the database thread, its answers come back.
import { Duplex } from 'node:stream';
import type { DatabaseThread } from './database-thread.ts';

export class ThreadStream extends Duplex {
  readonly #open: () => Promise<DatabaseThread>;
  #thread: DatabaseThread | undefined;
  #pending: Buffer[] = [];

  /** @param open gives the running thread, starting one if need be */
  constructor(open: () => Promise<DatabaseThread>) {
    super({ allowHalfOpen: false });
    this.#open = open;
  }

  /** The methods of net.Socket that pg calls. */
  connect(): this {
    this.#open().then(
      (thread) => {
        if (this.destroyed) return;
        this.#thread = thread;
        thread.attach({
          data: (bytes) => this.push(bytes),
          failed: (error) => this.destroy(error),
        });
        this.emit('connect');
      },
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  /** pg writes a query in five messages; gathered until the end of the tick, they cost one trip to the thread. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#pending.length === 0) queueMicrotask(() => this.#flush());
    this.#pending.push(chunk);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    if (this.#pending.length === 0) queueMicrotask(() => this.#flush());
    for (const { chunk } of chunks) this.#pending.push(chunk);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#flush();
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#thread?.detach();
    done(error);
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const bytes = new Uint8Array(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#thread?.send(bytes);
  }
}
