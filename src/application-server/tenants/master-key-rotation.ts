// The exchange of the operator's master key: every tenant's data keys are wrapped anew, then the old key is destroyed.
import {
  appendAuditEvent,
  awaitMasterKeyHolders,
  type Database,
  findWrappedKeys,
  HOME_TENANT_ID,
  listSigningKeys,
  rewrapKey,
  updateSealedSigningKey,
} from '../../database-service/index.ts';
import {
  beginMasterKeyRotation,
  type MasterKeyRotation,
  type OperatorKeys,
  resealSigningKey,
  unwrapDataKey,
  wrapDataKey,
} from '../../security/index.ts';

export interface MasterKeyRotationReport {
  /** whether it went on with one that was interrupted */
  readonly resumed: boolean;
  readonly tenants: number;
  /** data keys and signing keys that were wrapped anew; those that an interrupted run had done are not counted */
  readonly rewrapped: number;
}

const TENANTS_A_PAGE = 500;

/**
 * May be cut off anywhere and called again: both keys are kept until everything is under the new one, and all processes
 * try both. Servers on the same data directory may go on running.
 */
export async function rotateMasterKey(
  database: Database,
  keys: OperatorKeys,
  actor: string | null,
): Promise<MasterKeyRotationReport> {
  const rotation = await beginMasterKeyRotation(keys.directory);
  // From here on whoever wraps a key takes the next one; wait for those who had asked for it before.
  await database.asTenant(HOME_TENANT_ID, awaitMasterKeyHolders);
  const walked = await rewrapAll(database, rotation);
  // A second walk has nothing to do, unless something is wrong: the old key is not destroyed then.
  const checked = await rewrapAll(database, rotation);
  if (checked.rewrapped > 0) {
    throw new Error(
      'A data key was still wrapped under the old master key by a process that does not know the new one.',
    );
  }
  const details = { kind: 'master', tenants: walked.tenants };
  await database.asTenant(HOME_TENANT_ID, (tx) =>
    appendAuditEvent(tx, { action: 'key.rotated', actor, target: null, details }),
  );
  await rotation.finish();
  return { resumed: rotation.resumed, ...walked };
}

async function rewrapAll(
  database: Database,
  rotation: MasterKeyRotation,
): Promise<{ tenants: number; rewrapped: number }> {
  const counts = { tenants: 0, rewrapped: 0 };
  let after: string | null = null;
  for (;;) {
    const page: readonly string[] = await database.listTenantIds(after, TENANTS_A_PAGE);
    for (const tenantId of page) counts.rewrapped += await rewrapTenant(database, rotation, tenantId);
    counts.tenants += page.length;
    after = page.at(-1) ?? null;
    if (after === null) break;
  }
  counts.rewrapped += await resealSigningKeys(database, rotation);
  return counts;
}

/** The keys that sign access tokens are under the master key as well. */
async function resealSigningKeys(database: Database, rotation: MasterKeyRotation): Promise<number> {
  return await database.asTenant(HOME_TENANT_ID, async (tx) => {
    let resealed = 0;
    for (const { kid, sealed } of await listSigningKeys(tx)) {
      const anew = orNull(() => resealSigningKey(rotation.current, rotation.next, sealed, kid));
      // Null: it is under the new key already, or under one that the operator lost, which is of no use any more.
      if (anew === null) continue;
      await updateSealedSigningKey(tx, kid, anew);
      resealed++;
    }
    return resealed;
  });
}

async function rewrapTenant(database: Database, rotation: MasterKeyRotation, tenantId: string): Promise<number> {
  return await database.asTenant(tenantId, async (tx) => {
    // The tenant may be in another database than home: there, too, wait for those who wrap under the old key.
    await awaitMasterKeyHolders(tx);
    let rewrapped = 0;
    for (const { version, wrappedKey } of await findWrappedKeys(tx)) {
      if (orNull(() => unwrapDataKey(rotation.next, wrappedKey, tenantId)) !== null) continue;
      const dataKey = unwrapDataKey(rotation.current, wrappedKey, tenantId);
      await rewrapKey(tx, version, wrapDataKey(rotation.next, dataKey, tenantId));
      rewrapped++;
    }
    return rewrapped;
  });
}

function orNull<Result>(attempt: () => Result): Result | null {
  try {
    return attempt();
  } catch {
    return null;
  }
}
