// Raw SQL without a WHERE, as tenant B, on every table of the catalogue.
import { sql } from 'kysely';
import type { Database, TenantTransaction } from '../../src/database-service/index.ts';
import { snapshot, type TenantRows, tenantTables } from './tenant-rows.ts';
import { asText, changes, leakIn, type Trial } from './trial.ts';

class Undo extends Error {}

export async function tryTables(database: Database, a: TenantRows, b: TenantRows): Promise<Trial[]> {
  const tables = await database.asTenant(b.tenantId, tenantTables);
  const before = await snapshot(database, a.tenantId);
  const trials: Trial[] = [];
  for (const table of tables) {
    const name = sql.table(table);
    const seen = await inside(database, b.tenantId, (tx) => sql`select * from ${name}`.execute(tx));
    const count = (seen as { rows: unknown[] }).rows.length;
    trials.push({ name: `select from ${table}`, leak: leakIn(asText(seen), a) ?? emptyFor(count, table) });
    const nobody = await inside(database, b.tenantId, async (tx) => {
      await sql`select set_config('app.tenant', '', true)`.execute(tx);
      return await sql`select * from ${name}`.execute(tx);
    });
    const rows = (nobody as { rows: unknown[] }).rows.length;
    trials.push({ name: `select from ${table} without a tenant`, leak: rows === 0 ? null : 'shows rows' });
    const moved = await inside(database, b.tenantId, (tx) =>
      sql`update ${name} set tenant_id = ${a.tenantId}`.execute(tx),
    );
    trials.push({ name: `update ${table} to A`, leak: moved instanceof Error ? null : 'rows were given to A' });
  }
  for (const table of tables) {
    const name = sql.table(table);
    // Committed, not undone: what it reaches of A shows in the snapshot afterwards.
    await database
      .asTenant(b.tenantId, (tx) => sql`update ${name} set tenant_id = tenant_id`.execute(tx))
      .catch(() => {});
    await database.asTenant(b.tenantId, (tx) => sql`delete from ${name}`.execute(tx)).catch(() => {});
  }
  return [...trials, ...changes('update and delete', before, await snapshot(database, a.tenantId))];
}

/** A table in which B sees nothing at all shows nothing about isolation. */
function emptyFor(count: number, table: string): string | null {
  return count > 0 ? null : `cannot be judged: B has no row in ${table}`;
}

/** The answer or the error; nothing stays. */
async function inside(
  database: Database,
  tenantId: string,
  work: (tx: TenantTransaction) => Promise<unknown>,
): Promise<unknown> {
  let answer: unknown;
  try {
    await database.asTenant(tenantId, async (tx) => {
      answer = await work(tx);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) return error;
  }
  return answer;
}
