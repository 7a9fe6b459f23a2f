import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { forEachBackend } from './testing/for-each-backend.ts';
import { historyQuestions } from './testing/history-questions.ts';
import { analyzeTables, loadHistory, tablesReadWhole } from './testing/loaded-history.ts';
import { sampleTenant } from './testing/samples.ts';

/** Enough that reading a table from beginning to end is dearer than its index; `npm run verify history` has more. */
const ROWS = 6000;

forEachBackend((backend) => {
  it('answers every question of history and triage by an index', async () => {
    const database = backend.database();
    const [tenant, other] = [await sampleTenant(database), await sampleTenant(database)];
    await loadHistory(database, tenant, ROWS);
    await loadHistory(database, other, ROWS / 10);
    await analyzeTables(database, tenant);
    const whole: Record<string, string[]> = {};
    for (const { name, ask } of historyQuestions()) {
      const tables = await tablesReadWhole(database, tenant, ask);
      if (tables.length > 0) whole[name] = tables;
    }
    expect(whole).toEqual({});
    const reading = await tablesReadWhole(database, tenant, (tx) =>
      sql`set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off`
        .execute(tx)
        .then(() => sql`select count(*) from analyses`.execute(tx)),
    );
    expect(reading).toEqual(['analyses']);
  });
});
