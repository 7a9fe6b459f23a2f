// Calls to addresses that a tenant has chosen: to public ones only, checked on the resolved address at the moment of connecting, so
// that no name that resolves differently a second time leads inside. What the operator configures does not go through here.
import { lookup as systemLookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AllowList, isPublicAddress, parseAllowList } from './outgoing-addresses.ts';

export interface OutgoingOptions {
  /** names, addresses and ranges that the operator allows although they are not public, on any port, by http as well */
  readonly allow: readonly string[];
  /** whether public addresses may be called without TLS */
  readonly http: boolean;
  /** the resolver of the system; tests pass their own */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** for everything: resolving, connecting, sending, reading the answer; default 10 seconds */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type OutgoingFailure = 'refused' | 'unreachable' | 'timeout' | 'interrupted';

/** `message` is fit for the tenant: nothing of what is inside this network. */
export class OutgoingError extends Error {
  readonly failure: OutgoingFailure;

  constructor(failure: OutgoingFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OutgoingError';
    this.failure = failure;
  }
}

export interface Outgoing {
  /** Why this address is never called, or null; does not resolve the name. */
  objection(url: string): string | null;
  /**
   * Every address that the name has now, for a program that connects itself and must be told where to. Throws OutgoingError
   * when one of them may not be called.
   */
  addresses(name: string): Promise<readonly string[]>;
  /** Posts and returns the status. A redirect is an answer like any other: it is not followed. Throws OutgoingError. */
  post(request: OutgoingRequest): Promise<number>;
}

const TIMEOUT_MS = 10_000;
/** read before the connection is closed; the content is of no use */
const MAX_ANSWER_BYTES = 65_536;
const HTTPS_PORTS: readonly string[] = ['', '443', '8443'];
const HTTP_PORTS: readonly string[] = ['', '80', '8080'];
const REFUSED_TARGET = 'The address is not a public one.';

export function createOutgoing({ allow, http, resolve = resolveBySystem }: OutgoingOptions): Outgoing {
  const allowList = parseAllowList(allow);
  const objection = (text: string): string | null => {
    const url = parseUrl(text);
    return url === null ? 'This is not a URL.' : objectionTo(url, allowList, http);
  };
  return {
    objection,
    addresses: async (name) => checkedAddresses(name, allowList, isIP(name) === 0 ? await resolve(name) : [name]),
    async post(request) {
      const reason = objection(request.url);
      if (reason !== null) throw new OutgoingError('refused', reason);
      const deadline = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
      const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
      try {
        return await send(new URL(request.url), request, checkedLookup(allowList, resolve), signal);
      } catch (error) {
        throw toOutgoingError(error, deadline, request.signal);
      }
    },
  };
}

function objectionTo(url: URL, allowList: AllowList, http: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Only https and http are called.';
  if (url.username !== '' || url.password !== '') return 'A URL with a user or password is not called.';
  const host = hostOf(url);
  const address = isIP(host) === 0 ? null : host;
  if (allowList.allowsName(host) || (address !== null && allowList.allowsAddress(address))) return null;
  if (address !== null && !isPublicAddress(address)) return REFUSED_TARGET;
  if (url.protocol === 'http:')
    return http && HTTP_PORTS.includes(url.port) ? null : 'Only https is called, on port 443 or 8443.';
  return HTTPS_PORTS.includes(url.port) ? null : 'Only the ports 443 and 8443 are called.';
}

/** Resolves once, checks every address, and hands exactly those to the connection. */
function checkedLookup(allowList: AllowList, resolve: (name: string) => Promise<readonly string[]>): LookupFunction {
  return (name, options, callback) => {
    const done = (addresses: readonly string[]) => {
      const all = checkedAddresses(name, allowList, addresses).map((address) => ({ address, family: isIP(address) }));
      const [first] = all;
      if (options.all === true) callback(null, all);
      else callback(null, first?.address ?? '', first?.family);
    };
    resolve(name)
      .then(done)
      .catch((error: NodeJS.ErrnoException) => callback(error, '', 0));
  };
}

/** The addresses, or OutgoingError: one private address among public ones is a trick, not a target. */
function checkedAddresses(name: string, allowList: AllowList, addresses: readonly string[]): readonly string[] {
  const trusted = allowList.allowsName(name);
  const refused = addresses.some((one) => !trusted && !isPublicAddress(one) && !allowList.allowsAddress(one));
  if (refused || addresses.length === 0) throw new OutgoingError('refused', REFUSED_TARGET);
  return addresses;
}

function send(url: URL, request: OutgoingRequest, lookup: LookupFunction, signal: AbortSignal): Promise<number> {
  const secure = url.protocol === 'https:';
  // An agent of its own: no proxy from the environment, no connection that another tenant opened.
  const agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  const options = { method: 'POST', headers: request.headers, lookup, signal, agent };
  return new Promise<number>((resolve, reject) => {
    const answered = (answer: IncomingMessage) => {
      let bytes = 0;
      const finish = () => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      };
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) finish();
      });
      answer.once('end', finish);
      answer.once('error', reject);
      answer.once('aborted', () => reject(new Error('The server hung up.')));
    };
    const sent = secure ? httpsRequest(url, options, answered) : httpRequest(url, options, answered);
    sent.once('error', reject);
    sent.end(request.body);
  });
}

function toOutgoingError(error: unknown, deadline: AbortSignal, outer: AbortSignal | undefined): OutgoingError {
  if (error instanceof OutgoingError) return error;
  if (outer?.aborted) return new OutgoingError('interrupted', 'The server was stopped.', error);
  if (deadline.aborted) return new OutgoingError('timeout', 'The server did not answer in time.', error);
  return new OutgoingError('unreachable', 'The server cannot be reached, or hung up.', error);
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** without the brackets of IPv6 and the dot at the end of a full name */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function resolveBySystem(name: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(name, { all: true, verbatim: true }, (error, addresses) => {
      if (error === null) resolve(addresses.map(({ address }) => address));
      else reject(error);
    });
  });
}
