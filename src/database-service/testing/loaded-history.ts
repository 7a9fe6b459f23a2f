// A history of many rows, and how a statement gets at them: by index, or by reading a whole table.
import { sql } from 'kysely';
import type { Database, TenantTransaction } from '../index.ts';

const ROWS_A_STATEMENT = 5000;
/** One analysis a minute. */
export const LOADED_SINCE = new Date('2024-01-01T00:00:00Z');
const MINUTE_MS = 60_000;

const id = (kind: string, row: string) =>
  `(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7000-8${kind}00-' || lpad(to_hex(${row}), 12, '0'))::uuid`;

/**
 * Stores that many analyses with an issue each, every second one the second sight of a defect, in 20 repositories, 200
 * rules and five languages; a timing each, and hours of timings that were rolled up. Those before `first` are there already.
 */
export async function loadHistory(database: Database, tenantId: string, analyses: number, first = 0): Promise<void> {
  for (let from = first; from < analyses; from += ROWS_A_STATEMENT) {
    const to = Math.min(analyses, from + ROWS_A_STATEMENT);
    await database.asTenant(tenantId, (tx) => loadRows(tx, from, to));
  }
}

async function loadRows(tx: TenantTransaction, from: number, to: number): Promise<void> {
  const rows = `
    select i, d, h, to_timestamp((${LOADED_SINCE.getTime()} + i * ${MINUTE_MS}::bigint) / 1000.0) as at,
      'repository-' || i % 20 as repository, 'project-' || i % 7 as project,
      'src/part-' || d % 50 || '/file-' || d || '.py' as path, 'rule-' || d % 200 as rule,
      (array['go', 'java', 'javascript', 'python', 'typescript'])[1 + i % 5] as language,
      (array['critical', 'high', 'medium', 'low', 'info', 'medium', 'low', 'low'])[1 + d % 8] as severity,
      'CWE-' || d % 200 as cwe, md5('defect ' || d) as fingerprint
    from (select i, i / 2 as d, lpad(to_hex(${LOADED_SINCE.getTime()} + i * ${MINUTE_MS}::bigint), 12, '0') as h
          from generate_series(${from}, ${to - 1}) as i) as numbers`;
  const statements = [
    `insert into analyses (analysis_id, created_at, repository, path, project, language, result, critical_count, high_count,
       medium_count, low_count, info_count, model_version, model_digest, knowledge, duration_ms, request_id)
     select ${id('a', 'i')}, at, repository, path, project, language, '{"answer":{"issues":[]},"ref":null}',
       (severity = 'critical')::int, (severity = 'high')::int, (severity = 'medium')::int, (severity = 'low')::int,
       (severity = 'info')::int, 'v' || i / 20000, 'sha256:0', 0, 5, 'r' from (${rows}) as r`,
    `insert into defects (defect_id, scope, identity, repository, project, fingerprint, within, path, language, rule_id,
       severity, category, confidence, cwe, message, state, occurrences, last_analysis_id, last_issue_id, last_seen_at,
       word_batch_id, fixed_at)
     select ${id('d', 'd')}, 'repository:' || repository, fingerprint, repository, project, fingerprint, 'f', path, language,
       rule, severity, 'security', 0.9, array[cwe], 'Value ' || d || ' reaches a query.',
       (array['open', 'open', 'fixed', 'dismissed', 'proposed'])[1 + d % 5], 2, ${id('a', 'i')}, ${id('b', 'i')}, at,
       ${id('d', 'd')}, case when d % 5 = 2 then at end from (${rows}) as r where i % 2 = 0`,
    `insert into issues (analysis_id, issue_id, defect_id, fingerprint, rule_id, severity, category, confidence, cwe, path,
       start_line, end_line)
     select ${id('a', 'i')}, ${id('b', 'i')}, case when i % 2 = 0 then ${id('d', 'd')} end, fingerprint, rule, severity,
       'security', 0.9, array[cwe], path, 1, 2 from (${rows}) as r`,
    `insert into defect_words (word, batch_id, defect_ids)
     select word, ${id('d', 'd')}, array[${id('d', 'd')}]::uuid[] from (${rows}) as r, unnest(array['value', 'query', 'file-' || d, d::text]) as word
     where i % 2 = 0 on conflict do nothing`,
    `insert into code_objects (address, ciphertext)
     select decode(md5('code ' || i) || md5('more ' || i), 'hex'), decode(repeat('01', 200), 'hex') from (${rows}) as r`,
    `update analyses set code_address = decode(md5('code ' || i) || md5('more ' || i), 'hex')
     from (${rows}) as r where analysis_id = ${id('a', 'i')} and i % 4 > 0`,
    `insert into feedback (feedback_id, analysis_id, issue_id, actor, verdict, proposed)
     select ${id('f', 'i')}, ${id('a', 'i')}, ${id('b', 'i')}, 'somebody', 'false_positive', false
     from (${rows}) as r where i % 4 = 0`,
    `insert into analysis_timings (timing_id, language, model_version, cached, failed, code_bytes, queue_ms, model_ms, store_ms, total_ms)
     select ${id('e', 'i')}, language, 'v' || i / 20000, i % 3 = 0, false, 100, 1, 5, 1, 7 from (${rows}) as r`,
    `insert into timing_rollups (period, starts_at, language, model_version, cached, bucket, analyses, failures, code_bytes, queue_ms,
       model_ms, store_ms, total_ms)
     select 'hour', date_trunc('hour', at, 'UTC'), language, 'v' || i / 20000, false, i % 60, 1, 0, 100, 1, 5, 1, 7 from (${rows}) as r
     on conflict do nothing`,
    `insert into rule_weaknesses (cwe, rule_id) select distinct cwe, rule from (${rows}) as r on conflict do nothing`,
  ];
  for (const statement of statements) await sql`${sql.raw(statement)}`.execute(tx);
}

/** What autovacuum does on a server in time: the planner knows how many rows there are. */
export async function analyzeTables(database: Database, tenantId: string): Promise<void> {
  await database.asTenant(tenantId, async (tx) => {
    await sql`reset role`.execute(tx);
    await sql`analyze`.execute(tx);
  });
}

/** One row a rule and weakness, one a tenant: reading all of them costs less than an index. */
const SMALL_TABLES: readonly string[] = ['rule_weaknesses', 'tenants'];

/** Tables that this work reads from beginning to end, small ones left out. */
export async function tablesReadWhole(
  database: Database,
  tenantId: string,
  work: (tx: TenantTransaction) => Promise<unknown>,
): Promise<string[]> {
  return await database.asTenant(tenantId, async (tx) => {
    const before = await wholeReads(tx);
    await work(tx);
    const after = await wholeReads(tx);
    return [...after]
      .filter(([table, count]) => !SMALL_TABLES.includes(table) && count > (before.get(table) ?? 0))
      .map(([table]) => table);
  });
}

async function wholeReads(tx: TenantTransaction): Promise<Map<string, number>> {
  // Partitions by the table that they are parts of; an empty one, or an empty table, is read whole in no time.
  const { rows } = await sql<{ table: string; count: string }>`
    select coalesce(pg_partition_root(relid), relid)::regclass::text as table, sum(seq_scan) as count
    from pg_stat_xact_user_tables join pg_class on oid = relid
    where reltuples > 0 group by 1`.execute(tx);
  return new Map(rows.map(({ table, count }) => [table, Number(count)]));
}
