// The thread that hosts the embedded PostgreSQL: protocol bytes in, protocol bytes out. A query never blocks requests.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { Maintenance } from './maintenance.ts';
import type { ThreadAnswer, ThreadData, ThreadRequest } from './thread-messages.ts';

// One process, one connection: small buffers are enough, and no one follows the write-ahead log.
const SETTINGS = [
  'shared_buffers=16MB',
  'wal_buffers=1MB',
  'work_mem=4MB',
  'maintenance_work_mem=16MB',
  'max_connections=5',
  'wal_level=minimal',
  'max_wal_senders=0',
  'min_wal_size=32MB',
  'max_wal_size=64MB',
  'jit=off',
];
const LOG_LINES = 40;
const TERMINATE = 'X'.charCodeAt(0);

async function serve(): Promise<void> {
  if (parentPort === null) throw new Error('This file is the entry of a worker thread.');
  const port = parentPort;
  const { directory } = workerData as ThreadData;
  const answer = (message: ThreadAnswer) =>
    port.postMessage(message, message.kind === 'data' ? [message.bytes.buffer as ArrayBuffer] : []);
  const log: string[] = [];
  const remember = (line: string) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
    return false;
  };
  try {
    const lite = await PGlite.create(directory, {
      startParams: [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])],
      onStdout: remember,
      onStderr: remember,
    });
    listen(lite, answer);
    answer({ kind: 'ready' });
  } catch (error) {
    answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error), log: log.join('\n') });
    port.close();
  }

  function listen(lite: PGlite, reply: typeof answer): void {
    const maintenance = new Maintenance(lite);
    // One after another: the database has one session.
    let queue = Promise.resolve();
    port.on('message', (request: ThreadRequest) => {
      queue = queue.then(async () => {
        if (request.kind === 'close') {
          await lite.close();
          port.close();
          return;
        }
        reply({ kind: 'data', bytes: await exchange(lite, request.bytes) });
        maintenance.noteTraffic(request.bytes.length);
      });
    });
  }
}

/** The answer to whole client messages. Goodbyes are kept from PostgreSQL, whose only session outlives connections. */
async function exchange(lite: PGlite, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] === TERMINATE) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  // Not execProtocolRaw: it parses and keeps every answer for itself.
  await lite.execProtocolRawStream(bytes, { onRawData: (chunk) => void chunks.push(chunk.slice()) });
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : new Uint8Array(Buffer.concat(chunks));
}

await serve();
