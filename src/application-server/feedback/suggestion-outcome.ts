// What became of a suggestion: stored as what the order of fixes is learned from.
import type { SuggestionOutcome } from '../../contract/index.ts';
import {
  findAnalysis,
  type IssueRecord,
  saveSuggestionOutcome,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import type { Caller } from '../endpoint.ts';
import { isService } from '../ranking/judgement-record.ts';
import { suggestionKind } from '../ranking/suggestion-kind.ts';

export interface GivenOutcome {
  readonly caller: Caller;
  readonly issue: IssueRecord;
  readonly suggestionId: string;
  readonly outcome: SuggestionOutcome;
  /** the knowledge version that it makes */
  readonly version: number;
}

/** In the transaction that raised the version; returns the outcome's id. Throws AssayError `not_found`. */
export async function recordSuggestionOutcome(tx: TenantTransaction, given: GivenOutcome): Promise<string> {
  const { caller, issue, suggestionId, outcome, version } = given;
  const analysis = await findAnalysis(tx, issue.analysisId);
  const issues = analysis === null ? [] : readStoredAnalysis(analysis).answer.issues;
  const suggestions = issues.find(({ id }) => id === issue.id)?.suggestions ?? [];
  const suggestion = suggestions.find(({ id }) => id === suggestionId);
  if (suggestion === undefined)
    throw new AssayError('not_found', { detail: 'The issue has no suggestion of that id.' });
  const { template, size } = suggestionKind(suggestion);
  return await saveSuggestionOutcome(tx, {
    version,
    analysisId: issue.analysisId,
    issueId: issue.id,
    suggestionId,
    actor: caller.actor,
    isService: await isService(tx, caller),
    ruleId: issue.ruleId,
    template,
    size,
    source: suggestion.source,
    outcome,
  });
}
