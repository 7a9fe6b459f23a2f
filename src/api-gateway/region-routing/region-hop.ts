// What a gateway tells the gateway of another region about a request that it passes on: from where, to where, whose. Signed under
// the key that the regions share, good for one request and a minute. Who asks, it does not say: that is found out at home.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries it. Whoever receives one never passes the request on. */
export const HOP_HEADER = 'assay-region-hop';

export interface RegionHop {
  readonly from: string;
  readonly to: string;
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly requestId: string;
  readonly clientAddress: string;
  /** the name by which the client reached the first gateway: cookies and pages hang on it */
  readonly host: string;
}

/** Allows for clocks that differ, and for a connection to be made. */
const LIFETIME_MS = 60_000;
const CONTEXT = 'assay region hop 1';

export function signHop(key: Buffer, hop: RegionHop): string {
  const text = Buffer.from(JSON.stringify({ ...hop, expires: Date.now() + LIFETIME_MS })).toString('base64url');
  return `${text}.${macOf(key, text).toString('base64url')}`;
}

/** Null for anything but a hop in force that a gateway of these regions wrote. */
export function readHop(key: Buffer, header: unknown): RegionHop | null {
  const [text = '', mac = ''] = typeof header === 'string' ? header.split('.') : [];
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // Only our own gateways can have written it.
  const { expires, ...hop } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as RegionHop & {
    readonly expires: number;
  };
  return expires >= Date.now() && expires <= Date.now() + 2 * LIFETIME_MS ? hop : null;
}

function macOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(`${CONTEXT}\n${text}`).digest();
}
