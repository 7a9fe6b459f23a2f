// Brings a database to the newest shape at start-up, in one transaction: all of it or nothing.
import type { ClientBase } from 'pg';
import { AssayError } from '../../errors.ts';
import { firstTables } from './001-first-tables.ts';
import { dismissalsOfPlaces } from './002-dismissals-of-places.ts';
import { identity } from './003-identity.ts';
import { auditAndWebhooks } from './004-audit-and-webhooks.ts';
import { history } from './005-history.ts';
import { storage } from './006-storage.ts';
import { tokensAndPrivacy } from './007-tokens-and-privacy.ts';
import { ranking } from './008-ranking.ts';
import { pipeline } from './009-pipeline.ts';
import { identityQuotas } from './010-identity.ts';
import { wordBatches } from './012-word-batches.ts';
import { ownRules } from './013-own-rules.ts';
import { scans } from './014-scans.ts';
import { suggestionOutcomes } from './015-suggestion-outcomes.ts';
import { featureStore } from './016-feature-store.ts';
import { messageQueue } from './017-message-queue.ts';
import { wordsByBatch } from './018-words-by-batch.ts';
import { APPLICATION_ROLE } from './tenant-table.ts';

/** In order. A migration that was shipped never changes. */
const MIGRATIONS: readonly { readonly name: string; readonly statements: readonly string[] }[] = [
  { name: '001-first-tables', statements: firstTables },
  { name: '002-dismissals-of-places', statements: dismissalsOfPlaces },
  { name: '003-identity', statements: identity },
  { name: '004-audit-and-webhooks', statements: auditAndWebhooks },
  { name: '005-history', statements: history },
  { name: '006-storage', statements: storage },
  { name: '007-tokens-and-privacy', statements: tokensAndPrivacy },
  { name: '008-ranking', statements: ranking },
  { name: '009-pipeline', statements: pipeline },
  { name: '010-identity', statements: identityQuotas },
  { name: '012-word-batches', statements: wordBatches },
  { name: '013-own-rules', statements: ownRules },
  { name: '014-scans', statements: scans },
  { name: '015-suggestion-outcomes', statements: suggestionOutcomes },
  { name: '016-feature-store', statements: featureStore },
  { name: '017-message-queue', statements: messageQueue },
  { name: '018-words-by-batch', statements: wordsByBatch },
];
/** any number, but the same in every process, so that of several that start at once one migrates and the others wait */
const LOCK_NUMBER = 4_127_301_958;
const OLDEST_SERVER = 150_000;

/** Runs the migrations that this database has not seen; returns their names. */
export async function migrate(client: ClientBase): Promise<string[]> {
  await refuseOldServer(client);
  await client.query('begin');
  try {
    const applied = await applyMigrations(client);
    await client.query('commit');
    return applied;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** In the caller's transaction: the migrations that are missing, or those of them that are `wanted`. */
export async function applyMigrations(
  client: ClientBase,
  wanted: (name: string) => boolean = () => true,
): Promise<string[]> {
  await client.query(`select pg_advisory_xact_lock(${LOCK_NUMBER})`);
  await createApplicationRole(client);
  await client.query(
    'create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())',
  );
  const known = await client.query<{ name: string }>('select name from schema_migrations');
  const applied = new Set(known.rows.map((row) => row.name));
  refuseNewerDatabase(applied);
  const missing = MIGRATIONS.filter(({ name }) => !applied.has(name) && wanted(name));
  for (const { name, statements } of missing) {
    await client.query(statements.join(';\n'));
    await client.query('insert into schema_migrations (name) values ($1)', [name]);
  }
  return missing.map(({ name }) => name);
}

/** Names of all migrations, in order. */
export function knownMigrations(): string[] {
  return MIGRATIONS.map(({ name }) => name);
}

async function refuseOldServer(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_version') as version",
  );
  const [server] = rows;
  if (server !== undefined && Number(server.number) < OLDEST_SERVER) {
    throw new AssayError('invalid_configuration', {
      detail: `PostgreSQL 15 or newer is needed; this server is ${server.version}.`,
    });
  }
}

/** An older Assay on a newer database would write rows that the newer one misreads. */
function refuseNewerDatabase(applied: ReadonlySet<string>): void {
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new AssayError('invalid_configuration', {
    detail: `The database was made by a newer Assay (it has the migration ${unknown.join(', ')}); run that version or a newer one.`,
  });
}

/** Roles belong to the server, not to the database: another database's Assay may have made it, even just now. */
async function createApplicationRole(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; usable: boolean }>(
    `select exists (select from pg_roles where rolname = '${APPLICATION_ROLE}') as exists,
      coalesce((select pg_has_role(oid, case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) from pg_roles where rolname = '${APPLICATION_ROLE}'), false) as usable`,
  );
  const [role] = rows;
  if (role?.exists && role.usable) return;
  try {
    await client.query(`
      do $$ begin create role ${APPLICATION_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$;
      grant ${APPLICATION_ROLE} to current_user`);
  } catch (error) {
    throw new AssayError('invalid_configuration', {
      detail:
        `The database user may not make or use the role ${APPLICATION_ROLE}. As a superuser, run: ` +
        `CREATE ROLE ${APPLICATION_ROLE} NOLOGIN; GRANT ${APPLICATION_ROLE} TO the user of DATABASE_URL.`,
      cause: error,
    });
  }
}
