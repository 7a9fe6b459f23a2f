// POST /api/v1/analyze/batch: many files in one call; a file that fails is reported and fails nothing else.
import { BatchRequest, BatchResponse, LIMITS } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import type { AnalysisRequest, Analyzer } from '../analyze/analysis.ts';
import type { AnalyzeDependencies } from '../analyze/endpoint.ts';
import { withinProject } from '../analyze/project-restriction.ts';
import { preferencesOfRequest } from '../analyze/request-preferences.ts';
import { createSubmission, mayBeReplayed } from '../analyze/submission.ts';
import { defineEndpoint, type Endpoint, type EndpointRequest, json } from '../endpoint.ts';
import type { EffectivePreferences } from '../preferences/effective-preferences.ts';
import { createProblem } from '../problem-types/problem.ts';

/** Twice the limit of the contract: room for JSON escapes. */
const BODY_LIMIT = 2 * LIMITS.batchBytes;
/** Few at a time, so that one batch does not fill the queue that everyone's requests wait in. */
const CONCURRENCY = 8;

export function batchEndpoint({ analyzer, idempotency, preferences }: AnalyzeDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/analyze/batch',
      operationId: 'analyzeBatch',
      tag: 'analysis',
      summary: 'Analyse up to 500 files.',
      description:
        'At most 20 MiB of code. Each file is analysed by itself with the shared `context`; the results come in the ' +
        'order of the files, each with its own status.',
      access: 'analyses:create',
      projectKeys: true,
      body: BatchRequest,
      bodyLimit: BODY_LIMIT,
      metered: true,
      idempotent: true,
      answers: { 200: json('One result for each file.', BatchResponse) },
    },
    (request) =>
      idempotency.once('analyze/batch', request, async () => {
        checkTotal(request.body);
        const batch = withinProject(request.body, request.caller);
        const effective = await preferences.effective(request.caller, batch.context?.project ?? null);
        const chosen = preferencesOfRequest(batch.context ?? {}, effective);
        const body = await analyzeAll(analyzer, effective, batch, request);
        return { status: 200, body, isKept: mayBeReplayed(chosen) };
      }),
  );
}

function checkTotal({ files }: BatchRequest): void {
  const total = files.reduce((bytes, file) => bytes + Buffer.byteLength(file.code), 0);
  if (total <= LIMITS.batchBytes) return;
  throw new AssayError('payload_too_large', {
    detail: `The files have ${total} bytes of UTF-8; the limit is ${LIMITS.batchBytes} (20 MiB).`,
    errors: [{ path: '/files', message: `must not have more than ${LIMITS.batchBytes} bytes together` }],
  });
}

type Followed = AnalysisRequest & Pick<EndpointRequest, 'log'>;

async function analyzeAll(
  analyzer: Analyzer,
  effective: EffectivePreferences,
  batch: BatchRequest,
  request: Followed,
): Promise<string> {
  const results: string[] = new Array(batch.files.length);
  let next = 0;
  let failed = 0;
  const worker = async () => {
    while (next < batch.files.length) {
      const index = next++;
      const { text, ok } = await analyzeFile(analyzer, effective, batch, index, request);
      results[index] = text;
      if (!ok) failed++;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const succeeded = results.length - failed;
  const duration = Math.round(request.elapsedMs() * 100) / 100;
  return `{"results":[${results.join(',')}],"succeeded":${succeeded},"failed":${failed},"duration_ms":${duration}}`;
}

/** The result of one file as JSON text: answers are put in as they are, not parsed and written again. */
async function analyzeFile(
  analyzer: Analyzer,
  effective: EffectivePreferences,
  batch: BatchRequest,
  index: number,
  request: Followed,
) {
  const { code, language, path } = batch.files[index] ?? { code: '' };
  const place = `"index":${index},"path":${JSON.stringify(path ?? null)}`;
  const context = { ...batch.context, ...(path !== undefined && { path }) };
  try {
    const submission = createSubmission({ code, context, ...(language !== undefined && { language }) }, effective);
    const result = await analyzer.analyze(submission, request);
    return { ok: true, text: `{${place},"status":200,"result":${result}}` };
  } catch (error) {
    // The client has gone: stop, rather than report every remaining file as failed.
    request.signal().throwIfAborted();
    if (!(error instanceof AssayError)) request.log.error({ err: error, index }, 'a file of a batch failed');
    const problem = createProblem(error, request.requestId);
    return { ok: false, text: `{${place},"status":${problem.status},"problem":${JSON.stringify(problem)}}` };
  }
}
