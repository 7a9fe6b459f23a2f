import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import {
  dismissalScope,
  knowledgeVersion,
  listDismissals,
  type NewFeedback,
  type SavedFeedback,
  saveAnalysis,
  saveFeedback,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from './testing/samples.ts';

const SCOPE = dismissalScope({ repository: 'shop', project: null });

forEachBackend((backend) => {
  let tenant = '';
  const issue = sampleIssue();
  const analysis = sampleAnalysis({ issues: [issue] });
  beforeAll(async () => {
    tenant = await sampleTenant(backend.database());
    await backend.database().asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
  });

  const say = (changes: Partial<NewFeedback>): Promise<SavedFeedback> =>
    backend.database().asTenant(tenant, (tx) =>
      saveFeedback(tx, {
        analysisId: analysis.id,
        issueId: issue.id,
        actor: uuidv7(),
        verdict: 'false_positive',
        dismissal: { kind: 'none' },
        ...changes,
      }),
    );
  const version = () => backend.database().asTenant(tenant, (tx) => knowledgeVersion(tx));
  const dismissals = (fingerprint: string, scope = SCOPE) =>
    backend.database().asTenant(tenant, (tx) => listDismissals(tx, scope, [fingerprint, 'other']));
  const about = (kind: 'activate' | 'propose' | 'lift', fingerprint: string) =>
    ({ dismissal: { kind, scope: SCOPE, fingerprint, within: 'pay', path: 'app.py' } }) as const;

  it('counts what was taught', async () => {
    const before = await version();
    const first = await say({});
    const second = await say({ verdict: 'missed', issueId: null, cwe: 'CWE-79', location: { path: 'a' } });
    expect([first.knowledgeVersion, second.knowledgeVersion, await version()]).toEqual([
      before + 1,
      before + 2,
      before + 2,
    ]);
  });

  it('replaces the earlier verdict of the same actor on the same issue, and of no one else', async () => {
    const actor = uuidv7();
    const first = await say({ actor });
    const again = await say({ actor, verdict: 'true_positive' });
    const other = await say({ verdict: 'true_positive' });
    expect([first.replaced, again.replaced, other.replaced]).toEqual([false, true, false]);
    expect(again.id).toBe(first.id);
    expect(other.id).not.toBe(first.id);
  });

  it('keeps every report of something missed', async () => {
    const actor = uuidv7();
    const missed = { actor, verdict: 'missed', issueId: null } as const;
    expect((await say(missed)).id).not.toBe((await say(missed)).id);
  });

  it('dismisses in its scope only', async () => {
    const saved = await say({ ...about('activate', 'f1'), reason: 'test\0 code' });
    expect(saved.dismissal).toBe('active');
    expect(await dismissals('f1')).toEqual([
      { fingerprint: 'f1', within: 'pay', path: 'app.py', state: 'active', reason: 'test\ufffd code' },
    ]);
    expect(await dismissals('f1', dismissalScope({ repository: 'other', project: 'shop' }))).toEqual([]);
    expect(await dismissals('f1', dismissalScope({ repository: null, project: 'shop' }))).toEqual([]);
    expect(await dismissals('f1', dismissalScope({ repository: null, project: null }))).toEqual([]);
  });

  it('lets a proposal wait, a reviewer accept it, and no later proposal take that back', async () => {
    expect((await say(about('propose', 'f2'))).dismissal).toBe('proposed');
    expect((await say(about('activate', 'f2'))).dismissal).toBe('active');
    expect((await say(about('propose', 'f2'))).dismissal).toBe('active');
    expect((await dismissals('f2')).map(({ state }) => state)).toEqual(['active']);
  });

  it('lifts a dismissal', async () => {
    await say(about('activate', 'f3'));
    expect((await say({ ...about('lift', 'f3'), verdict: 'true_positive' })).dismissal).toBeNull();
    expect(await dismissals('f3')).toEqual([]);
  });

  it('keeps teaching apart by tenant', async () => {
    await say(about('activate', 'f4'));
    const other = await sampleTenant(backend.database());
    const seen = await backend
      .database()
      .asTenant(other, async (tx) => [await knowledgeVersion(tx), await listDismissals(tx, SCOPE, ['f4'])]);
    expect(seen).toEqual([0, []]);
  });

  it('changes nothing when part of it fails', async () => {
    const before = await version();
    await expect(say({ ...about('activate', 'f5'), analysisId: uuidv7() })).rejects.toThrow(/foreign key/);
    expect(await version()).toBe(before);
    expect(await dismissals('f5')).toEqual([]);
  });

  it('counts every one of many verdicts at once', async () => {
    const before = await version();
    await Promise.all(Array.from({ length: 20 }, () => say({})));
    expect(await version()).toBe(before + 20);
  });
});
