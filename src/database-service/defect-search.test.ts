import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { listAnalyses, listDefects } from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { loadHistory } from './testing/loaded-history.ts';
import { sampleTenant } from './testing/samples.ts';

const ROWS = 240;
const COMMON = 25_000;

forEachBackend((backend) => {
  it('finds the same by a word that few defects have and by one that very many have', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    await loadHistory(database, tenant, ROWS);
    const ask = (text: string) =>
      database.asTenant(tenant, async (tx) => ({
        defects: (await listDefects(tx, { text, limit: 100 })).defects.map(({ id }) => id),
        analyses: (await listAnalyses(tx, { text, limit: 100 })).analyses.map(({ id }) => id),
      }));
    const questions = ['query', 'query file-7', 'value query', 'file-7', 'query no-such-word', '?'];
    const before = await Promise.all(questions.map(ask));
    expect(before.map(({ defects }) => defects.length)).toEqual([100, 11, 100, 11, 0, 100]);
    expect(before.map(({ analyses }) => analyses.length)).toEqual([100, 11, 100, 11, 0, 100]);
    // `query` and `value` become common: a batch of which nothing else is left has them too.
    await database.asTenant(tenant, (tx) =>
      sql`insert into defect_words (word, batch_id, defect_ids)
        select word, gen_random_uuid(), array(select gen_random_uuid() from generate_series(1, ${COMMON}))
        from unnest(array['query', 'value']) as word`.execute(tx),
    );
    expect(await Promise.all(questions.map(ask))).toEqual(before);
  });
});
