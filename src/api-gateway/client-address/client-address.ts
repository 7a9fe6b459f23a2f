// Where a request comes from: the connection's other end, or behind proxies that the operator trusts, whom they name.
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/**
 * The client's address, without a port. `trustedHops` is the number of proxies of the operator's own before this server:
 * each appends to X-Forwarded-For whom it answers, so that many entries from the right can be believed, and no more.
 */
export function clientAddress(
  request: { readonly headers: IncomingHttpHeaders; readonly socket: { readonly remoteAddress?: string | undefined } },
  trustedHops: number,
): string {
  let address = plain(request.socket.remoteAddress ?? '') ?? 'unknown';
  if (trustedHops === 0) return address;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  for (let hop = 0; hop < trustedHops; hop++) {
    const next = plain(forwarded.pop()?.trim() ?? '');
    // A proxy that names nobody, or nonsense, is itself the last that can be told.
    if (next === null) break;
    address = next;
  }
  return address;
}

/**
 * What quotas by address count as one client: an IPv4 address, or the /64 network of an IPv6 address, which is the least
 * that a customer of a provider gets.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = address.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** The address in its plain form (IPv4 inside IPv6 as IPv4, no brackets, no port), or null for what is none. */
function plain(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? (/^[\d.]+:\d+$/.test(text) ? text.replace(/:\d+$/, '') : text);
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(address) === 0 ? null : address.toLowerCase();
}
