// What only the worker may read of a scan that it fetches: the address with its password, and whose quota pays for what comes.
import type { QuotaHolder } from '../endpoint.ts';

export interface ScanSource {
  readonly address: string;
  /** null for a scan from before such scans were counted */
  readonly holder: QuotaHolder | null;
}

/** To be sealed. */
export function scanSourceText(source: ScanSource): string {
  return JSON.stringify(source);
}

/** Of what `scanSourceText` made, or of an address alone, as it was kept before. */
export function readScanSource(text: string): ScanSource {
  return text.startsWith('{') ? (JSON.parse(text) as ScanSource) : { address: text, holder: null };
}
