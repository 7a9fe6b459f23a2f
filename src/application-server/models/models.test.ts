import { sql } from 'kysely';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { ModelList, ModelStatus, Replay } from '../../contract/index.ts';
import { advanceRollout, findRunningRollout } from '../../database-service/index.ts';
import { builtInBundle, type RankerParameters, writeParameters } from '../../model-service/index.ts';
import { storeBundle } from '../../training-pipeline/deployment/stored-model.ts';

const CODE = (name: string) => `import sqlite3
from flask import request

def ${name}(db):
    name = request.args.get("name")
    return sqlite3.connect("db").execute("SELECT " + name).fetchall()
`;
const SLOWEST_MS = 600_000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, SLOWEST_MS);
afterAll(() => server?.close());

/** A bundle that ranks a little otherwise than the built-in one; returns its digest. */
async function stored(tenantId: string, change: Partial<RankerParameters> = { engineTrust: 50 }): Promise<string> {
  const ranker = Buffer.from(writeParameters({ ...builtInBundle().ranker, version: '2.0.0', ...change }));
  const about = { runId: null, trainedOn: { verdicts: 60 }, evaluation: { log_loss: 0.5 } };
  return await server.database.asTenant(tenantId, (tx) => storeBundle(tx, ranker, about));
}

const reason = { reason: 'a test' };
/** Each file with a function of its own: a dismissal of one is none of the others. */
const analyze = async (key: string, path: string) => {
  const code = CODE(`load_${path.replaceAll(/\W/g, '_')}`);
  return (await server.post('/api/v1/analyze', { code, context: { path, repository: 'shop' } }, { key })).body;
};
const judge = (key: string, analysis: { analysis_id: string; issues: { id: string }[] }, verdict: string) =>
  server.post(
    '/api/v1/feedback',
    { analysis_id: analysis.analysis_id, feedback: { issue_id: analysis.issues[0]?.id, verdict } },
    { key },
  );
const change = (key: string, path: string) => server.post(`/api/v1/models/${path}`, reason, { key });

describe('models', { timeout: SLOWEST_MS }, () => {
  it('200: the built-in model, then what is stored; promoted and rolled back with reasons, in every answer', async () => {
    const { id, key } = await server.createTenant();
    const digest = await stored(id);
    const before = await server.get('/api/v1/models', { key });
    expect(Compile(ModelList).Check(before.body)).toBe(true);
    expect(before.body.items.map(({ state }: { state: string }) => state)).toEqual(['champion', 'available']);
    expect((await analyze(key, 'a.py')).model.digest).toBe(builtInBundle().digest);
    expect((await change(key, `${digest}/promotion`)).status).toBe(200);
    expect((await analyze(key, 'a.py')).model).toMatchObject({ digest, variant: 'champion' });
    const status = await server.get('/api/v1/model/status', { key });
    expect(Compile(ModelStatus).Check(status.body)).toBe(true);
    expect(status.body).toMatchObject({
      champion: { digest, trained_on: { verdicts: 60 } },
      last_change: { kind: 'promotion', reason: 'a test' },
    });
    const back = await change(key, 'rollback');
    expect(back.body.changes[0]).toMatchObject({ kind: 'rollback', digest, reason: 'a test' });
    const again = await analyze(key, 'a.py');
    expect(again.model.digest).toBe(builtInBundle().digest);
    const audit = await server.get('/api/v1/audit-log?action=model.*', { key });
    expect(audit.body.items.map(({ action }: { action: string }) => action).toSorted()).toEqual([
      'model.promoted',
      'model.rolled-back',
    ]);
  });

  it('404, 409, 400: what does not exist, is the champion already, or cannot be rolled back', async () => {
    const { id, key } = await server.createTenant();
    const digest = await stored(id);
    expect((await change(key, `sha256:${'0'.repeat(64)}/promotion`)).status).toBe(404);
    expect((await change(key, 'built-in/promotion')).status).toBe(409);
    expect((await change(key, 'rollback')).status).toBe(404);
    expect((await change(key, 'other/promotion')).status).toBe(400);
    const other = await server.createTenant();
    expect((await server.get(`/api/v1/models/${digest}`, { key: other.key })).status).toBe(404);
  });

  it('a challenger whose findings are dismissed is rolled back by itself, and no cached answer of it is used', async () => {
    const { id, key } = await server.createTenant();
    const digest = await stored(id);
    await change(key, `${digest}/shadow`);
    await server.database.asTenant(id, async (tx) => {
      const rollout = await findRunningRollout(tx);
      if (rollout === null) throw new Error('no rollout');
      await advanceRollout(tx, rollout.id, { stage: 'canary_25', record: rollout.record });
    });
    let canaryOutcomes = 0;
    let last = { path: '', digest: '' };
    for (let file = 0; file < 400; file++) {
      const path = `src/file-${file}.py`;
      const analysis = await analyze(key, path);
      const isCanary = analysis.model.digest === digest;
      if (isCanary) last = { path, digest: analysis.model.digest };
      expect(analysis.model.variant).toBe(isCanary ? 'challenger' : 'champion');
      await judge(key, analysis, isCanary ? 'wont_fix' : 'true_positive');
      if (isCanary) canaryOutcomes++;
      const { body } = await server.get('/api/v1/models', { key });
      if (body.rollout === null) break;
    }
    expect(canaryOutcomes).toBeGreaterThan(2);
    expect(canaryOutcomes).toBeLessThanOrEqual(200);
    const { body } = await server.get('/api/v1/model/status', { key });
    expect(body).toMatchObject({
      challenger: null,
      last_change: { kind: 'rollback', reason: expect.stringContaining('dismissed') },
    });
    expect((await analyze(key, last.path)).model.digest).toBe(builtInBundle().digest);
  });

  it('a model that is damaged is not used: the champion serves on, and the reason is kept', async () => {
    const { id, key } = await server.createTenant();
    const digest = await stored(id);
    await server.database.asTenant(id, (tx) =>
      sql`update model_bundles set ranker = substring(ranker from 1 for 100)`.execute(tx),
    );
    await change(key, `${digest}/shadow`);
    const analysis = await analyze(key, 'b.py');
    expect(analysis.model).toMatchObject({ digest: builtInBundle().digest, variant: 'champion' });
    const { body } = await server.get('/api/v1/models', { key });
    expect(body.rollout).toBeNull();
    expect(body.changes[0]).toMatchObject({ kind: 'rollback', reason: expect.stringContaining('cannot be used') });
    expect(server.logs()).toContain('a model cannot be used');
  });

  it('a champion whose bytes were exchanged gives way to the built-in model', async () => {
    const { id, key } = await server.createTenant();
    const digest = await stored(id);
    await change(key, `${digest}/promotion`);
    const other = Buffer.from(writeParameters({ ...builtInBundle().ranker, version: '3.0.0' }));
    await server.database.asTenant(id, (tx) => sql`update model_bundles set ranker = ${other}`.execute(tx));
    await change(key, `${digest}/shadow`);
    const list = await change(key, 'rollback');
    expect(list.status).toBe(200);
    expect((await analyze(key, 'c.py')).model.digest).toBe(builtInBundle().digest);
  });

  it('200: a replay says what another model would have shown; the same model says the same', async () => {
    const { id, key } = await server.createTenant();
    const analysis = await analyze(key, 'd.py');
    const replay = async (digest: string) =>
      (await server.post(`/api/v1/models/${digest}/replays`, { analysis_id: analysis.analysis_id }, { key })).body;
    expect(await replay('built-in')).toMatchObject({ same: true, differences: [] });
    const shy = await stored(id, { shifts: { 'rule:sql-injection': -6 } });
    expect(await replay(shy)).toMatchObject({
      same: false,
      differences: [{ rule_id: 'sql-injection', path: 'd.py', would_be: null }],
    });
  });

  it('200: a replay compares the rules that were selected and are built in, and says what it leaves out', async () => {
    const { id, key } = await server.createTenant();
    const document =
      'rules:\n  - { id: no-execute, languages: [python], severity: WARNING, message: "No.", pattern: $DB.execute(...) }\n';
    await server.post('/api/v1/rules', { document, state: 'enforced' }, { key });
    const context = { path: 'e.py', repository: 'shop', rules: { disable: ['sql-injection'] } };
    const { body: analysis } = await server.post('/api/v1/analyze', { code: CODE('load'), context }, { key });
    const named = analysis.issues.map((issue: { rule_id: string }) => issue.rule_id);
    expect(named).toContain('no-execute');
    expect(named).not.toContain('sql-injection');
    const replay = async () => {
      const asked = { analysis_id: analysis.analysis_id };
      const { body } = await server.post('/api/v1/models/built-in/replays', asked, { key });
      expect(Compile(Replay).Check(body)).toBe(true);
      return { ...body, notices: body.notices.map(({ code }: { code: string }) => code) };
    };
    const same = { same: true, differences: [] };
    expect(await replay()).toMatchObject({ ...same, notices: ['own_rules_not_replayed', 'rules_as_selected'] });
    // As older versions have stored it.
    await server.database.asTenant(id, (tx) =>
      sql`update analyses set result = (result::jsonb - 'rules')::json`.execute(tx),
    );
    expect(await replay()).toMatchObject({ ...same, notices: ['own_rules_not_replayed', 'rule_selection_unknown'] });
  });

  it('403: a developer changes no model', async () => {
    const { id } = await server.createTenant();
    expect((await change(await server.createKey(id, 'developer'), 'rollback')).status).toBe(403);
  });
});
