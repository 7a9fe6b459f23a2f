// Which header fields pass a gateway, in both directions.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { HOP_HEADER } from '../region-routing/region-hop.ts';
import { ASSERTION_HEADER } from './caller-assertion.ts';

/** Of one connection, not of the message (RFC 9110, section 7.6.1), or written anew on the other side. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'content-length',
]);
/** What only a gateway may say. */
const GATEWAYS_OWN = ['x-forwarded-for', 'forwarded', ASSERTION_HEADER, HOP_HEADER];
/** Secrets that the assertion replaces as well. Cookies pass: endpoints of sessions read them. */
const KEPT_HERE = new Set(['authorization', 'x-api-key', ...GATEWAYS_OWN]);
/** To another region the credential goes along. The name of the host is that of the gateway there; the client's is in the hop. */
const KEPT_IN_REGION = new Set(['host', ...GATEWAYS_OWN]);
/** The gateway writes its own. */
const ANSWERED_HERE = new Set(['ratelimit-policy', 'ratelimit', 'x-request-id', 'traceparent', 'date']);
/** Quotas are counted in the home region alone. */
const ANSWERED_BY_PASSING = new Set(['x-request-id', 'traceparent', 'date']);

export function requestHeaders(headers: IncomingHttpHeaders, own: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return { ...withoutHopByHop(headers, KEPT_HERE), ...own };
}

/** Of a request that is passed on to its home region. */
export function passedHeaders(headers: IncomingHttpHeaders, own: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return { ...withoutHopByHop(headers, KEPT_IN_REGION), ...own };
}

export function regionAnswerHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return withoutHopByHop(headers, ANSWERED_BY_PASSING);
}

export function answerHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return withoutHopByHop(headers, ANSWERED_HERE);
}

function withoutHopByHop(headers: IncomingHttpHeaders, left: ReadonlySet<string>): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP_BY_HOP.has(name) || left.has(name) || named.has(name)) continue;
    kept[name] = value;
  }
  return kept;
}
