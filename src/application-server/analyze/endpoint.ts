// POST /api/v1/analyze: one piece of code in, its findings out.
import { Type } from 'typebox';
import { AnalyzeRequest, AnalyzeResponse } from '../../contract/index.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import type { Idempotency } from '../idempotency/idempotency.ts';
import type { PreferenceReader } from '../preferences/effective-preferences.ts';
import type { Analyzer } from './analysis.ts';
import { withinProject } from './project-restriction.ts';
import { createSubmission, mayBeReplayed } from './submission.ts';

/**
 * Bytes of JSON, not of code: escapes can make text three times as long. The limits of the contract are counted on the
 * decoded code in submission.ts.
 */
const BODY_LIMIT = 16 * 1_048_576;

const SARIF = 'application/sarif+json';
/** Described by its own standard; the gateway makes it from the answer. */
const SarifLog = Type.Object(
  { version: Type.Literal('2.1.0'), runs: Type.Array(Type.Unknown()) },
  { description: 'SARIF 2.1.0' },
);

export interface AnalyzeDependencies {
  readonly analyzer: Analyzer;
  readonly idempotency: Idempotency;
  readonly preferences: PreferenceReader;
}

export function analyzeEndpoint({ analyzer, idempotency, preferences }: AnalyzeDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/analyze',
      operationId: 'analyze',
      tag: 'analysis',
      summary: 'Analyse one piece of code.',
      description:
        'Stored before it is answered. An equal request is answered from the cache with `cached: true` and the same ' +
        '`analysis_id`, until the tenant teaches something new. `Accept: application/sarif+json` gives SARIF 2.1.0.',
      access: 'analyses:create',
      projectKeys: true,
      body: AnalyzeRequest,
      bodyLimit: BODY_LIMIT,
      metered: true,
      idempotent: true,
      answers: {
        200: { description: 'What was found.', content: { 'application/json': AnalyzeResponse, [SARIF]: SarifLog } },
      },
    },
    (request) =>
      idempotency.once('analyze', request, async () => {
        const { caller } = request;
        const body = withinProject(request.body, caller);
        const submission = createSubmission(body, await preferences.effective(caller, body.context?.project ?? null));
        const answer = await analyzer.analyze(submission, request);
        return { status: 200, body: answer, isKept: mayBeReplayed(submission) };
      }),
  );
}
