// The thread that hosts the embedded PostgreSQL: protocol bytes in, protocol bytes out. A query never blocks requests.
import { constants, cpSync, statfsSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { Maintenance } from './maintenance.ts';
import type { ThreadAnswer, ThreadData, ThreadRequest } from './thread-messages.ts';
import { endsReady, isStartup, isTerminate, readyForQuery, simpleQuery } from './wire-protocol.ts';

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
const ROOM_FOR_MAINTENANCE = 32 * 1024 * 1024;

async function main(port: MessagePort): Promise<void> {
  const log: string[] = [];
  const fail = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    send(port, { kind: 'failed', message, log: log.join('\n') });
    port.close();
  };
  const remember = (line: string) => {
    log.push(line);
    if (log.length > LOG_LINES) log.shift();
    return false;
  };
  try {
    const { directory } = workerData as ThreadData;
    const lite = await PGlite.create(directory, {
      startParams: [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])],
      onStdout: remember,
      onStderr: remember,
    });
    serve(port, lite, directory, fail);
    send(port, { kind: 'ready' });
  } catch (error) {
    fail(error);
  }
}

/** Requests and maintenance run one after another, since the database has one session. */
function serve(port: MessagePort, lite: PGlite, directory: string, fail: (error: unknown) => void): void {
  const maintenance = new Maintenance();
  const handle = async (request: ThreadRequest): Promise<void> => {
    if (request.kind === 'close') {
      await lite.close();
      port.close();
      return;
    }
    if (request.kind === 'copy') {
      send(port, { kind: 'copied', error: await copyFiles(lite, directory, request.directory) });
      return;
    }
    send(port, { kind: 'data', bytes: await answer(lite, request.bytes) });
    maintenance.noteTraffic(request.bytes.length);
    if (!maintenance.isDue() || lite.isInTransaction() || isAlmostFull(directory)) return;
    for (const statement of maintenance.takeDue()) await exchange(lite, simpleQuery(statement));
  };
  let queue = Promise.resolve();
  port.on('message', (request: ThreadRequest) => {
    queue = queue.then(() => handle(request)).catch(fail);
  });
}

/** After a checkpoint the files are all there is; nothing changes them while this thread copies. */
async function copyFiles(lite: PGlite, directory: string, target: string): Promise<string | null> {
  await exchange(lite, simpleQuery('checkpoint'));
  try {
    cpSync(directory, target, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A checkpoint that finds no room is a panic; without one, reading goes on for a good while. */
function isAlmostFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < ROOM_FOR_MAINTENANCE;
}

/** The session outlives connections: a new one finds nothing of the last, and goodbyes are kept from PostgreSQL. */
async function answer(lite: PGlite, messages: Uint8Array): Promise<Uint8Array> {
  if (isTerminate(messages)) return readyForQuery();
  if (isStartup(messages)) {
    await exchange(lite, simpleQuery('rollback'));
    await exchange(lite, simpleQuery('discard all'));
  }
  return await exchange(lite, messages);
}

/** Throws when PostgreSQL has panicked. That ends a server; here it ends the thread, and the next one recovers. */
async function exchange(lite: PGlite, messages: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  // Not execProtocolRaw: it parses and keeps every answer for itself.
  await lite.execProtocolRawStream(messages, { onRawData: (chunk) => void chunks.push(chunk.slice()) });
  const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : new Uint8Array(Buffer.concat(chunks));
  if (!endsReady(bytes)) throw new Error('The embedded database stopped.');
  return bytes;
}

function send(port: MessagePort, message: ThreadAnswer): void {
  port.postMessage(message, message.kind === 'data' ? [message.bytes.buffer as ArrayBuffer] : []);
}

if (parentPort === null) throw new Error('This file is the entry of a worker thread.');
await main(parentPort);
