// Findings through both ways that features are made: as serving ranks them, and as verdicts keep them for training. Shared by the
// test and by `npm run verify feature-parity`.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { AnalyzeResponse, Issue } from '../../../contract/index.ts';
import {
  createTenant,
  type Database,
  findIssue,
  listJudgements,
  saveFeedback,
  type TenantTransaction,
} from '../../../database-service/index.ts';
import {
  BUILT_IN_RANKER,
  createModelService,
  fitRanker,
  type ModelService,
  type RankingFeatures,
} from '../../../model-service/index.ts';
import { DataKeyRing } from '../../../security/index.ts';
import { saveAnswer } from '../../analyze/history.ts';
import { present } from '../../analyze/presentation.ts';
import { createSubmission, type Submission } from '../../analyze/submission.ts';
import type { Caller } from '../../endpoint.ts';
import { combinePreferences } from '../../preferences/effective-preferences.ts';
import { featuresOfIdentified } from '../issue-features.ts';
import { recordJudgement } from '../judgement-record.ts';
import { type NameTokens, nameTokensOf } from '../name-tokens.ts';
import { rankIssues } from '../ranked-issues.ts';

export interface ParityReport {
  readonly rows: number;
  /** what differs, in words */
  readonly differences: readonly string[];
}

const FOLDERS = ['src/api', 'src/Core', 'tests/unit', 'vendor/lib/deep/er/still', 'app', ''];
const NAMES = ['load_invoice', 'showHTTPReport', 'legacy', 'Ümlaut_wert', 'x'];

/** Analyses, judges each finding, and compares what was ranked with what the training views show of it. */
export async function measureParity(database: Database, wanted: number): Promise<ParityReport> {
  const model = createModelService({ threads: 0, timeoutMs: 60_000, memoryMb: 512, maxQueue: 1 });
  const names = nameTokensOf(new DataKeyRing([{ version: 1, key: randomBytes(32) }]));
  const tenantId = await createTenant(database, { name: 'parity' }, () => randomBytes(60));
  const served = new Map<string, RankingFeatures>();
  for (let number = 0; served.size < wanted; number++) {
    const found = await analyzeAndJudge({ database, model, names, tenantId }, number);
    for (const [verdict, features] of found) if (served.size < wanted) served.set(verdict, features);
  }
  await model.close();
  const differences: string[] = [];
  const compare = (way: string, verdict: string, trained: unknown) => {
    const [one, other] = [ordered(served.get(verdict)), ordered(trained)];
    if (one !== other) differences.push(`${way}: served ${one}, trained ${other}`);
  };
  const trained = await database.asTenant(tenantId, readExamples);
  for (const verdict of served.keys()) compare('view', verdict, trained.get(verdict));
  const records = await database.asTenant(tenantId, listJudgements);
  for (const { feedbackId, features } of records) if (served.has(feedbackId)) compare('list', feedbackId, features);
  return { rows: served.size, differences };
}

interface ParityServices {
  readonly database: Database;
  readonly model: ModelService;
  readonly names: NameTokens;
  readonly tenantId: string;
}

/** What was served, by verdict. */
async function analyzeAndJudge({ database, model, names, tenantId }: ParityServices, number: number) {
  const name = `${NAMES[number % NAMES.length]}_${number}`;
  const path = [FOLDERS[number % FOLDERS.length], `${name}.py`].filter((part) => part !== '').join('/');
  const context = { path, minimum_confidence: 0, ...(number % 3 > 0 && { repository: `shop-${number % 3}` }) };
  const preferences = combinePreferences([
    { scope: 'tenant', values: { severity_overrides: { 'weak-hash': 'critical' } }, locked: [] },
  ]);
  const submission = createSubmission({ code: sampleCode(name), language: 'python', context }, preferences);
  const outcome = await model.analyze(submission.job);
  const place = { language: outcome.language.id, repository: submission.repository };
  const ranker = fitRanker(BUILT_IN_RANKER, { version: 0, judgements: [] });
  const ranked = { ...outcome, issues: rankIssues(outcome.issues, place, ranker, names) };
  const presentation = present(ranked.issues, {
    preferences: submission.preferences,
    repository: submission.repository,
    dismissed: new Map(),
    known: new Set(),
  });
  const answer = answerOf(submission, model, ranked.language, presentation.issues);
  const served = new Map<string, RankingFeatures>();
  await database.asTenant(tenantId, async (tx) => {
    const record = { submission, requestId: 'parity', durationMs: 1, code: null, answer, outcome: ranked };
    await saveAnswer(tx, { ...record, presentation, proposals: [] });
    for (const [identified, shown] of presentation.shown) {
      const verdict = await judge(tx, names, tenantId, answer.analysis_id, shown.id);
      const engine = outcome.issues.find(({ fingerprint }) => fingerprint === identified.fingerprint);
      if (engine !== undefined) served.set(verdict, featuresOfIdentified(engine, place, names.token));
    }
  });
  return served;
}

function answerOf(
  submission: Submission,
  { bundle }: ModelService,
  language: AnalyzeResponse['language'],
  issues: readonly Issue[],
) {
  return {
    analysis_id: uuidv7(),
    language,
    issues: [...issues],
    suppressed_count: 0,
    model: { version: bundle.version, digest: bundle.digest, variant: 'champion' as const, knowledge: 0 },
    notices: [...submission.notices],
  };
}

async function judge(
  tx: TenantTransaction,
  names: NameTokens,
  tenantId: string,
  analysisId: string,
  issueId: string,
): Promise<string> {
  const issue = await findIssue(tx, analysisId, issueId);
  if (issue === null) throw new Error('an issue that was just stored is not there');
  const caller: Caller = {
    tenantId,
    actor: 'someone',
    credential: { kind: 'api-key', id: 'a-key' },
    userId: null,
    permissions: { role: 'owner', scopes: [], isBootstrap: false },
  };
  const verdict = 'true_positive' as const;
  const saved = await saveFeedback(tx, { analysisId, issueId, actor: 'someone', verdict, dismissal: { kind: 'none' } });
  await recordJudgement(tx, names, { caller, verdict, issue, saved });
  return saved.id;
}

/** By verdict: what the view of training examples says, its columns put back into the form of features. */
async function readExamples(tx: TenantTransaction): Promise<Map<string, unknown>> {
  const { rows } = await sql<Record<string, unknown> & { features: Record<string, unknown> }>`
    select feedback_id, rule, severity, category, language, path_class, confidence, trace_steps, crosses_files, features
    from ranking_examples where valid_until is null`.execute(tx);
  return new Map(
    rows.map(({ feedback_id: id, features, ...columns }) => [
      String(id),
      {
        folders: features.folders,
        segments: features.segments,
        words: features.words,
        repository: features.repository,
        ...columns,
      },
    ]),
  );
}

function ordered(features: unknown): string {
  return JSON.stringify(Object.entries(features ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sampleCode(name: string): string {
  return `import hashlib
import os
import sqlite3
from flask import request, redirect

def ${name}(secret):
    name = request.args.get("name")
    os.system("ls " + name)
    sqlite3.connect("app.db").execute("SELECT * FROM t WHERE a = '" + name + "'")
    digest = hashlib.md5(secret.encode()).hexdigest()
    if digest:
        return redirect(name)
    return eval(name)
`;
}
