// One HTTP exchange with an upstream: the request as it is, the answer whole (but for streams), or a failure that says whether any of it was sent.
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { Readable } from 'node:stream';

export interface OutgoingCall {
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** a stream is read once there is a connection, so that until then another upstream can be tried with it */
  readonly body: Buffer | Readable | null;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** whole; of what may be endless, as it comes */
  readonly body: Buffer | IncomingMessage;
}

export type FailureKind = 'unreachable' | 'broken' | 'timeout' | 'aborted';

/** An exchange that gave no answer. `unreachable`: nothing was sent, so it is as if it had never been tried. */
export class ExchangeFailure extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind, cause: unknown) {
    super(`The exchange with an upstream failed: ${kind}.`, { cause });
    this.kind = kind;
  }
}

export interface ExchangeLimits {
  /** milliseconds for the whole exchange */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Exchanger {
  exchange(call: OutgoingCall, limits: ExchangeLimits): Promise<Reply>;
  close(): void;
}

/** Media types of answers that are passed on while they come. */
const STREAMED = /^(?:application\/x-ndjson|text\/event-stream)\b/;
const MAX_CONNECTIONS = 256;
/** Shorter than a server keeps an idle connection, so that a request is not sent into one that is being closed. */
const IDLE_CONNECTION_MS = 20_000;
/** Who takes longer to connect is taken for away: packets that are lost give no other sign. */
const CONNECT_TIMEOUT_MS = 5000;

/**
 * Connections are kept and used again. `origin` is `http://host:port` or `https://…`; with an `address`, connections go to
 * that one whatever the name says, and a certificate is still that of the name.
 */
export function createExchanger(origin: string, address: string | null = null): Exchanger {
  const isTls = origin.startsWith('https:');
  const settings = {
    keepAlive: true,
    maxSockets: MAX_CONNECTIONS,
    timeout: IDLE_CONNECTION_MS,
    ...(address !== null && { lookup: always(address) }),
  };
  const agent = isTls ? new HttpsAgent(settings) : new HttpAgent(settings);
  const send = isTls ? httpsRequest : httpRequest;
  const exchange = ({ method, path, headers, body }: OutgoingCall, { timeoutMs, signal }: ExchangeLimits) =>
    new Promise<Reply>((resolve, reject) => {
      let sent = false;
      let late = false;
      const outgoing = send(new URL(origin), { method, path, headers, agent, signal });
      const deadline = setTimeout(() => {
        late = true;
        outgoing.destroy(new Error('deadline'));
      }, timeoutMs);
      const fail = (error: unknown) => {
        clearTimeout(deadline);
        reject(new ExchangeFailure(kindOf({ sent, late, aborted: signal.aborted }), error));
      };
      outgoing.on('socket', (socket: Socket) => {
        const begun = () => {
          clearTimeout(connecting);
          sent = true;
          if (body instanceof Readable) passOn(body, outgoing);
        };
        const connecting = setTimeout(() => outgoing.destroy(new Error('no connection')), CONNECT_TIMEOUT_MS);
        outgoing.once('close', () => clearTimeout(connecting));
        if (socket.connecting) socket.once(isTls ? 'secureConnect' : 'connect', begun);
        else begun();
      });
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        if (STREAMED.test(incoming.headers['content-type'] ?? '')) {
          clearTimeout(deadline);
          return resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: incoming });
        }
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', fail);
        incoming.on('end', () => {
          clearTimeout(deadline);
          resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: Buffer.concat(chunks) });
        });
      });
      if (!(body instanceof Readable)) outgoing.end(body ?? undefined);
    });
  return { exchange, close: () => agent.destroy() };
}

/** What was not read when the exchange is over is nobody's, and must not keep the client's connection. */
function passOn(body: Readable, outgoing: ClientRequest): void {
  outgoing.once('close', () => {
    body.unpipe(outgoing);
    body.resume();
  });
  body.pipe(outgoing);
}

function always(address: string): LookupFunction {
  const family = isIP(address);
  return (_, options, found) => {
    if (options.all === true) found(null, [{ address, family }]);
    else found(null, address, family);
  };
}

function kindOf({ sent, late, aborted }: { sent: boolean; late: boolean; aborted: boolean }): FailureKind {
  if (aborted) return 'aborted';
  if (!sent) return 'unreachable';
  return late ? 'timeout' : 'broken';
}
