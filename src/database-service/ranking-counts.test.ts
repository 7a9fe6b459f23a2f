import { sql } from 'kysely';
import { expect, it } from 'vitest';
import {
  endJudgementsOf,
  NO_COUNTS,
  readRankingCounts,
  saveAnalysis,
  saveJudgement,
  type TenantTransaction,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleAnalysis, sampleTenant } from './testing/samples.ts';

const ENTITY = { rule: 'weak-hash', folder: 'api', repository: 'shop' };
const features = (changes: object = {}) => ({
  rule: 'weak-hash',
  folders: ['src', 'api'],
  repository: 'shop',
  ...changes,
});

forEachBackend((backend) => {
  it('counts what is in force now, by rule, place and repository, and what was known at each verdict', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const judge = async (
      tx: TenantTransaction,
      version: number,
      actor: string,
      isTrue: boolean,
      changes = {},
      subject = version,
    ) => {
      const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
      const place = { feedbackId: id(version), analysisId: analysis.id, issueId: id(version), subject: id(subject) };
      const who = { actor, role: 'developer', isService: false, isProposed: false, keyVersion: 1 };
      const verdict = isTrue ? 'true_positive' : 'false_positive';
      await saveJudgement(tx, { version, ...place, ...who, verdict, features: features(changes) });
    };
    const analysis = sampleAnalysis();
    await database.asTenant(tenant, async (tx) => {
      await saveAnalysis(tx, analysis);
      await judge(tx, 1, 'ann', true);
      await judge(tx, 2, 'ann', false, { folders: ['src', 'web'] });
      await judge(tx, 3, 'ben', true, { repository: 'mill' });
      // Ann thinks better of the first.
      await judge(tx, 4, 'ann', false, {}, 1);
      await judge(tx, 5, 'ann', true, { rule: 'sql-injection' });
      await sql`insert into knowledge (version) values (5)`.execute(tx);
    });
    const counts = () =>
      database.asTenant(tenant, (tx) => readRankingCounts(tx, [{ ...ENTITY, rule: 'other' }, ENTITY]));
    expect(await counts()).toEqual([
      NO_COUNTS,
      {
        ...{ rule_votes: 3, rule_true: 1, rule_voters: 2 },
        ...{ place_votes: 2, place_true: 1, repository_votes: 2, repository_true: 0 },
      },
    ]);
    const { rows } = await database.asTenant(tenant, (tx) =>
      sql`select version, rule_votes, rule_true from feature_rules where rule = 'weak-hash' order by version`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([
      { version: '1', rule_votes: '1', rule_true: '1' },
      { version: '2', rule_votes: '2', rule_true: '1' },
      { version: '3', rule_votes: '3', rule_true: '2' },
      { version: '4', rule_votes: '3', rule_true: '1' },
    ]);
    await database.asTenant(tenant, (tx) => endJudgementsOf(tx, 'ann'));
    expect((await counts())[1]).toMatchObject({ rule_votes: 1, rule_true: 1, rule_voters: 1, repository_votes: 0 });
    const other = await sampleTenant(database);
    expect(await database.asTenant(other, (tx) => readRankingCounts(tx, [ENTITY]))).toEqual([NO_COUNTS]);
  });
});
