// The migration to Citus: tables that are spread over servers by tenant, all of one tenant together.
import type { ClientBase } from 'pg';
import { AssayError } from '../errors.ts';
import { openBackend } from './backend.ts';
import { listTables, quote } from './backup/table-rows.ts';
import type { DatabaseOptions } from './database.ts';

/**
 * The statements that spread the tables of this database, in order. Every table follows its tenant to one server, so that
 * foreign keys hold and a transaction of a tenant stays on one.
 */
export async function distributionStatements(options: DatabaseOptions): Promise<string[]> {
  return await asOwner(options, statementsFor);
}

/** Runs them, in one transaction. Throws AssayError `invalid_configuration` where Citus is not installed. */
export async function distributeTables(options: DatabaseOptions): Promise<string[]> {
  return await asOwner(options, async (client) => {
    const { rows } = await client.query(`select 1 from pg_extension where extname = 'citus'`);
    if (rows.length === 0) {
      throw new AssayError('invalid_configuration', {
        detail: 'The extension citus is not in this database. As a superuser, run: CREATE EXTENSION citus.',
      });
    }
    const statements = await statementsFor(client);
    await client.query('begin');
    try {
      for (const statement of statements) await client.query(statement);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    return statements;
  });
}

async function statementsFor(client: ClientBase): Promise<string[]> {
  const tables = await listTables(client);
  const spread = tables.map(({ name }) => {
    // Shards that lie together are named by the first table.
    const together = name === 'tenants' ? '' : `, colocate_with => 'tenants'`;
    return `select create_distributed_table('${quote(name)}', 'tenant_id'${together})`;
  });
  return [
    // The triggers of the audit chain look at nothing but their own row.
    'set local citus.enable_unsafe_triggers = on',
    ...spread,
    // Role and tenant of a transaction have to reach the servers that hold the rows.
    `do $$ begin execute format('alter database %I set citus.propagate_set_commands = ''local''', current_database()); end $$`,
  ];
}

async function asOwner<Result>(
  options: DatabaseOptions,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  if (options.url === null) {
    throw new AssayError('invalid_configuration', {
      detail: 'The embedded database cannot be distributed: set DATABASE_URL to a PostgreSQL server with Citus.',
    });
  }
  const backend = await openBackend(options);
  try {
    return await backend.asOwner(work);
  } finally {
    await backend.close();
  }
}
