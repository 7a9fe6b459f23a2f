// Moves a tenant to another database while it is in use. May be killed anywhere and run again; until the switch it can be
// taken back, and afterwards the tenant can be moved back.
import type { ClientBase } from 'pg';
import { AssayError } from '../../errors.ts';
import { openBackend } from '../backend.ts';
import type { TableSummary } from '../backup/dump-format.ts';
import type { DatabaseOptions } from '../database.ts';
import { otherDatabases } from '../open-database.ts';
import { HOME } from '../placement.ts';
import { isUuid } from '../storable.ts';
import { copyDifferences, deleteRows, type Ends } from './difference.ts';
import { deletePlacement, freeze, hasTenant, readPlacement, switchOver, writePlacement } from './placements.ts';

export interface MoveReport {
  readonly from: string;
  readonly to: string;
  /** of the tenant's rows, as they were compared on both sides before the switch; empty when only the rest of a move was done */
  readonly tables: readonly TableSummary[];
  /** milliseconds during which nobody could write */
  readonly stoppedMs: number;
}

export interface MoveOptions {
  /** told what is being done, for people */
  readonly progress?: (sentence: string) => void;
}

/** The copy catches up while everybody writes, until a round has so few changes left. */
const FEW_CHANGES = 200;
const MOST_ROUNDS = 8;
/** Longer than the last round takes; after it everybody writes again, and the mover has to catch up anew. */
const FREEZE_SECONDS = 30;
const MOST_FREEZES = 5;

/** Throws AssayError `not_found` for an unknown tenant, `invalid_configuration` for a database that is not configured. */
export async function moveTenant(
  options: DatabaseOptions,
  tenantId: string,
  to: string,
  { progress = () => {} }: MoveOptions = {},
): Promise<MoveReport> {
  return await withDatabases(options, async (databases) => {
    await beTheOnlyMover(databases, tenantId);
    const target = databases.get(to);
    if (target === undefined) throw unknownDatabase(to, databases);
    const from = await whereIs(databases, tenantId);
    const source = databases.get(from);
    if (source === undefined) throw unknownDatabase(from, databases);
    if (from === to) {
      await finish(databases, tenantId, to, progress);
      return { from, to, tables: [], stoppedMs: 0 };
    }
    await sameTables(source, target);
    // The target first: a tenant that is said to be moving has a place that knows of it.
    await writePlacement(target, tenantId, { state: 'arriving', database: from });
    await writePlacement(source, tenantId, { state: 'moving', database: to });
    const moved = await copyAndSwitch({ source, target, tenantId }, to, progress);
    await finish(databases, tenantId, to, progress);
    return { from, to, ...moved };
  });
}

/** Takes a move back that has not switched yet: the tenant stays where it is, and the copy goes. False when there is none. */
export async function cancelMove(options: DatabaseOptions, tenantId: string): Promise<boolean> {
  return await withDatabases(options, async (databases) => {
    await beTheOnlyMover(databases, tenantId);
    const from = await whereIs(databases, tenantId);
    const source = databases.get(from);
    const placement = source === undefined ? null : await readPlacement(source, tenantId);
    if (source === undefined || (placement?.state !== 'moving' && placement?.state !== 'frozen')) return false;
    await deletePlacement(source, tenantId);
    const target = databases.get(placement.database);
    if (target !== undefined) await clear(target, tenantId, from);
    return true;
  });
}

async function copyAndSwitch(
  ends: Ends,
  to: string,
  progress: (sentence: string) => void,
): Promise<Pick<MoveReport, 'tables' | 'stoppedMs'>> {
  for (let round = 1, changes = Number.POSITIVE_INFINITY; round <= MOST_ROUNDS && changes > FEW_CHANGES; round++) {
    changes = (await copyDifferences(ends)).changes;
    progress(`round ${round}: ${changes} rows copied`);
  }
  for (let attempt = 1; attempt <= MOST_FREEZES; attempt++) {
    const started = performance.now();
    await freeze(ends.source, ends.tenantId, to, FREEZE_SECONDS);
    await copyDifferences(ends);
    // Once more, and nothing may differ: counts and hashes of both sides are those of this report.
    const { changes, tables } = await copyDifferences(ends);
    if (changes > 0) throw new Error(`${changes} rows of the copy differ from what was copied; nothing was switched.`);
    if (await switchOver(ends.source, ends.tenantId, to)) {
      const stoppedMs = performance.now() - started;
      progress(`switched; nobody could write for ${Math.round(stoppedMs)} ms`);
      return { tables, stoppedMs };
    }
    progress('the stop was too short; catching up again');
  }
  await writePlacement(ends.source, ends.tenantId, { state: 'moving', database: to });
  throw new AssayError('storage_unavailable', {
    detail:
      'The copy did not become equal fast enough, so the tenant stays where it is. Run the command again at a quieter time.',
  });
}

/** After the switch: the target serves, home knows the way, the rows elsewhere go. Harmless when it was done before. */
async function finish(
  databases: ReadonlyMap<string, ClientBase>,
  tenantId: string,
  at: string,
  progress: (sentence: string) => void,
): Promise<void> {
  const target = databases.get(at);
  if (target === undefined) return;
  // 'arriving' after a move; 'moving' when the move away from here is not to be.
  if ((await readPlacement(target, tenantId)) !== null) await deletePlacement(target, tenantId);
  for (const [name, client] of databases) {
    if (name === at) continue;
    const placement = await readPlacement(client, tenantId);
    if (name !== HOME && placement === null) continue;
    await clear(client, tenantId, at);
    progress(`the rows in ${name} are deleted`);
  }
}

/** The pointer first: whoever comes while the rows go is sent on. */
async function clear(client: ClientBase, tenantId: string, at: string): Promise<void> {
  await writePlacement(client, tenantId, { state: 'moved', database: at });
  await deleteRows(client, tenantId);
}

/** The one database that has the tenant and says nothing else of it; a pointer that is followed from home. */
async function whereIs(databases: ReadonlyMap<string, ClientBase>, tenantId: string): Promise<string> {
  let name = HOME;
  for (let step = 0; step <= databases.size; step++) {
    const client = databases.get(name);
    if (client === undefined) throw unknownDatabase(name, databases);
    const placement = await readPlacement(client, tenantId);
    if (placement?.state === 'moved') {
      name = placement.database;
      continue;
    }
    // Where it arrives it is only once the database that it comes from says so.
    if (placement?.state === 'arriving' && !(await hasMovedTo(databases, tenantId, placement.database, name))) {
      name = placement.database;
      continue;
    }
    if (await hasTenant(client, tenantId)) return name;
    break;
  }
  throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
}

async function hasMovedTo(
  databases: ReadonlyMap<string, ClientBase>,
  tenantId: string,
  from: string,
  to: string,
): Promise<boolean> {
  const source = databases.get(from);
  const placement = source === undefined ? null : await readPlacement(source, tenantId);
  return placement?.state === 'moved' && placement.database === to;
}

/** Until the connection ends, which it does when its process is killed. */
async function beTheOnlyMover(databases: ReadonlyMap<string, ClientBase>, tenantId: string): Promise<void> {
  const home = databases.get(HOME);
  const text = 'select pg_try_advisory_lock(hashtextextended($1, 4127301962)) as locked';
  const answer = await home?.query<{ locked: boolean }>(text, [tenantId]);
  if (answer?.rows[0]?.locked === true) return;
  throw new AssayError('storage_unavailable', { detail: 'Another move of this tenant is under way.' });
}

async function sameTables(source: ClientBase, target: ClientBase): Promise<void> {
  const text = 'select string_agg(name, chr(10) order by name) as names from schema_migrations';
  const [left, right] = [await source.query<{ names: string }>(text), await target.query<{ names: string }>(text)];
  if (left.rows[0]?.names === right.rows[0]?.names) return;
  throw new AssayError('invalid_configuration', {
    detail: 'The two databases were made by different versions of Assay: start the newest one with both first.',
  });
}

async function withDatabases<Result>(
  options: DatabaseOptions,
  work: (databases: ReadonlyMap<string, ClientBase>) => Promise<Result>,
): Promise<Result> {
  if (options.url === null) {
    throw new AssayError('invalid_configuration', {
      detail: 'Tenants move between PostgreSQL servers: set DATABASE_URL and ASSAY_DATABASES.',
    });
  }
  const named = [HOME, ...(options.others ?? []).map(({ name }) => name)];
  const all = [options, ...otherDatabases(options)];
  const open = async (index: number, opened: ReadonlyMap<string, ClientBase>): Promise<Result> => {
    const each = all[index];
    if (each === undefined) return await work(opened);
    const backend = await openBackend(each);
    try {
      return await backend.asOwner((client) => open(index + 1, new Map([...opened, [named[index] ?? '', client]])));
    } finally {
      await backend.close();
    }
  };
  return await open(0, new Map());
}

function unknownDatabase(name: string, databases: ReadonlyMap<string, ClientBase>): AssayError {
  return new AssayError('invalid_configuration', {
    detail: `There is no database ${name}; ASSAY_DATABASES and DATABASE_URL name ${[...databases.keys()].join(', ')}.`,
  });
}

/** Throws AssayError `not_found` for what is no id. */
export function checkedTenantId(tenantId: string): string {
  if (isUuid(tenantId)) return tenantId.toLowerCase();
  throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
}
