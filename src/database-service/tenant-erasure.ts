// Erasing a tenant: first its keys are destroyed, which makes everything unreadable at once, then its rows go.
import { sql } from 'kysely';
import { eraseSomeAuditEvents, TOMBSTONE_ACTION } from './audit-erasure.ts';
import { appendAuditEvent } from './audit-log.ts';
import type { Database, TenantTransaction } from './database.ts';

/** So many that a batch stays far below the statement time-out, whatever cascades from its rows. */
const BATCH_ROWS = 500;

/**
 * Erases everything of the tenant. Of its audit chain the hashes stay, and one event that says that the tenant was erased,
 * by whom. May be called again after a crash: it goes on where it was. False when there is no such tenant.
 */
export async function eraseTenant(database: Database, tenantId: string, actor: string | null = null): Promise<boolean> {
  const existed = await database.asTenant(tenantId, async (tx) => {
    const tenant = await tx.selectFrom('tenants').select('tenant_id').forUpdate().executeTakeFirst();
    if (tenant === undefined) return false;
    const destroyed = await destroyKeys(tx);
    // Only once: a second call goes on with the rows.
    if (destroyed) await appendAuditEvent(tx, { action: TOMBSTONE_ACTION, actor, target: tenantId, details: {} });
    return true;
  });
  if (!existed) return false;
  // What the events said goes; their commitments stay, so that the chain still proves that none was taken out.
  while ((await database.asTenant(tenantId, eraseSomeAuditEvents)) > 0);
  const tables = await database.asTenant(tenantId, (tx) => tablesToEmpty(tx));
  for (const table of tables) await emptyTable(database, tenantId, table);
  // What came in meanwhile goes with the tenant's own row.
  await database.asTenant(tenantId, (tx) => tx.deleteFrom('tenants').execute());
  return true;
}

/** Nothing that was sealed can be opened, and nobody gets in, from the commit of this on. */
async function destroyKeys(tx: TenantTransaction): Promise<boolean> {
  const result = await tx
    .updateTable('tenant_keys')
    .set({ wrapped_key: Buffer.alloc(0) })
    .where(sql<boolean>`length(wrapped_key) > 0`)
    .executeTakeFirst();
  await tx.deleteFrom('api_keys').execute();
  await tx.deleteFrom('sessions').execute();
  return result.numUpdatedRows > 0n;
}

async function emptyTable(database: Database, tenantId: string, table: string): Promise<void> {
  for (;;) {
    const deleted = await database.asTenant(tenantId, async (tx) => {
      const result = await sql`
        delete from ${sql.table(table)} where ctid = any(array(select ctid from ${sql.table(table)} limit ${BATCH_ROWS}))`.execute(
        tx,
      );
      return Number(result.numAffectedRows ?? 0n);
    });
    if (deleted === 0) return;
  }
}

/** The tables of rows (partitions, not what is partitioned), those that refer to others first. */
async function tablesToEmpty(tx: TenantTransaction): Promise<string[]> {
  // What the application may not delete stays: the audit chain.
  const { rows } = await sql<{ name: string; root: string; refers_to: string[] }>`
    select c.relname as name, root.relname as root, array(
      select distinct target.relname::text from pg_constraint k join pg_class target on target.oid = k.confrelid
      where k.conrelid = root.oid and k.contype = 'f' and k.confrelid <> root.oid and k.conparentid = 0) as refers_to
    from pg_class c join pg_class root on root.oid = coalesce(pg_partition_root(c.oid), c.oid)
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname not in ('tenants', 'tenant_keys')
      and has_table_privilege(c.oid, 'delete')
      and exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and not attisdropped)
    order by c.relname`.execute(tx);
  const waiting = new Map(rows.map((row) => [row.root, row.refers_to]));
  const order: string[] = [];
  while (waiting.size > 0) {
    const referred = new Set([...waiting.values()].flat());
    const free = [...waiting.keys()].filter((root) => !referred.has(root));
    // Tables that refer to each other in a circle are left to the cascade from `tenants`.
    if (free.length === 0) break;
    for (const root of free) waiting.delete(root);
    order.push(...free);
  }
  return order.flatMap((root) => rows.filter((row) => row.root === root).map((row) => row.name));
}
