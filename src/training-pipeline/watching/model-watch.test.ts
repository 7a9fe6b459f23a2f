import { expect, it } from 'vitest';
import {
  claimTrainingRun,
  type Database,
  finishTrainingRun,
  type NewIssue,
  saveAnalysis,
  saveBundle,
  saveDeployment,
  saveFeedback,
} from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from '../../database-service/testing/samples.ts';
import { queuedRun } from '../testing/taught-tenant.ts';
import { modelWatch } from './model-watch.ts';
import { DRIFTED } from './stability-index.ts';

const DAY = 86_400_000;
const HOLDER = '00000000-0000-7000-8000-00000000000a';
const later = (days: number) => new Date(Date.now() + days * DAY);

/** So many analyses with a finding of each of these. */
async function analyzed(
  database: Database,
  tenant: string,
  count: number,
  issues: Partial<NewIssue>[],
  language: string,
) {
  const made = Array.from({ length: count }, () => sampleAnalysis({ language, issues: issues.map(sampleIssue) }));
  await database.asTenant(tenant, async (tx) => {
    for (const analysis of made) await saveAnalysis(tx, analysis);
  });
  return made.flatMap(({ id, issues: found }) => found.map((issue) => ({ analysis: id, issue: issue.id })));
}

async function judge(
  database: Database,
  tenant: string,
  found: readonly { analysis: string; issue: string }[],
  useful: (index: number) => boolean,
) {
  await database.asTenant(tenant, async (tx) => {
    for (const [index, { analysis, issue }] of found.entries()) {
      await saveFeedback(tx, {
        analysisId: analysis,
        issueId: issue,
        actor: 'ann',
        verdict: useful(index) ? 'true_positive' : 'false_positive',
        reason: null,
        comment: null,
        location: null,
        cwe: null,
        suggestionId: null,
        suggestionOutcome: null,
        dismissal: { kind: 'none' },
      });
    }
  });
}

forEachBackend((backend) => {
  it('without a model of one’s own compares with the weeks before, and says nothing of little', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const found = await analyzed(database, tenant, 110, [{ ruleId: 'weak-hash', confidence: 0.45 }], 'python');
    await judge(database, tenant, found.slice(0, 20), (index) => index % 4 !== 0);
    const now = await modelWatch(database, tenant, later(0));
    expect(now).toMatchObject({
      reference: 'weeks_before',
      drift: { languages: { index: null, reference: 0, seen: 110 }, verdicts: { index: null, seen: 20 } },
      first_five: { verdicts: 20, useful: 15, precision: 0.75 },
      rules: [{ rule_id: 'weak-hash', verdicts: 20, not_useful: 5, not_useful_share: 0.25 }],
    });
    // Ten days later what was found is what is compared with, and nothing came since.
    expect((await modelWatch(database, tenant, later(10))).drift.rules).toMatchObject({ reference: 110, seen: 0 });
  });

  it('compares with what the champion was trained and evaluated on', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const runId = await queuedRun(database, tenant);
    const digest = `sha256:${'a'.repeat(64)}`;
    const record = {
      snapshot: { languages: { python: 900, go: 100 }, rules: { 'weak-hash': 1000 }, severities: { high: 1000 } },
      metrics: { challenger: { verdicts: 200, useful: 160 } },
      curves: { calibration: { challenger: [{ from: 0.4, to: 0.5, verdicts: 200 }] } },
    };
    await database.asTenant(tenant, async (tx) => {
      await claimTrainingRun(tx, runId, { holder: HOLDER, presumedDead: null });
      await finishTrainingRun(tx, runId, { holder: HOLDER, state: 'registered', record, reason: null });
      const bundle = { digest, version: '1.0.1', components: [], ranker: Buffer.of(1), runId };
      await saveBundle(tx, { ...bundle, trainedOn: {}, evaluation: {} });
      await tx.insertInto('model_deployments').values({ champion: null, previous: null }).execute();
      await saveDeployment(tx, { champion: digest, previous: null });
    });
    const same = { ruleId: 'weak-hash', severity: 'high', confidence: 0.45 } as const;
    const found = await analyzed(database, tenant, 150, [same], 'go');
    await judge(database, tenant, found, (index) => index % 5 !== 0);
    const { reference, drift } = await modelWatch(database, tenant, later(0));
    expect(reference).toBe('training');
    expect(drift.languages.index).toBeGreaterThan(DRIFTED);
    for (const steady of [drift.rules, drift.severities, drift.scores, drift.verdicts]) {
      expect(steady.index).toBeLessThan(0.05);
    }
    expect(drift.scores).toMatchObject({ reference: 200, seen: 150 });
    await judge(
      database,
      tenant,
      await analyzed(database, tenant, 300, [{ ...same, confidence: 0.95 }], 'go'),
      () => false,
    );
    const after = (await modelWatch(database, tenant, later(0))).drift;
    expect(after.scores.index).toBeGreaterThan(DRIFTED);
    expect(after.verdicts.index).toBeGreaterThan(DRIFTED);
  });
});
