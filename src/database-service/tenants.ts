// Tenants: made with their first data key, found, and listed.
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { appendAuditEvent } from './audit-log.ts';
import type { Database, TenantTransaction } from './database.ts';
import { holdMasterKey } from './tenant-keys.ts';

/** The tenant of this installation, whose first key is the bootstrap key. Other tenants get ids by chance. */
export const HOME_TENANT_ID = '00000000-0000-7000-8000-000000000001';

export interface NewTenant {
  /** made when absent */
  readonly id?: string;
  readonly name: string;
}

/**
 * Makes a tenant and returns its id. `wrapKey` is given the id and returns the wrapped data key to store. A tenant that
 * exists is left as it is, so that several processes may start at once.
 */
export async function createTenant(
  database: Database,
  tenant: NewTenant,
  wrapKey: (tenantId: string) => Buffer | Promise<Buffer>,
): Promise<string> {
  const id = tenant.id ?? uuidv7();
  await database.asTenant(id, async (tx) => {
    const inserted = await tx
      .insertInto('tenants')
      .values({ name: tenant.name })
      .onConflict((conflict) => conflict.doNothing())
      .returning('tenant_id')
      .executeTakeFirst();
    if (inserted === undefined) return;
    await holdMasterKey(tx);
    const wrapped_key = await wrapKey(id);
    await tx.insertInto('tenant_keys').values({ wrapped_key }).execute();
    await appendAuditEvent(tx, { action: 'tenant.created', actor: null, target: id, details: {} });
  });
  return id;
}

/** The tenant that the transaction belongs to, or null. */
export async function findTenant(tx: TenantTransaction): Promise<{ id: string; name: string } | null> {
  const row = await tx.selectFrom('tenants').select(['tenant_id as id', 'name']).executeTakeFirst();
  return row ?? null;
}

/** The question behind `Database.listTenantIds`, asked outside a tenant. */
export async function listTenantIds(pool: Pool, after: string | null, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from list_tenant_ids($1, $2) as id', [after, limit]);
  return rows.map(({ id }) => id);
}
