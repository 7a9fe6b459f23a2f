import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import {
  createTenant,
  deleteAnalysis,
  endJudgementsOf,
  forgottenSince,
  listJudgementChanges,
  listJudgements,
  listJudgementsAt,
  raiseKnowledgeVersion,
  saveAnalysis,
  saveJudgement,
  type TenantTransaction,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleAnalysis } from './testing/samples.ts';

interface Given {
  readonly actor?: string;
  readonly subject?: string;
  readonly verdict?: 'true_positive' | 'false_positive';
  readonly rule?: string;
}

forEachBackend((backend) => {
  const asNewTenant = async <Result>(work: (tx: TenantTransaction, analysisId: string) => Promise<Result>) => {
    const tenantId = await createTenant(backend.database(), { name: 'judges' }, () => randomBytes(60));
    return await backend.database().asTenant(tenantId, async (tx) => {
      const analysis = sampleAnalysis();
      await saveAnalysis(tx, analysis);
      return await work(tx, analysis.id);
    });
  };
  const judge = async (tx: TenantTransaction, analysisId: string, given: Given = {}) => {
    const version = await raiseKnowledgeVersion(tx);
    await saveJudgement(tx, {
      version,
      feedbackId: randomUUID(),
      analysisId,
      issueId: randomUUID(),
      subject: given.subject ?? randomUUID(),
      actor: given.actor ?? 'ann',
      role: 'developer',
      isService: false,
      verdict: given.verdict ?? 'false_positive',
      isProposed: false,
      features: { rule: given.rule ?? 'weak-hash', folders: ['f1'], repository: null },
      keyVersion: 1,
    });
    return version;
  };
  const versions = (records: readonly { readonly version: number }[]) => records.map(({ version }) => version);

  it('reads what was in force at any version, replaced verdicts included', async () => {
    await asNewTenant(async (tx, analysisId) => {
      const subject = randomUUID();
      await judge(tx, analysisId, { subject });
      await judge(tx, analysisId, { actor: 'ben' });
      await judge(tx, analysisId, { subject, verdict: 'true_positive' });
      expect(versions(await listJudgements(tx))).toEqual([2, 3]);
      expect(await endJudgementsOf(tx, 'ben')).toBe(4);
      expect(versions(await listJudgements(tx))).toEqual([3]);
      const past = [];
      for (const version of [0, 1, 2, 3, 4]) past.push(versions(await listJudgementsAt(tx, version)));
      expect(past).toEqual([[], [1], [1, 2], [2, 3], [3]]);
      const changed = await listJudgementChanges(tx, 2);
      expect(changed.map(({ version, validUntil }) => [version, validUntil])).toEqual([
        [1, 3],
        [2, 4],
        [3, null],
      ]);
      expect(await endJudgementsOf(tx, 'nobody')).toBeNull();
    });
  });

  it('counts in the views only what was known before each verdict', async () => {
    await asNewTenant(async (tx, analysisId) => {
      const subject = randomUUID();
      await judge(tx, analysisId, { subject, verdict: 'true_positive' });
      await judge(tx, analysisId);
      await judge(tx, analysisId, { subject });
      await judge(tx, analysisId, { rule: 'other' });
      await judge(tx, analysisId, { actor: 'ben' });
      const { rows } = await sql<Record<string, unknown>>`
        select version::int, rule_votes::int, rule_true::int, place_votes::int, rule_voters::int from ranking_counts
        order by version`.execute(tx);
      expect(rows.map((row) => Object.values(row))).toEqual([
        [1, 0, 0, 0, 0],
        [2, 1, 1, 1, 1],
        [3, 2, 1, 2, 1],
        [4, 0, 0, 0, 0],
        [5, 2, 0, 2, 1],
      ]);
    });
  });

  it('says since when verdicts are missing that went with their analysis', async () => {
    await asNewTenant(async (tx, analysisId) => {
      await judge(tx, analysisId);
      expect(await forgottenSince(tx)).toBe(0);
      await deleteAnalysis(tx, analysisId);
      expect(await forgottenSince(tx)).toBe(2);
      expect(await listJudgements(tx)).toEqual([]);
    });
  });

  it('takes no more than some thousands of one voter, and all of the others', async () => {
    await asNewTenant(async (tx, analysisId) => {
      await judge(tx, analysisId, { actor: 'ben' });
      await sql`insert into judgements (version, feedback_id, analysis_id, issue_id, subject, actor, role, is_service,
          verdict, proposed, features, key_version)
        select 10 + number, gen_random_uuid(), ${analysisId}, gen_random_uuid(), gen_random_uuid(), 'eve', 'developer', false,
          'false_positive', false, '{"rule":"weak-hash","folders":[]}', 1
        from generate_series(1, 6000) as number`.execute(tx);
      const records = await listJudgements(tx);
      expect(records.filter(({ actor }) => actor === 'ben')).toHaveLength(1);
      expect(records.filter(({ actor }) => actor === 'eve')).toHaveLength(2000);
      expect(records.at(-1)?.version).toBe(6010);
    });
  });
});
