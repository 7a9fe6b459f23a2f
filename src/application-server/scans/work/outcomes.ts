// What the model service said of a file, sealed under the tenant's key and small: most files have nothing to say.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AnalysisOutcome } from '../../../model-service/index.ts';
import type { DataKeyRing } from '../../../security/index.ts';

/** Below that compression costs more than it saves. */
const SMALL_BYTES = 2000;
const PLAIN = 0;
const PACKED = 1;

const context = (tenantId: string) => `scan-outcome:${tenantId}`;

export function sealOutcome(ring: DataKeyRing, tenantId: string, outcome: AnalysisOutcome): Buffer {
  const text = Buffer.from(JSON.stringify(outcome), 'utf8');
  const isSmall = text.length < SMALL_BYTES;
  const body = Buffer.concat([Buffer.from([isSmall ? PLAIN : PACKED]), isSmall ? text : gzipSync(text, { level: 1 })]);
  return ring.seal(body, context(tenantId));
}

/** Only `sealOutcome` makes them, and what was altered does not open. */
export function openOutcome(ring: DataKeyRing, tenantId: string, sealed: Buffer): AnalysisOutcome {
  const body = ring.open(sealed, context(tenantId));
  const text = body[0] === PACKED ? gunzipSync(body.subarray(1)) : body.subarray(1);
  return JSON.parse(text.toString('utf8')) as AnalysisOutcome;
}
