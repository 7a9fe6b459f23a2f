// What a request says of the program that sent it: its address, its cookies, and whether a page of this server asked.
import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '../../application-server/index.ts';

const MAX_AGENT_LENGTH = 200;

export function clientOf(headers: IncomingHttpHeaders, address: string): Client {
  return {
    address,
    userAgent: headers['user-agent']?.slice(0, MAX_AGENT_LENGTH) ?? null,
    transport: transportOf(headers),
    isSameOrigin: isSameOrigin(headers),
    cookie: (name) => cookieOf(headers, name),
  };
}

/**
 * Whether a page of this very server made the request. Browsers say so in Sec-Fetch-Site, which no script can set;
 * older ones only in Origin. A request without either comes from no browser.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = originOf(headers);
  return origin !== null && origin.host === headers.host;
}

export function cookieOf({ cookie }: IncomingHttpHeaders, name: string): string | null {
  if (cookie === undefined) return null;
  for (const pair of cookie.split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return null;
}

export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** As the browser sees it, whatever proxy is between: the scheme of the page's origin. */
function transportOf(headers: IncomingHttpHeaders): Client['transport'] {
  const origin = originOf(headers);
  if (origin === null) return 'unknown';
  if (origin.protocol === 'https:') return 'tls';
  return isLoopbackHost(origin.hostname) ? 'loopback' : 'plain';
}

function originOf({ origin }: IncomingHttpHeaders): URL | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin) : null;
}
