// A past analysis as another bundle would have answered it: with the verdicts that were known then, on the code if it was kept, or
// else on the findings that were stored. Neighbouring files are not kept, so what crosses into them is not found again, and neither
// are own rules: what they found is left out of the comparison.
import type { Issue, Notice, Replay, Suggestion } from '../../contract/index.ts';
import { type AnalysisRecord, type Database, findAnalysis, findCode } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import {
  confidenceOf,
  type FittedRanker,
  type FixAcceptance,
  type ModelBundle,
  type ModelService,
  type RankingFeatures,
} from '../../model-service/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';
import { loadBundle } from '../../training-pipeline/index.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import type { FixOrders } from '../ranking/fix-orders.ts';
import { featuresOfIdentified, featuresOfStored } from '../ranking/issue-features.ts';
import { nameTokensOf } from '../ranking/name-tokens.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { DataKeys } from '../tenants/data-keys.ts';

export interface ReplayDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly model: Pick<ModelService, 'analyze'>;
  readonly rankers: TenantRankers;
  readonly fixOrders: FixOrders;
}

export interface ReplayOrder {
  readonly tenantId: string;
  /** null: the bundle that is built in */
  readonly digest: string | null;
  readonly analysisId: string;
}

interface Finding {
  readonly fingerprint: string;
  readonly rule_id: string;
  readonly path: string;
  readonly line: number;
  readonly confidence: number;
  /** the edits that are suggested first, as text */
  readonly suggestion: string;
}

/** The default of `minimum_confidence`; what a request asked for is not kept. */
const SHOWN_FROM = 0.3;
/** Confidences are rounded to four digits. */
const SAME = 0.0001;
const BUILT_IN: ReadonlySet<string> = new Set(BUILT_IN_RULES.map(({ id }) => id));
const SHOWN_RULES = 10;

/** Throws AssayError `not_found`, or `model_damaged` for a bundle that is not of this installation. */
export async function replayAnalysis(dependencies: ReplayDependencies, order: ReplayOrder): Promise<Replay> {
  const { database, dataKeys, rankers } = dependencies;
  const { tenantId, digest, analysisId } = order;
  const { bundle, record, sealed } = await database.asTenant(tenantId, async (tx) => {
    const bundle = await loadBundle(tx, digest);
    const record = await findAnalysis(tx, analysisId);
    const address = record?.codeAddress ?? null;
    return { bundle, record, sealed: address === null ? null : await findCode(tx, address) };
  });
  if (record === null) throw new AssayError('not_found', { detail: 'There is no analysis of that id.' });
  refuseOther(bundle, digest);
  const { fitted } = await rankers.at(tenantId, record.knowledge, bundle);
  const code = sealed === null ? null : await dataKeys.open(tenantId, sealed, `code:${tenantId}`);
  const fixAcceptance = await dependencies.fixOrders.at(tenantId, record.knowledge);
  const found = await findingsOf(dependencies, {
    tenantId,
    record,
    code: code?.toString('utf8') ?? null,
    fitted,
    fixAcceptance,
  });
  const differences = differencesOf(storedFindings(record), found);
  return {
    analysis_id: analysisId,
    digest: bundle.digest,
    version: bundle.version,
    same: differences.length === 0,
    differences,
    notices: noticesOf(record, code !== null),
  };
}

function refuseOther(bundle: ModelBundle, digest: string | null): void {
  if (digest === null || bundle.digest === digest) return;
  throw new AssayError('model_damaged', {
    detail:
      'This model was made with another engine or other rules than are installed: only that version of Assay replays it.',
  });
}

interface Replayed {
  readonly tenantId: string;
  readonly record: AnalysisRecord;
  readonly code: string | null;
  readonly fitted: FittedRanker;
  readonly fixAcceptance: FixAcceptance | null;
}

async function findingsOf(
  { dataKeys, model }: ReplayDependencies,
  { tenantId, record, code, fitted, fixAcceptance }: Replayed,
): Promise<Finding[]> {
  const { token } = nameTokensOf(await dataKeys.of(tenantId));
  const { answer, rules } = readStoredAnalysis(record);
  const comparable = builtInIssues(record);
  const scored = (features: RankingFeatures) => confidenceOf(fitted, features);
  if (code === null) {
    return comparable.map((issue) => ({
      ...findingOf(issue.fingerprint, issue.rule_id, issue.location),
      confidence: scored(featuresOfStored(issue, record, token)),
      suggestion: firstSuggestion(issue),
    }));
  }
  // A rule that was not selected would also hide what it covers.
  const named = [...new Set(comparable.map(({ rule_id: ruleId }) => ruleId))];
  const selected = rules ?? { enabled: named, disabled: [] };
  const outcome = await model.analyze({
    code,
    declaredLanguage: answer.language.declared,
    path: record.path,
    files: [],
    enabledRules: selected.enabled,
    disabledRules: selected.disabled,
    ...(fixAcceptance !== null && { fixAcceptance }),
  });
  const stored = new Set(comparable.map(({ fingerprint }) => fingerprint));
  const couldBeShown = ({ fingerprint, suppressedBy }: (typeof outcome.issues)[number]) =>
    suppressedBy === null || stored.has(fingerprint);
  const place = { language: outcome.language.id, repository: record.repository };
  return outcome.issues.filter(couldBeShown).map((issue) => ({
    ...findingOf(issue.fingerprint, issue.ruleId, issue.location),
    confidence: scored(featuresOfIdentified(issue, place, token)),
    suggestion: firstSuggestion(issue),
  }));
}

function storedFindings(record: AnalysisRecord): Finding[] {
  return builtInIssues(record).map((issue) => ({
    ...findingOf(issue.fingerprint, issue.rule_id, issue.location),
    confidence: issue.confidence,
    suggestion: firstSuggestion(issue),
  }));
}

function builtInIssues(record: AnalysisRecord): Issue[] {
  return readStoredAnalysis(record).answer.issues.filter(({ rule_id: ruleId }) => BUILT_IN.has(ruleId));
}

/** What is not compared, so that nobody takes silence for agreement. */
function noticesOf(record: AnalysisRecord, isRun: boolean): Notice[] {
  const { answer, rules } = readStoredAnalysis(record);
  const notices: Notice[] = [];
  const own = [...new Set(answer.issues.map(({ rule_id: ruleId }) => ruleId))].filter((id) => !BUILT_IN.has(id));
  if (own.length > 0) {
    const shown = `${own.slice(0, SHOWN_RULES).join(', ')}${own.length > SHOWN_RULES ? ', …' : ''}`;
    const message = `Rules that are not built in are not replayed, so what they found is left out: ${shown}.`;
    notices.push({ code: 'own_rules_not_replayed', message });
  }
  if (answer.model.ranker !== undefined) {
    const message = `${answer.model.ranker.name} gave the confidences of this answer; what is compared with them are those of the model itself.`;
    notices.push({ code: 'ranked_elsewhere', message });
  }
  if (!isRun) return notices;
  if (rules === undefined) {
    const message =
      'Which rules were selected was not kept with this analysis: only rules that its answer names are compared.';
    notices.push({ code: 'rule_selection_unknown', message });
  } else if (rules.enabled !== null || rules.disabled.length > 0) {
    const message = 'Only the rules that were selected for the analysis are compared.';
    notices.push({ code: 'rules_as_selected', message });
  }
  return notices;
}

function firstSuggestion({ suggestions }: { readonly suggestions: readonly Suggestion[] }): string {
  return JSON.stringify(suggestions[0]?.edits ?? []);
}

function findingOf(
  fingerprint: string,
  rule_id: string,
  { path, start }: { readonly path: string; readonly start: { readonly line: number } },
) {
  return { fingerprint, rule_id, path, line: start.line };
}

function differencesOf(before: readonly Finding[], after: readonly Finding[]): Replay['differences'] {
  const would = new Map(after.map((finding) => [finding.fingerprint, finding]));
  const was = new Set(before.map(({ fingerprint }) => fingerprint));
  const shown = (finding: Finding | undefined) =>
    finding === undefined || finding.confidence < SHOWN_FROM ? null : finding.confidence;
  const known = before.map((finding) => ({
    finding,
    was: finding.confidence,
    would_be: shown(would.get(finding.fingerprint)),
    suggestion_changed: (would.get(finding.fingerprint)?.suggestion ?? finding.suggestion) !== finding.suggestion,
  }));
  const fresh = after
    .filter((finding) => !was.has(finding.fingerprint) && shown(finding) !== null)
    .map((finding) => ({ finding, was: null, would_be: finding.confidence, suggestion_changed: false }));
  return [...known, ...fresh]
    .filter((one) => {
      if (one.was === null || one.would_be === null || one.suggestion_changed) return true;
      return Math.abs(one.was - one.would_be) > SAME;
    })
    .map(({ finding: { rule_id, path, line }, ...changes }) => ({ rule_id, path, line, ...changes }));
}
