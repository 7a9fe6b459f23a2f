// Verdicts from another place become verdicts here: on findings of analyses that were never made, with the same features as any
// other. All or nothing: whatever is wrong is told with its place, and then nothing was stored.

import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { languageOfPath } from '../../analysis-engine/index.ts';
import type { AnalyzeResponse, Issue, VerdictImport, VerdictImportRequest } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findJudgementsOn,
  saveAnalysis,
  saveFeedback,
  saveJudgement,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { redactSecrets } from '../../model-service/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';
import {
  type ImportedVerdict,
  readCsvVerdicts,
  readSarifVerdicts,
  refuseFaults,
} from '../../training-pipeline/index.ts';
import { issueRow } from '../analyses/issue-row.ts';
import { featuresOfStored } from '../ranking/issue-features.ts';
import { type NameTokens, nameTokensOf } from '../ranking/name-tokens.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import type { Knowledge } from '../tenants/knowledge.ts';

export interface ImportDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly knowledge: Knowledge;
}

export interface Importer {
  readonly tenantId: string;
  readonly actor: string;
  readonly role: string;
}

type Rule = (typeof BUILT_IN_RULES)[number];
interface Resolved extends ImportedVerdict {
  readonly rule: Rule;
}

/** What the engine would say of such a finding; an import does not know. */
const CONFIDENCE = 0.7;
const IMPORTED = 'imported';

/** Throws AssayError `invalid_request` with every place that is wrong. */
export async function importVerdicts(
  { database, dataKeys, knowledge }: ImportDependencies,
  importer: Importer,
  request: VerdictImportRequest,
): Promise<VerdictImport> {
  const { verdicts, undecided, skipped } = readImport(request);
  const names = nameTokensOf(await dataKeys.of(importer.tenantId));
  const stored = await database.asTenant(importer.tenantId, (tx) => store(tx, importer, names, verdicts));
  if (stored.knowledgeVersion !== null) knowledge.learned(importer.tenantId, stored.knowledgeVersion);
  return { imported: stored.imported, known: verdicts.length - stored.imported, undecided, skipped };
}

function readImport({ format, content, repository, unknown_rules: unknown = 'refuse' }: VerdictImportRequest) {
  const read =
    format === 'csv' ? readCsvVerdicts(textOf(content), new Date()) : readSarifVerdicts(logOf(content), new Date());
  refuseFaults(read.faults);
  const verdicts: Resolved[] = [];
  const strange: { place: string; message: string }[] = [];
  for (const verdict of read.verdicts) {
    const rule = ruleOf(verdict);
    if (rule !== null) verdicts.push({ ...verdict, repository: verdict.repository ?? repository ?? null, rule });
    else
      strange.push({
        place: verdict.place,
        message: `names a rule that Assay does not have: ${verdict.ruleId.slice(0, 100)}`,
      });
  }
  if (unknown === 'refuse') refuseFaults(strange);
  // In the order of their times; those without one came before.
  const ordered = verdicts.toSorted((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  return { verdicts: ordered, undecided: read.undecided, skipped: strange.length };
}

function textOf(content: VerdictImportRequest['content']): string {
  if (typeof content === 'string') return content;
  throw new AssayError('invalid_request', { errors: [{ path: '/content', message: 'must be text for CSV' }] });
}

function logOf(content: VerdictImportRequest['content']): unknown {
  if (typeof content !== 'string') return content;
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new AssayError('invalid_request', { errors: [{ path: '/content', message: 'is not JSON' }], cause });
  }
}

/** By name, or else the first rule of the same weakness. */
function ruleOf({ ruleId, cwe }: ImportedVerdict): Rule | null {
  const named = BUILT_IN_RULES.find(({ id }) => id === ruleId);
  return named ?? BUILT_IN_RULES.find((rule) => rule.cwe.some((weakness) => cwe.includes(weakness))) ?? null;
}

async function store(tx: TenantTransaction, importer: Importer, names: NameTokens, verdicts: readonly Resolved[]) {
  const known = new Map(
    (await findJudgementsOn(tx, verdicts.map(subjectOf))).map(({ subject, actor, verdict }) => [
      `${subject} ${actor}`,
      verdict,
    ]),
  );
  let knowledgeVersion: number | null = null;
  let imported = 0;
  const files = new Map<string, SavedFile>();
  const byFile = new Map<string, Resolved[]>();
  for (const verdict of verdicts) {
    const together = byFile.get(fileOf(verdict)) ?? [];
    together.push(verdict);
    byFile.set(fileOf(verdict), together);
  }
  for (const verdict of verdicts) {
    const [subject, actor] = [subjectOf(verdict), actorOf(verdict, importer)];
    if (known.get(`${subject} ${actor}`) === verdict.verdict) continue;
    known.set(`${subject} ${actor}`, verdict.verdict);
    const key = fileOf(verdict);
    const file = files.get(key) ?? (await saveFile(tx, byFile.get(key) ?? [verdict], verdict));
    files.set(key, file);
    const issue = file.issues.get(verdict);
    if (issue === undefined) continue;
    const saved = await saveFeedback(tx, {
      analysisId: file.analysisId,
      issueId: issue.id,
      actor,
      verdict: verdict.verdict,
      reason: verdict.reason === null ? null : redactSecrets(verdict.reason),
      dismissal: { kind: 'none' },
    });
    knowledgeVersion = saved.knowledgeVersion;
    await saveJudgement(tx, {
      version: saved.knowledgeVersion,
      feedbackId: saved.id,
      analysisId: file.analysisId,
      issueId: issue.id,
      subject,
      actor,
      role: importer.role,
      isService: false,
      verdict: verdict.verdict,
      isProposed: false,
      features: featuresOfStored(issue, { language: file.language, repository: verdict.repository }, names.token),
      keyVersion: names.keyVersion,
    });
    imported++;
  }
  const details = { verdicts: imported };
  await appendAuditEvent(tx, { action: 'verdicts.imported', actor: importer.actor, target: null, details });
  return { imported, knowledgeVersion };
}

const fileOf = ({ repository, path }: Resolved) => JSON.stringify([repository, path]);

interface SavedFile {
  readonly analysisId: string;
  readonly language: string;
  readonly issues: ReadonlyMap<Resolved, Issue>;
}

/** The analysis that stands for a file: all findings of the import that lie in it. */
async function saveFile(tx: TenantTransaction, own: readonly Resolved[], of: Resolved): Promise<SavedFile> {
  const analysisId = uuidv7();
  const language = languageOfPath(of.path) ?? 'unknown';
  const issues = new Map(own.map((verdict) => [verdict, issueOf(verdict)]));
  const answer: AnalyzeResponse = {
    analysis_id: analysisId,
    language: { id: language, confidence: 1, declared: null, detected: language },
    issues: [...issues.values()],
    suppressed_count: 0,
    model: { version: IMPORTED, digest: IMPORTED, variant: 'champion', knowledge: 0 },
    notices: [{ code: 'imported', message: 'This analysis was not made here: its verdicts were imported.' }],
    cached: false,
    duration_ms: 0,
  };
  await saveAnalysis(tx, {
    id: analysisId,
    repository: of.repository,
    path: redactSecrets(of.path),
    project: null,
    language,
    code: null,
    result: { answer, ref: null },
    issues: own.map((verdict) => issueRow(issues.get(verdict) ?? issueOf(verdict))),
    modelVersion: IMPORTED,
    modelDigest: IMPORTED,
    knowledge: 0,
    durationMs: 0,
    requestId: IMPORTED,
  });
  return { analysisId, language, issues };
}

function issueOf(verdict: Resolved): Issue {
  const { rule, within, line } = verdict;
  const position = { line, column: 1 };
  return {
    id: uuidv7(),
    fingerprint: subjectOf(verdict).replaceAll('-', ''),
    rule_id: rule.id,
    message: rule.message,
    severity: rule.severity,
    category: rule.category,
    confidence: CONFIDENCE,
    cwe: [...rule.cwe],
    location: { path: redactSecrets(verdict.path), start: position, end: position },
    within: redactSecrets(within),
    trace: [],
    suggestions: [],
    state: 'known',
    help_url: `/rules/${rule.id}`,
  };
}

/** Who is named in the import, apart from the users here. */
function actorOf({ user }: ImportedVerdict, { actor }: Importer): string {
  return `import:${redactSecrets(user ?? actor)}`;
}

/** The same finding in another import is the same. */
function subjectOf({ rule, repository, path, within, line, finding }: Resolved): string {
  const text = JSON.stringify([rule.id, repository, path, within, finding ?? line]);
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
