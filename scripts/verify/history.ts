// `npm run verify history [-- --rows N]`: a history of many rows on both backends; every question must be answered by an
// index, and how long each takes is recorded.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTenant, openDatabase } from '../../src/database-service/index.ts';
import { historyQuestions } from '../../src/database-service/testing/history-questions.ts';
import { analyzeTables, loadHistory, tablesReadWhole } from '../../src/database-service/testing/loaded-history.ts';
import { postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { appendRecord } from './record.ts';

const ROWS = 100_000;
const REPEATS = 5;

interface Figure {
  readonly name: string;
  /** tables that were read from beginning to end */
  readonly whole: readonly string[];
  /** the median of a few, warm */
  readonly milliseconds: number;
}

/** Loads that many analyses for a tenant and a tenth of them for another, and asks. */
async function ask(url: string | null, rows: number): Promise<Figure[]> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'assay-history-'));
  const database = await openDatabase({ url, dataDirectory, statementTimeoutMs: 120_000 });
  try {
    const [tenant, other] = [await tenantOf(), await tenantOf()];
    await loadHistory(database, tenant, rows);
    await loadHistory(database, other, rows / 10);
    await analyzeTables(database, tenant);
    const figures: Figure[] = [];
    for (const { name, ask: question } of historyQuestions()) {
      const whole = await tablesReadWhole(database, tenant, question);
      const times: number[] = [];
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const started = performance.now();
        await database.asTenant(tenant, question);
        times.push(performance.now() - started);
      }
      figures.push({ name, whole, milliseconds: times.sort((a, b) => a - b)[REPEATS >> 1] ?? Number.NaN });
    }
    return figures;
  } finally {
    await database.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }

  function tenantOf(): Promise<string> {
    return createTenant(database, { name: 'history' }, () => Buffer.alloc(60, 1));
  }
}

export async function verifyHistory(args: readonly string[]): Promise<void> {
  const rows = Number(args[args.indexOf('--rows') + 1] || ROWS);
  const embedded = await ask(null, rows);
  let onServer: Figure[] = [];
  if (postgresqlMissing === null) {
    const server = await startPostgresql();
    onServer = await ask(await server.createDatabase(), rows).finally(() => server.remove());
  }
  const lines = embedded.map(({ name, milliseconds }, index) => {
    const other = onServer[index]?.milliseconds;
    return `| ${name} | ${milliseconds.toFixed(1)} | ${other === undefined ? 'not run' : other.toFixed(1)} |`;
  });
  const whole = [...embedded, ...onServer].filter((figure) => figure.whole.length > 0);
  appendRecord(
    'history',
    [
      `${rows} analyses, pages of 50, medians of ${REPEATS} in milliseconds; ${whole.length} questions read a table whole.`,
      '',
      '| question | embedded | server |',
      '| --- | --- | --- |',
      ...lines,
    ].join('\n'),
  );
  if (whole.length > 0) {
    throw new Error(
      `tables were read whole: ${whole.map(({ name, whole: tables }) => `${name} (${tables})`).join('; ')}`,
    );
  }
}
