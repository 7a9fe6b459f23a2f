// What an analysis says of defects over time: those it shows, new or known, and those of the same file that are gone.
import { baseOfFingerprint, recognise } from '../../analysis-engine/index.ts';
import {
  type Dismissal,
  dismissalScope,
  lockDefects,
  markFixed,
  type NewIssue,
  recordDefects,
  type SeenDefect,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';
import type { RankedOutcome } from '../ranking/ranked-issues.ts';
import type { Presentation } from './presentation.ts';
import type { Submission } from './submission.ts';

/** Rules of the tenant's own say nothing of what is gone where they did not run. */
const BUILT_IN_IDS = BUILT_IN_RULES.map(({ id }) => id);

export interface RecordedOutcome {
  readonly submission: Submission;
  readonly outcome: RankedOutcome;
  readonly presentation: Presentation;
  /** dismissals that wait for a reviewer */
  readonly proposals: readonly Dismissal[];
  readonly analysisId: string;
  /** the issues of the answer as they are stored, by id */
  readonly rows: ReadonlyMap<string, NewIssue>;
}

/** Returns the defect of each issue of the answer, by the issue's id. */
export async function recordOutcome(tx: TenantTransaction, record: RecordedOutcome): Promise<Map<string, string>> {
  const { submission, outcome, presentation, analysisId } = record;
  const found = outcome.issues.map(({ fingerprint, within, location }) => ({
    fingerprint,
    within,
    path: location.path,
  }));
  const scope = dismissalScope(submission);
  const candidates = await lockDefects(
    tx,
    scope,
    found.map(({ fingerprint }) => baseOfFingerprint(fingerprint)),
  );
  const known = recognise(found, candidates);
  const proposed = recognise(found, record.proposals);
  const seen: SeenDefect[] = [];
  for (const [index, identified] of outcome.issues.entries()) {
    const shown = presentation.shown.get(identified);
    const issue = shown === undefined ? undefined : record.rows.get(shown.id);
    // What is suppressed is there still, but nobody is to decide about it.
    if (shown === undefined || issue === undefined || shown.state === 'suppressed') continue;
    const state = (proposed[index] ?? null) === null ? 'open' : 'proposed';
    seen.push({ issue, message: shown.message, knownId: known[index]?.id ?? null, state });
  }
  const { repository, project, ref } = submission;
  const context = { repository, project, ref, language: outcome.language.id, analysisId };
  const defects = await recordDefects(tx, context, seen);
  const stillThere = [...defects.values(), ...known.flatMap((one) => (one === null ? [] : [one.id]))];
  const { path, disabledRules } = submission.job;
  const enabledRules = submission.job.enabledRules ?? [...BUILT_IN_IDS, ...outcome.ownRules];
  if (path !== null && saysWhatIsGone(submission, outcome)) {
    await markFixed(tx, { ...context, path, stillThere, enabledRules, disabledRules });
  }
  return defects;
}

/** Whether the file lies in a repository or project, and was looked at. */
function saysWhatIsGone({ repository, project, preferences }: Submission, { language }: RankedOutcome): boolean {
  if (repository === null && project === null) return false;
  return preferences.languages === null || preferences.languages.includes(language.id);
}
