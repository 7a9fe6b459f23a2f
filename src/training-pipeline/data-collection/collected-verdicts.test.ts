import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { saveAnalysis } from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleAnalysis } from '../../database-service/testing/samples.ts';
import { simulatedTeam } from '../testing/simulated-team.ts';
import { taughtTenant } from '../testing/taught-tenant.ts';
import { collectVerdicts } from './collected-verdicts.ts';

/** What a million takes is what this takes: no more than the newest ten thousand of a voter are read. */
const VERY_MANY = 15_000;
const MOST_OF_ONE = 10_000;

forEachBackend((backend) => {
  it('one user’s very many verdicts neither push the others out nor are all read, and order is that of versions', async () => {
    const database = backend.database();
    const team = simulatedTeam({ seed: 3, verdicts: 60 });
    const tenant = await taughtTenant(database, team);
    const last = team.at(-1)?.judgement.version ?? 0;
    const analysis = sampleAnalysis();
    await database.asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
    for (let from = 0; from < VERY_MANY; from += 1000) {
      // The clock ran backwards all the time.
      const insert = sql`insert into judgements (version, feedback_id, analysis_id, issue_id, subject, actor, role, is_service,
          verdict, proposed, features, key_version, judged_at)
        select ${last} + n, gen_random_uuid(), ${analysis.id}, gen_random_uuid(), gen_random_uuid(), 'zoe', 'developer', false,
          'false_positive', false, '{"rule": "weak-hash", "folders": []}'::json, 1, now() - n * interval '1 minute'
        from generate_series(${from + 1}::int, ${from + 1000}::int) as n`;
      await database.asTenant(tenant, (tx) => insert.execute(tx));
    }
    let pages = 0;
    const counting = {
      ...database,
      asTenant: (...args: Parameters<typeof database.asTenant>) => ++pages && database.asTenant(...args),
    };
    const collected = await collectVerdicts(
      counting as typeof database,
      tenant,
      AbortSignal.timeout(600_000),
      () => undefined,
    );
    const of = (voter: string) => collected.filter((verdict) => verdict.voter === voter);
    expect(of('zoe')).toHaveLength(MOST_OF_ONE);
    expect(of('zoe').at(-1)?.version).toBe(last + VERY_MANY);
    expect(collected).toHaveLength(MOST_OF_ONE + 60);
    expect(collected.map(({ version }) => version)).toEqual(
      collected.map(({ version }) => version).toSorted((a, b) => a - b),
    );
    expect(pages).toBeLessThan(20);
  }, 600_000);
});
