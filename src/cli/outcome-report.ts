// Tells a server what became of suggestions, so that its order of fixes is learned from what was done on the command line as well. The
// server analyses the same text, and hears of the suggestion that is the same there.
import type { AnalyzeResponse, FeedbackRequest, SuggestionOutcome } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import type { PlannedFix } from './fix-plan.ts';

export interface DecidedFix {
  readonly planned: PlannedFix;
  readonly outcome: SuggestionOutcome;
}

export interface ReportTarget {
  readonly server: string;
  readonly apiKey: string | null;
  readonly repository?: string;
}

const TIMEOUT_MS = 60_000;

/** How many outcomes the server has taken; those that it suggests something else for are left out. */
export async function reportOutcomes(target: ReportTarget, decided: readonly DecidedFix[]): Promise<number> {
  const byPath = new Map<string, DecidedFix[]>();
  for (const one of decided) {
    const { path } = one.planned.issue.location;
    byPath.set(path, [...(byPath.get(path) ?? []), one]);
  }
  let taken = 0;
  for (const [path, ofFile] of byPath) {
    const [first] = ofFile;
    if (first === undefined) continue;
    const { code, language } = first.planned;
    const { repository } = target;
    const context = { path, store: 'results', ...(repository !== undefined && { repository }) };
    const answer = await post<AnalyzeResponse>(target, '/api/v1/analyze', { code, language, context });
    for (const feedback of ofFile.flatMap((one) => feedbackOf(answer, one))) {
      await post(target, '/api/v1/feedback', feedback);
      taken++;
    }
  }
  return taken;
}

function feedbackOf(answer: AnalyzeResponse, { planned, outcome }: DecidedFix): FeedbackRequest[] {
  const issue = answer.issues.find(({ fingerprint }) => fingerprint === planned.issue.fingerprint);
  const suggestion = issue?.suggestions.find(({ description }) => description === planned.description);
  if (issue === undefined || suggestion === undefined) return [];
  const feedback = { issue_id: issue.id, suggestion_id: suggestion.id, suggestion_outcome: outcome };
  return [{ analysis_id: answer.analysis_id, feedback }];
}

async function post<Answer>({ server, apiKey }: ReportTarget, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(new URL(path, server), {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey ?? ''}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new AssayError('internal', { detail: `The server ${server} does not answer.`, cause });
  });
  const answer = (await response.json()) as Answer & { detail?: string; title?: string };
  if (response.ok) return answer;
  const detail = `The server answered ${response.status}: ${answer.detail ?? answer.title}`;
  throw new AssayError('internal', { detail });
}
