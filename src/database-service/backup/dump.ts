// Writes everything in a database, as it is at one moment.
import type { ClientBase } from 'pg';
import {
  DUMP_FORMAT,
  type DumpHeader,
  type DumpSink,
  type DumpSummary,
  TableDigest,
  type TableSummary,
} from './dump-format.ts';
import { listTables, PLAIN_SETTINGS, readRows } from './table-rows.ts';

export async function dumpDatabase(client: ClientBase, sink: DumpSink): Promise<DumpSummary> {
  // One snapshot for all tables: what refers to each other is there together.
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(PLAIN_SETTINGS);
    await sink(JSON.stringify(await headerOf(client)));
    const tables: TableSummary[] = [];
    for (const { key, ...table } of await listTables(client)) {
      await sink(JSON.stringify(table));
      const digest = new TableDigest();
      for await (const lines of readRows(client, { ...table, key })) {
        for (const line of lines) {
          digest.add(line);
          await sink(line);
        }
      }
      tables.push(digest.summary(table.name));
    }
    const summary: DumpSummary = { kind: 'summary', tables };
    await sink(JSON.stringify(summary));
    return summary;
  } finally {
    await client.query('rollback').catch(() => {});
  }
}

async function headerOf(client: ClientBase): Promise<DumpHeader> {
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name');
  return {
    kind: 'header',
    format: DUMP_FORMAT,
    migrations: rows.map(({ name }) => name),
    createdAt: new Date().toISOString(),
  };
}
