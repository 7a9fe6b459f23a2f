// What a replica of the model service answers: analyses for application servers and workers, which sign what they ask.
import { Type } from 'typebox';
import { AssayError } from '../../errors.ts';
import {
  ANALYSES_PATH,
  BUNDLE_HEADER,
  CALL_BYTES,
  type CallOptions,
  DEADLINE_HEADER,
  DOCUMENT_CHECKS_PATH,
  DocumentsBody,
  JobBody,
  LOAD_HEADER,
  type ModelService,
} from '../../model-service/index.ts';
import type { Metrics } from '../../monitoring/index.ts';
import { type Answer, defineEndpoint, type Endpoint, type EndpointRequest, json } from '../endpoint.ts';
import { modelDependency } from '../health/dependencies.ts';
import { healthEndpoints } from '../health/endpoints.ts';
import { inferenceEndpoints } from './inference-endpoints.ts';

export interface ModelServerOptions {
  readonly model: ModelService;
  readonly metrics: Metrics;
  /** true once the process is asked to stop: not ready any more */
  readonly isStopping: () => boolean;
}

/** Its callers have these types themselves: nothing of it is part of the documented surface. */
const shared = { tag: 'model service', access: 'public', undocumented: true } as const;
const whatever = json('What the port of the model service says.', Type.Unknown());

export function modelServerEndpoints({ model, metrics, isStopping }: ModelServerOptions): Endpoint[] {
  const headers = () => {
    const { waiting, running } = model.load();
    return { [BUNDLE_HEADER]: model.bundle.digest, [LOAD_HEADER]: String(waiting + running) };
  };
  const answer = async <Outcome>(
    request: Pick<EndpointRequest, 'header' | 'signal' | 'trace'>,
    work: (call: CallOptions) => Promise<Outcome>,
  ): Promise<Answer> => {
    checkBundle(request.header(BUNDLE_HEADER), model.bundle.digest);
    const span = request.trace.begin('worker');
    const deadline = deadlineOf(request.header(DEADLINE_HEADER));
    const signal = AbortSignal.any([request.signal(), deadline]);
    try {
      return { status: 200, body: JSON.stringify(await work({ signal })), headers: headers() };
    } catch (error) {
      if (!deadline.aborted) throw error;
      throw new AssayError('model_unavailable', { detail: 'The caller has given up by now.', cause: error });
    } finally {
      const { waiting, running } = model.load();
      span.end({ 'assay.waiting': waiting, 'assay.running': running });
    }
  };
  return [
    defineEndpoint(
      {
        ...shared,
        method: 'POST',
        path: ANALYSES_PATH,
        operationId: 'runAnalysis',
        summary: 'Analyses one file.',
        body: JobBody,
        bodyLimit: CALL_BYTES,
        answers: { 200: whatever },
      },
      async ({ body: { background = false, ...job }, ...request }) =>
        await answer(request, (call) => model.analyze(job, { ...call, background })),
    ),
    defineEndpoint(
      {
        ...shared,
        method: 'POST',
        path: DOCUMENT_CHECKS_PATH,
        operationId: 'checkDocuments',
        summary: 'Reads and compiles rules and facts of a user.',
        body: DocumentsBody,
        bodyLimit: CALL_BYTES,
        answers: { 200: whatever },
      },
      async ({ body, ...request }) => await answer(request, (call) => model.checkDocuments(body, call)),
    ),
    ...inferenceEndpoints(model),
    ...healthEndpoints({ metrics, isStopping, dependencies: [modelDependency(model)], headers }),
  ];
}

/** One answer is made by one version: whoever expects another asks another replica. */
function checkBundle(wanted: string | null, digest: string): void {
  if (wanted === digest) return;
  throw new AssayError('model_unavailable', { detail: `This replica runs the bundle ${digest}.`, retryAfter: 1 });
}

const LONGEST_DEADLINE_MS = 600_000;

/** When the caller gives up, whether its connection says so or not. */
function deadlineOf(header: string | null): AbortSignal {
  const milliseconds = Number(header ?? 0);
  const isGiven = Number.isInteger(milliseconds) && milliseconds > 0;
  return AbortSignal.timeout(isGiven ? Math.min(milliseconds, LONGEST_DEADLINE_MS) : LONGEST_DEADLINE_MS);
}
