// Answers in another form than the endpoint gives: SARIF for analyses, by the Accept header.
import type { Answer, Endpoint } from '../../application-server/index.ts';
import { type AnalyzeResponse, toSarif } from '../../contract/index.ts';

const SARIF = 'application/sarif+json';

/** The answer as it is, or as SARIF 2.1.0 when the endpoint offers that and the client prefers it. */
export function transformAnswer(answer: Answer, endpoint: Endpoint, accept: string | undefined): Answer {
  const offered = endpoint.answers[200]?.content?.[SARIF] !== undefined;
  if (!offered) return answer;
  const headers = { ...answer.headers, vary: 'Accept' };
  if (answer.status !== 200 || !prefersSarif(accept)) return { ...answer, headers };
  const response = JSON.parse(String(answer.body)) as AnalyzeResponse;
  return { status: 200, body: JSON.stringify(toSarif([response])), contentType: SARIF, headers };
}

/** Whether SARIF is named in Accept, and not with a lower weight than plain JSON (RFC 9110, section 12.5.1). */
function prefersSarif(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes(SARIF)) return false;
  const weights = new Map<string, number>();
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(type, weight === undefined ? 1 : Number(weight) || 0);
  }
  const sarif = weights.get(SARIF) ?? 0;
  return sarif > 0 && sarif >= (weights.get('application/json') ?? 0);
}
