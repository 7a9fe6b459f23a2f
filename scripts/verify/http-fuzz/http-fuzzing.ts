// Sends seeded hostile requests over bare sockets and judges what comes back.
import { connect } from 'node:net';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import { brokenRequest, type Pieces } from './broken-requests.ts';
import { documentedRequest, type FuzzRequest, type Operation } from './documented-requests.ts';

export interface FuzzTarget {
  readonly hostname: string;
  readonly port: number;
  /** a key that may do what a tenant's owner may */
  readonly key: string;
  readonly operations: readonly Operation[];
}

export interface Fault {
  readonly index: number;
  readonly status: number;
  /** the start of the request and of the answer */
  readonly sent: string;
  readonly answered: string;
}

export interface FuzzResult {
  readonly requests: number;
  /** how often each status was answered; 0: the connection was closed without one */
  readonly statuses: ReadonlyMap<number, number>;
  readonly faults: readonly Fault[];
}

const CLIENTS = 8;
/** A server that neither answers nor closes by then hangs, unless the request is one that it may wait for. */
const PATIENCE_MS = 120_000;
const PIECE_PAUSE_MS = 50;
/** How long an unfinished request is left open before the client gives up. */
const UNFINISHED_MS = 300;
/** Reasons for 503 that are true of a server that is fuzzed. */
const TRUE_REASONS = /"code":"(?:overloaded|shutting_down)"|"status":"not_ready"/;

/** The same seed asks the same requests. `onProgress` is called after each. */
export async function fuzzHttp(
  target: FuzzTarget,
  seed: number,
  requests: number,
  onProgress: (done: number) => void = () => {},
): Promise<FuzzResult> {
  const statuses = new Map<number, number>();
  const faults: Fault[] = [];
  let next = 0;
  let done = 0;
  const client = async () => {
    while (next < requests) {
      const index = next++;
      const pieces = requestAt(target, seed, index);
      const answer = await send(target, pieces);
      const status = statusOf(answer);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (isFault(status, answer)) {
        const sent = Buffer.concat(pieces).subarray(0, 600).toString('latin1');
        faults.push({ index, status, sent, answered: answer.slice(0, 600) });
      }
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { requests, statuses, faults };
}

/** Each request has a generator of its own, so that one can be repeated without those before it. */
function requestAt({ operations, key }: FuzzTarget, seed: number, index: number): Pieces {
  const random = seededRandom(seed * 1_000_003 + index);
  if (random.chance(0.25)) return brokenRequest(random);
  return toBytes(documentedRequest(random.pick(operations), key, random), random);
}

function toBytes({ method, target, headers, body }: FuzzRequest, random: SeededRandom): Pieces {
  const lines = [`${method} ${target} HTTP/1.1`, 'host: localhost', 'connection: close'];
  lines.push(...headers.map(([name, value]) => `${name}: ${value}`));
  if (body !== null) lines.push(`content-length: ${body.length}`);
  const bytes = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]);
  // Cut off in the middle, as when a client dies.
  return random.chance(0.03) ? [bytes.subarray(0, random.below(bytes.length))] : [bytes];
}

async function send({ hostname, port }: FuzzTarget, pieces: Pieces): Promise<string> {
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, hostname);
    const giveUp = setTimeout(() => socket.destroy(new Error('hangs')), PATIENCE_MS);
    let hangs = false;
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => {
      hangs = error.message === 'hangs';
    });
    socket.on('close', () => {
      clearTimeout(giveUp);
      resolve(hangs && chunks.length === 0 ? 'HANGS' : Buffer.concat(chunks).toString('latin1'));
    });
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        if (pieces.length > 1) await new Promise((next) => setTimeout(next, PIECE_PAUSE_MS));
      }
      // Whatever the server may still wait for does not come.
      setTimeout(() => socket.end(), UNFINISHED_MS);
    });
  });
}

/** 0 without an answer, -1 when the server hangs. */
function statusOf(answer: string): number {
  if (answer === 'HANGS') return -1;
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
  return status === '100' ? Number(/\r\n\r\nHTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0) : Number(status ?? 0);
}

function isFault(status: number, answer: string): boolean {
  if (status === -1) return true;
  return status >= 500 && !(status === 503 && TRUE_REASONS.test(answer));
}
