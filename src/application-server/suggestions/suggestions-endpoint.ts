// POST /api/v1/issues/{issue_id}/suggestions: every verified fix of one issue, after the request that found it.

import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import {
  type Issue,
  LIMITS,
  type LlmReport,
  type Notice,
  type Suggestion,
  SuggestionsAnswer,
  SuggestionsRequest,
} from '../../contract/index.ts';
import { findAnalysis, lockAnalysis, replaceResult } from '../../database-service/index.ts';
import {
  type FixAcceptance,
  fixAcceptanceOf,
  fixQuestion,
  type ModelService,
  readProposals,
} from '../../model-service/index.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { FixOrders } from '../ranking/fix-orders.ts';
import { suggestionKind } from '../ranking/suggestion-kind.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { type AskedIssue, askedIssue, type IssueSource } from './asked-issue.ts';
import { type LlmDesk, llmReport, nothing } from './llm-desk.ts';

export interface SuggestionsDependencies extends IssueSource {
  readonly knowledge: Knowledge;
  readonly fixOrders: FixOrders;
  readonly model: Pick<ModelService, 'analyze'>;
  readonly llm: LlmDesk;
  readonly ruleHelp: (ruleId: string) => string | null;
}

/** Of code, and of the JSON around it. */
const BODY_BYTES = 6 * LIMITS.codeBytes + 65_536;

export function suggestionsEndpoint(dependencies: SuggestionsDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/issues/:issue_id/suggestions',
      operationId: 'suggestFixes',
      tag: 'triage',
      summary: 'Every verified fix of an issue, those of a language model among them where one is allowed.',
      description:
        'The id is that of an issue in an answer, or of one in the list of issues. Fixes are applied to the code and analysed again; those ' +
        'that fail a check are not shown. What is new is kept with the analysis, so that outcomes can be reported.',
      access: 'analyses:create',
      parameters: Type.Object({ issue_id: Type.String({ maxLength: 100 }) }),
      body: SuggestionsRequest,
      bodyLimit: BODY_BYTES,
      metered: true,
      answers: { 200: json('The fixes.', SuggestionsAnswer) },
    },
    async ({ parameters, body, caller, signal }) => {
      const asked = await askedIssue(dependencies, caller.tenantId, parameters.issue_id, body.code);
      const { suggestions, language_model, notices } = await suggestionsFor(dependencies, asked, {
        caller,
        signal: signal(),
        usesLlm: body.language_model !== false,
      });
      const kept = await keep(dependencies, caller.tenantId, asked, suggestions);
      const version = await dependencies.knowledge.version(caller.tenantId);
      const acceptance = await dependencies.fixOrders.of(caller.tenantId, version);
      const answer: SuggestionsAnswer = {
        issue_id: asked.issue.id,
        analysis_id: asked.record.id,
        suggestions: inOrder(kept, asked.issue.rule_id, acceptance),
        language_model,
        notices,
      };
      return { status: 200, body: answer };
    },
  );
}

interface Asking {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly usesLlm: boolean;
}

interface Found extends Pick<SuggestionsAnswer, 'language_model' | 'notices'> {
  readonly suggestions: readonly Suggestion[];
}

async function suggestionsFor(
  dependencies: SuggestionsDependencies,
  asked: AskedIssue,
  { caller, signal, usesLlm }: Asking,
): Promise<Found> {
  const { llm, ruleHelp } = dependencies;
  const { issue, code, record, stored } = asked;
  const own = await mended(dependencies.model, asked, [], signal);
  if (own === null) {
    const message = 'The finding was not made again from the code alone, so no fix of it can be verified.';
    const notices: Notice[] = [{ code: 'finding_not_reproduced', message }];
    return { suggestions: [], language_model: llmReport(llm, nothing('not_asked')), notices };
  }
  if (!usesLlm) return { suggestions: own, language_model: llmReport(llm, nothing('not_asked')), notices: [] };
  const help = ruleHelp(issue.rule_id);
  const messages = fixQuestion({ code, language: stored.answer.language.id, issue, help });
  const question = { caller, project: record.project, about: issue.id, kind: 'fix' as const, messages, signal };
  const reply = await llm.ask(question);
  const report = llmReport(llm, reply);
  const proposals = reply.text === null ? null : readProposals(reply.text, code);
  if (proposals === null) {
    const state: LlmReport['state'] = reply.text === null ? reply.state : 'malformed';
    return { suggestions: own, language_model: { ...report, state }, notices: [] };
  }
  const { fixes, left } = proposals;
  const all = fixes.length === 0 ? own : ((await mended(dependencies.model, asked, fixes, signal)) ?? own);
  const verified = all.filter(({ source }) => source === 'llm').length;
  return { suggestions: all, language_model: { ...report, proposed: fixes.length + left, verified }, notices: [] };
}

type Proposed = NonNullable<ReturnType<typeof readProposals>>['fixes'];

/** null where the finding is not made again. */
async function mended(
  model: SuggestionsDependencies['model'],
  { record, stored, issue, code }: AskedIssue,
  proposed: Proposed,
  signal: AbortSignal,
): Promise<readonly Suggestion[] | null> {
  const { fingerprint } = issue;
  const outcome = await model.analyze(
    {
      code,
      declaredLanguage: stored.answer.language.id,
      path: record.path,
      files: [],
      enabledRules: stored.rules?.enabled ?? null,
      disabledRules: stored.rules?.disabled ?? [],
      mend: { fingerprint, proposed },
    },
    { signal },
  );
  return outcome.issues.find((one) => one.fingerprint === fingerprint)?.suggestions ?? null;
}

/** With the ids under which outcomes are reported: those that the issue has keep theirs, new ones are added to it. */
async function keep(
  { database }: SuggestionsDependencies,
  tenantId: string,
  { record, issue }: AskedIssue,
  suggestions: readonly Suggestion[],
): Promise<Suggestion[]> {
  return await database.asTenant(tenantId, async (tx) => {
    await lockAnalysis(tx, record.id);
    const current = await findAnalysis(tx, record.id);
    if (current === null) return [...suggestions];
    const stored = readStoredAnalysis(current);
    const known = stored.answer.issues.find(({ id }) => id === issue.id)?.suggestions ?? [];
    const kept = suggestions.map((one) => known.find((before) => sameEdits(before, one)) ?? { ...one, id: uuidv7() });
    const fresh = kept.filter((one) => !known.includes(one));
    if (fresh.length === 0) return kept;
    const withFresh = (one: Issue): Issue =>
      one.id === issue.id ? { ...one, suggestions: [...one.suggestions, ...fresh] } : one;
    const answer = { ...stored.answer, issues: stored.answer.issues.map(withFresh) };
    await replaceResult(tx, record.id, { ...stored, answer });
    return kept;
  });
}

function sameEdits(a: Suggestion, b: Suggestion): boolean {
  return JSON.stringify(a.edits) === JSON.stringify(b.edits);
}

/** Most likely taken first; without outcomes as they are written, those of the language model last. */
function inOrder(suggestions: readonly Suggestion[], ruleId: string, acceptance: FixAcceptance | null): Suggestion[] {
  if (acceptance === null) return [...suggestions];
  const scored = suggestions.map((suggestion, place) => {
    const { source } = suggestion;
    return { suggestion, score: fixAcceptanceOf(acceptance, ruleId, suggestionKind(suggestion), { source, place }) };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ suggestion }) => suggestion);
}
