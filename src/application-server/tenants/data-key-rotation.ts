// A new data key for a tenant: it seals what comes from now on; older ones open what they sealed, or are replaced.
import {
  addWrappedKey,
  appendAuditEvent,
  type Database,
  deleteUnusedKeys,
  findTenant,
  findWrappedKeys,
  holdMasterKey,
  listCodeUnderOlderKeys,
  moveCode,
  resealWebhookSecrets,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { MasterKeys } from '../../security/index.ts';
import { resealSecret } from '../webhooks/secrets.ts';
import { newDataKey, readDataKeys } from './data-keys.ts';

export interface DataKeyRotation {
  /** who asked for it; null for the operator at the command line */
  readonly actor: string | null;
  /** whether what older keys sealed is to be sealed anew, and they are to be destroyed */
  readonly replaceOlder: boolean;
}

/** Pages are small: each is decrypted and encrypted inside one transaction. */
const PAGE = 20;
/** Processes remember keys for seconds; until then one of them may still seal under an older key. */
const SETTLED_AFTER_MS = 60_000;

/** Returns the version of the new key. Throws AssayError `not_found` for a tenant that is not there. */
export async function rotateDataKey(
  database: Database,
  masterKeys: MasterKeys,
  tenantId: string,
  { actor, replaceOlder }: DataKeyRotation,
): Promise<number> {
  return await database.asTenant(tenantId, async (tx) => {
    if ((await findTenant(tx)) === null) throw unknownTenant();
    await holdMasterKey(tx);
    const existing = await findWrappedKeys(tx);
    const newest = existing.at(-1);
    if (newest === undefined) throw unknownTenant();
    const version = newest.version + 1;
    const wrappedKey = await newDataKey(masterKeys, tenantId);
    // A wish to replace older keys that is not fulfilled yet goes over to the new one.
    const replacesOlder = replaceOlder || newest.replacesOlder;
    if (!(await addWrappedKey(tx, { version, wrappedKey, replacesOlder }))) {
      throw new AssayError('storage_unavailable', { detail: 'Another rotation is under way.', retryAfter: 1 });
    }
    const details = { kind: 'data', version, replaces_older: replacesOlder };
    await appendAuditEvent(tx, { action: 'key.rotated', actor, target: tenantId, details });
    return version;
  });
}

export interface ReplacementReport {
  /** pieces of code that were sealed anew */
  readonly resealed: number;
  /** keys that were destroyed */
  readonly destroyed: number;
  /** false while a process may still use an older key: ask again in a minute */
  readonly finished: boolean;
}

/** Seals anew what older keys sealed, when the newest key is to replace them, and destroys those. Resumable. */
export async function replaceOlderKeys(
  database: Database,
  masterKeys: MasterKeys,
  tenantId: string,
  signal?: AbortSignal,
): Promise<ReplacementReport> {
  const [newest, count] = await database.asTenant(tenantId, async (tx) => {
    const keys = await findWrappedKeys(tx);
    return [keys.at(-1), keys.length] as const;
  });
  if (newest === undefined || count < 2 || !newest.replacesOlder) return { resealed: 0, destroyed: 0, finished: true };
  let resealed = 0;
  for (let page = PAGE; page === PAGE; resealed += page) {
    signal?.throwIfAborted();
    page = await database.asTenant(tenantId, (tx) => resealPage(tx, masterKeys, tenantId, newest.version));
  }
  await database.asTenant(tenantId, async (tx) => {
    const ring = await readDataKeys(tx, masterKeys, tenantId);
    await resealWebhookSecrets(tx, (sealed, webhookId) => resealSecret(ring, sealed, webhookId));
  });
  // The embedded database is used by this process alone.
  const settled = database.backend === 'embedded' || Date.now() - newest.createdAt.getTime() > SETTLED_AFTER_MS;
  if (!settled) return { resealed, destroyed: 0, finished: false };
  const destroyed = await database.asTenant(tenantId, (tx) => deleteUnusedKeys(tx, newest.version));
  return { resealed, destroyed, finished: destroyed === count - 1 };
}

async function resealPage(
  tx: TenantTransaction,
  masterKeys: MasterKeys,
  tenantId: string,
  version: number,
): Promise<number> {
  const page = await listCodeUnderOlderKeys(tx, version, PAGE);
  if (page.length === 0) return 0;
  const ring = await readDataKeys(tx, masterKeys, tenantId);
  for (const stored of page) {
    const code = ring.open(stored.ciphertext, `code:${tenantId}`);
    // The address is under the key as well: with the old one known files could still be looked for.
    const address = ring.addressOf(code.toString('utf8'));
    await moveCode(tx, stored.address, { address, ciphertext: ring.seal(code, `code:${tenantId}`) });
  }
  return page.length;
}

function unknownTenant(): AssayError {
  return new AssayError('not_found', { detail: 'There is no tenant of that id.' });
}
