// Everything that a server leaves behind, as bytes to search: rows, files, logs, metrics, the shared cache, training rows.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Database } from '../../../src/database-service/index.ts';

export interface Place {
  /** what decides whether something may be here */
  readonly kind: 'database' | 'files' | 'backups' | 'logs' | 'metrics' | 'cache' | 'training';
  /** which one, e.g. the table */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every row of every table that the tenant has, as text: compressed pages of files would hide what a search looks for. */
export async function rowsOf(database: Database, tenantId: string): Promise<Place[]> {
  return await database.asTenant(tenantId, async (tx) => {
    const tables = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and has_table_privilege(c.oid, 'select') order by 1`.execute(tx);
    const places: Place[] = [];
    for (const { name } of tables.rows) {
      const rows = await sql<{ text: string }>`select to_jsonb(t)::text as text from ${sql.table(name)} t`.execute(tx);
      places.push({ kind: 'database', name, bytes: Buffer.from(rows.rows.map(({ text }) => text).join('\n')) });
    }
    return places;
  });
}

/** Every file under a data directory, backups among them; of an embedded database after it was closed. */
export function filesOf(directory: string): Place[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).isFile())
    .map((file) => {
      const name = file.slice(directory.length + 1);
      return { kind: name.startsWith('backups') ? 'backups' : 'files', name, bytes: readFileSync(file) };
    });
}

/** Every key of a Redis with its value. */
export async function cacheOf(url: string): Promise<Place[]> {
  const redis = new Redis(url);
  try {
    const places: Place[] = [];
    for (const key of await redis.keys('*')) {
      const isText = (await redis.type(key)) === 'string';
      const value = isText ? await redis.getBuffer(key) : Buffer.from(JSON.stringify(await redis.hgetall(key)));
      places.push({
        kind: 'cache',
        name: key.slice(0, 12),
        bytes: Buffer.concat([Buffer.from(key), value ?? Buffer.of()]),
      });
    }
    return places;
  } finally {
    redis.disconnect();
  }
}

/** As text, and as PostgreSQL writes bytes: in hexadecimal. */
export function isIn(place: Place, text: string): boolean {
  return place.bytes.includes(text) || place.bytes.includes(Buffer.from(text).toString('hex'));
}
