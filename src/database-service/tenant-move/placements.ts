// The steps of a move as rows of `tenant_placements`, each changed in one transaction; `client` is the owner's.
import type { ClientBase } from 'pg';
import { type Placement, placementLock } from '../placement.ts';

export async function readPlacement(client: ClientBase, tenantId: string): Promise<Placement | null> {
  return await whole(client, async () => await select(client, tenantId));
}

export async function writePlacement(
  client: ClientBase,
  tenantId: string,
  placement: Pick<Placement, 'state' | 'database'>,
): Promise<void> {
  await whole(client, () => upsert(client, tenantId, placement, 0));
}

export async function deletePlacement(client: ClientBase, tenantId: string): Promise<void> {
  await whole(client, async () => {
    await client.query('delete from tenant_placements where tenant_id = $1', [tenantId]);
  });
}

/**
 * From its commit on nobody writes, and whoever had begun has ended. The stop ends by itself after `seconds`: a mover that
 * dies does not leave the tenant without service.
 */
export async function freeze(client: ClientBase, tenantId: string, database: string, seconds: number): Promise<void> {
  await whole(client, async () => {
    await client.query(`select pg_advisory_xact_lock(${placementLock(tenantId)})`);
    await upsert(client, tenantId, { state: 'frozen', database }, seconds);
  });
}

/** The moment of the move. False when the stop has ended meanwhile: somebody may have written, and it has to be copied first. */
export async function switchOver(client: ClientBase, tenantId: string, database: string): Promise<boolean> {
  let switched = false;
  await whole(client, async () => {
    await client.query(`select pg_advisory_xact_lock(${placementLock(tenantId)})`);
    const placement = await select(client, tenantId);
    if (placement?.state !== 'frozen' || placement.thawed || placement.database !== database) return;
    await upsert(client, tenantId, { state: 'moved', database }, 0);
    switched = true;
  });
  return switched;
}

/** Whether the tenant's own row is here. */
export async function hasTenant(client: ClientBase, tenantId: string): Promise<boolean> {
  return await whole(client, async () => {
    return (await client.query('select 1 from tenants where tenant_id = $1', [tenantId])).rows.length > 0;
  });
}

async function select(client: ClientBase, tenantId: string): Promise<Placement | null> {
  const { rows } = await client.query<Placement>(
    `select state, database, coalesce(frozen_until <= clock_timestamp(), false) as thawed from tenant_placements where tenant_id = $1`,
    [tenantId],
  );
  return rows[0] ?? null;
}

async function upsert(
  client: ClientBase,
  tenantId: string,
  { state, database }: Pick<Placement, 'state' | 'database'>,
  frozenSeconds: number,
): Promise<void> {
  await client.query(
    `insert into tenant_placements (tenant_id, state, database, frozen_until)
     values ($1, $2, $3, case when $4::double precision > 0 then clock_timestamp() + $4 * interval '1 second' end)
     on conflict (tenant_id) do update set state = excluded.state, database = excluded.database,
       frozen_until = excluded.frozen_until, updated_at = now()`,
    [tenantId, state, database, frozenSeconds],
  );
}

async function whole<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin');
  try {
    await client.query(`select set_config('app.whole', 'on', true)`);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
