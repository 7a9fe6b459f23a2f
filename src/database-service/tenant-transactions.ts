// How a transaction becomes a tenant's: role and tenant are set in the same round trip that begins it.
import type { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient, QueryResult } from 'pg';
import type { TenantTransaction } from './database.ts';
import { APPLICATION_ROLE } from './migrations/tenant-table.ts';
import { askPlacement, checkPlacement } from './placement.ts';
import { fromDatabaseError } from './postgres-errors.ts';
import type { Schema } from './schema.ts';
import { isUuid } from './storable.ts';

/** One Kysely for each connection: building one costs more than a query. */
const builders = new WeakMap<PoolClient, TenantTransaction>();

/** Knows whether a transaction is open in this call; shared by the databases of a process. */
export type TransactionScope = AsyncLocalStorage<{ open: boolean }>;

export interface TransactionOptions {
  readonly scope: TransactionScope;
  /** whether tenants may be in another database, so that each transaction asks first */
  readonly placed: boolean;
}

/** How one transaction is run. */
export interface Entrance {
  /** the database that has just said that the tenant has left it for this one */
  readonly leftFrom?: string | null;
  /** what writes is refused */
  readonly readOnly?: boolean;
}

/** `asTenant` of a database over this pool. Throws ElsewhereError for a tenant that is in another one. */
export function tenantTransactions(pool: Pool, { scope, placed }: TransactionOptions) {
  return async function asTenant<Result>(
    tenantId: string,
    work: (tx: TenantTransaction) => Promise<Result>,
    { leftFrom = null, readOnly = false }: Entrance = {},
  ): Promise<Result> {
    return await enterTenant(scope, tenantId, () =>
      runTransaction(pool, { tenantId, placed, leftFrom, readOnly }, work),
    );
  };
}

/** Runs what opens a transaction of this tenant; refuses one inside another. */
export async function enterTenant<Result>(
  scope: TransactionScope,
  tenantId: string,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!isUuid(tenantId)) throw new Error('A tenant id is a UUID.');
  // With one connection the inner transaction would wait for the outer one forever.
  if (scope.getStore()?.open) throw new Error('asTenant was called inside asTenant; pass the transaction on instead.');
  const transaction = { open: true };
  try {
    return await scope.run(transaction, run);
  } catch (error) {
    throw fromDatabaseError(error);
  } finally {
    transaction.open = false;
  }
}

/** The statements that make a transaction a tenant's. The id was checked to be a UUID: without parameters all travel in one message. */
export function beginAs(tenantId: string, readOnly: boolean): string {
  return `begin${readOnly ? ' read only' : ''}; set local role ${APPLICATION_ROLE}; set local app.tenant = '${tenantId}'`;
}

interface Entry extends Required<Entrance> {
  readonly tenantId: string;
  readonly placed: boolean;
}

async function runTransaction<Result>(
  pool: Pool,
  { tenantId, placed, leftFrom, readOnly }: Entry,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const begin = beginAs(tenantId, readOnly);
    if (placed) checkPlacement(await client.query(`${begin}; ${askPlacement(tenantId.toLowerCase())}`), leftFrom);
    else await client.query(begin);
    const result = await work(builderFor(client));
    await commit(client);
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection that could not even roll back is closed, not given to the next tenant.
    client.release(broken);
  }
}

/** PostgreSQL answers COMMIT with ROLLBACK, not with an error, when a failed statement's error was swallowed. */
export async function commit(client: PoolClient): Promise<void> {
  const answer: QueryResult = await client.query('commit');
  if (answer.command !== 'COMMIT') throw new Error('A statement failed and its error was swallowed: rolled back.');
}

/** What the functions of this box are given to ask this connection with. */
export function builderFor(client: PoolClient): TenantTransaction {
  const existing = builders.get(client);
  if (existing !== undefined) return existing;
  const connection = {
    query: client.query.bind(client),
    release() {},
  };
  const builder = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: { connect: async () => connection, end: async () => {} } }),
  });
  builders.set(client, builder);
  return builder;
}
