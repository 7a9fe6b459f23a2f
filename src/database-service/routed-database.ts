// One database out of several: each tenant's transactions go to the one that has its rows; questions about all go to each.
import { AsyncLocalStorage } from 'node:async_hooks';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { findApiKeyBeforeTenant } from './api-keys.ts';
import { listAuditChainHeads } from './audit-log.ts';
import type { Backend } from './backend.ts';
import { dumpDatabase } from './backup/dump.ts';
import type { Database, TenantTransaction } from './database.ts';
import { ElsewhereError, HOME, tenantMoving } from './placement.ts';
import { fromDatabaseError } from './postgres-errors.ts';
import { listQueueMessages, type QueueFigures, readQueueFigures } from './queue-messages.ts';
import type { ReadReplica } from './replica/read-replica.ts';
import { listTenantsWithStalledScans } from './scan-lease.ts';
import { enterTenant, type TransactionScope, tenantTransactions } from './tenant-transactions.ts';
import { listTenantIds } from './tenants.ts';
import { listTenantsWithDueDeliveries } from './webhook-outbox.ts';

export interface NamedBackend {
  readonly name: string;
  readonly backend: Backend;
}

const REMEMBERED_PLACES = 100_000;
/** A tenant that has moved twice since it was last seen is three steps away; more is a circle, which a move makes for a moment. */
const MOST_STEPS = 4;

type Transactions = <Result>(
  tenantId: string,
  work: (tx: TenantTransaction) => Promise<Result>,
  readOnly: boolean,
) => Promise<Result>;

/** `home` is asked first about tenants that nothing is known of; `replica` is of it. */
export function databaseOver(
  home: Backend,
  others: readonly NamedBackend[],
  replica: ReadReplica | null = null,
): Database {
  const all = [{ name: HOME, backend: home }, ...others];
  const pools = all.map(({ backend }) => backend.pool);
  let turn = 0;
  const scope: TransactionScope = new AsyncLocalStorage();
  const transactions = routedTransactions(all, scope);
  let closing: Promise<void> | undefined;
  return {
    backend: home.name,
    asTenant: (tenantId, work) => transactions(tenantId, work, false),
    async asTenantReading(tenantId, work) {
      const attempt = await enterTenant(scope, tenantId, async () => (await replica?.read(tenantId, work)) ?? null);
      return attempt === null ? await transactions(tenantId, work, true) : attempt.result;
    },
    replicaStatus: () => replica?.status() ?? null,
    findApiKey: (hash) => firstFound(pools, (pool) => findApiKeyBeforeTenant(pool, hash)),
    listTenantIds: (after, limit) =>
      merged(
        pools,
        (pool) => listTenantIds(pool, after, limit),
        (id) => id,
        limit,
      ),
    listAuditChains: (after, limit) =>
      merged(
        pools,
        (pool) => listAuditChainHeads(pool, after, limit),
        ({ tenantId }) => tenantId,
        limit,
      ),
    async listTenantsWithDueDeliveries(limit) {
      const found = await fromEach(pools, (pool) => listTenantsWithDueDeliveries(pool, limit));
      return [...new Set(found.flat())];
    },
    async listQueueMessages(filter) {
      const found = await fromEach(pools, (pool) => listQueueMessages(pool, filter));
      // Who has few hands takes from the head: each database is at the head in its turn, so that none starves the others.
      turn = (turn + 1) % pools.length;
      return interleaved([...found.slice(turn), ...found.slice(0, turn)]).slice(0, filter.limit);
    },
    async queueFigures() {
      return summed((await fromEach(pools, readQueueFigures)).flat());
    },
    async listTenantsWithStalledScans(silenceSeconds, limit) {
      const found = await fromEach(pools, (pool) => listTenantsWithStalledScans(pool, silenceSeconds, limit));
      return [...new Set(found.flat())];
    },
    dump: (sink) => home.aside((client) => dumpDatabase(client, sink)),
    async ping() {
      await fromEach(pools, (pool) => pool.query('select 1'));
    },
    load() {
      const sum = (count: (pool: Pool) => number) => pools.reduce((total, pool) => total + count(pool), 0);
      return {
        connections: sum((pool) => pool.totalCount),
        idle: sum((pool) => pool.idleCount),
        waiting: sum((pool) => pool.waitingCount),
      };
    },
    close() {
      closing ??= Promise.all([...all.map(({ backend }) => backend.close()), replica?.close()]).then(() => {});
      return closing;
    },
  };
}

function routedTransactions(all: readonly NamedBackend[], scope: TransactionScope): Transactions {
  const transactions = new Map(
    all.map(({ name, backend }) => [
      name,
      tenantTransactions(backend.pool, { scope, placed: backend.name === 'server' }),
    ]),
  );
  const places = new LRUCache<string, string>({ max: REMEMBERED_PLACES });
  return async (tenantId, work, readOnly) => {
    let leftFrom: string | null = null;
    for (let step = 0; step < MOST_STEPS; step++) {
      const name = places.get(tenantId) ?? HOME;
      const transaction = transactions.get(name);
      if (transaction === undefined) throw new Error(`The database ${name} is not configured (ASSAY_DATABASES).`);
      try {
        return await transaction(tenantId, work, { leftFrom, readOnly });
      } catch (error) {
        if (!(error instanceof ElsewhereError)) throw error;
        leftFrom = error.hasMoved ? name : null;
        places.set(tenantId, error.database);
      }
    }
    places.delete(tenantId);
    throw tenantMoving();
  };
}

async function fromEach<Result>(pools: readonly Pool[], ask: (pool: Pool) => Promise<Result>): Promise<Result[]> {
  try {
    return await Promise.all(pools.map(ask));
  } catch (error) {
    throw fromDatabaseError(error);
  }
}

async function firstFound<Result>(
  pools: readonly Pool[],
  ask: (pool: Pool) => Promise<Result | null>,
): Promise<Result | null> {
  return (await fromEach(pools, ask)).find((found) => found !== null) ?? null;
}

function summed(figures: readonly QueueFigures[]): QueueFigures[] {
  const byQueue = new Map<string, QueueFigures>();
  for (const one of figures) {
    const other = byQueue.get(one.queue);
    byQueue.set(one.queue, {
      queue: one.queue,
      ready: one.ready + (other?.ready ?? 0),
      delayed: one.delayed + (other?.delayed ?? 0),
      running: one.running + (other?.running ?? 0),
      dead: one.dead + (other?.dead ?? 0),
      oldestSeconds: Math.max(one.oldestSeconds, other?.oldestSeconds ?? 0),
    });
  }
  return [...byQueue.values()];
}

/** The first of each list, the second of each, and so on. */
function interleaved<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/** Pages in the order of ids; a tenant that is on its way is in two databases, and told once. */
async function merged<Item>(
  pools: readonly Pool[],
  ask: (pool: Pool) => Promise<Item[]>,
  idOf: (item: Item) => string,
  limit: number,
): Promise<Item[]> {
  const items = new Map((await fromEach(pools, ask)).flat().map((item) => [idOf(item), item]));
  const sorted = [...items].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.slice(0, limit).map(([, item]) => item);
}
