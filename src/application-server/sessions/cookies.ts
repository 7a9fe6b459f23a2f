// The cookies of a browser: its session, and that it is known to an account. Set by the server alone, for the server alone.
import type { Client } from '../endpoint.ts';

/** The prefix makes browsers insist on TLS and on this very host; on plain HTTP they would refuse it. */
const TLS_PREFIX = '__Host-';
export const SESSION_COOKIE = 'assay-session';
export const DEVICE_COOKIE = 'assay-device';
/** what a browser remembers while its user is at an identity provider */
export const PROVIDER_COOKIE = 'assay-login';

/** The name under which a cookie is kept for clients that reach the server like this. */
export function cookieName(name: string, { transport }: Pick<Client, 'transport'>): string {
  return transport === 'loopback' ? name : `${TLS_PREFIX}${name}`;
}

/** A value of Set-Cookie; an empty value with no seconds takes the cookie away. */
export function setCookie(name: string, value: string, seconds: number, client: Pick<Client, 'transport'>): string {
  const secure = client.transport === 'loopback' ? '' : '; Secure';
  // Back from a provider, a browser comes from another site: a strict cookie would stay at home.
  const site = name === PROVIDER_COOKIE ? 'Lax' : 'Strict';
  return `${cookieName(name, client)}=${value}; Path=/; Max-Age=${seconds}${secure}; HttpOnly; SameSite=${site}`;
}
