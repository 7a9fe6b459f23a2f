// What the model service said of a file, sealed under the tenant's key and small: most files have nothing to say.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AnalysisOutcome } from '../../../model-service/index.ts';
import { UnknownDataKeyError } from '../../../security/index.ts';
import type { DataKeys } from '../../tenants/data-keys.ts';

/** Below that compression costs more than it saves. */
const SMALL_BYTES = 2000;
const PLAIN = 0;
const PACKED = 1;

const context = (tenantId: string) => `scan-outcome:${tenantId}`;

/** Under the key that is the newest now: a scan may outlive one. */
export async function sealOutcome(keys: DataKeys, tenantId: string, outcome: AnalysisOutcome): Promise<Buffer> {
  const text = Buffer.from(JSON.stringify(outcome), 'utf8');
  const isSmall = text.length < SMALL_BYTES;
  const body = Buffer.concat([Buffer.from([isSmall ? PLAIN : PACKED]), isSmall ? text : gzipSync(text, { level: 1 })]);
  return (await keys.of(tenantId)).seal(body, context(tenantId));
}

/** Null when its key was destroyed. Only `sealOutcome` makes them, and what was altered does not open. */
export async function openOutcome(keys: DataKeys, tenantId: string, sealed: Buffer): Promise<AnalysisOutcome | null> {
  const body = await keys.open(tenantId, sealed, context(tenantId)).catch((error: unknown) => {
    if (error instanceof UnknownDataKeyError) return null;
    throw error;
  });
  if (body === null) return null;
  const text = body[0] === PACKED ? gunzipSync(body.subarray(1)) : body.subarray(1);
  return JSON.parse(text.toString('utf8')) as AnalysisOutcome;
}
