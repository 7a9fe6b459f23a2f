// What a gateway tells the gateway of another region about a request that it passes on: from where, to where, whose. Signed under
// the key that the regions share, good for one request and a minute. Who asks, it does not say: that is found out at home.
import { readStatement, signStatement } from '../../security/index.ts';

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

const CONTEXT = 'assay region hop 1';

export function signHop(key: Buffer, hop: RegionHop): string {
  return signStatement(key, CONTEXT, hop);
}

/** Null for anything but a hop in force that a gateway of these regions wrote. */
export function readHop(key: Buffer, header: unknown): RegionHop | null {
  return readStatement<RegionHop>(key, CONTEXT, header);
}
