// The model service of other processes: each job goes to one of their replicas over HTTP.
import { CALL_HEADER, signCall } from '../../security/index.ts';
import { createUpstreamPool } from '../../upstreams/index.ts';
import { createFileOpener } from '../issue-identification/job-files.ts';
import type { AnalysisJob, AnalysisOutcome, CallOptions, CheckedDocuments, ModelService } from '../model-service.ts';
import { builtInBundle } from '../model-versioning/bundle.ts';
import { askReplicas, errorOf } from './attempts.ts';
import {
  ANALYSES_PATH,
  BUNDLE_HEADER,
  DEADLINE_HEADER,
  DOCUMENT_CHECKS_PATH,
  type JobBody,
  NEIGHBOUR_BYTES,
} from './wire.ts';

export interface RemoteModelOptions {
  /** `http://host:port` of replicas, or of a name that stands for all of them */
  readonly servers: readonly string[];
  /** the operator's key of the model service; asked for with the first call */
  readonly loadKey: () => Promise<Buffer>;
  /** for an answer, with waiting and all attempts */
  readonly deadlineMs: number;
  /** after which a second replica is asked as well */
  readonly hedgeAfterMs: number;
  /** a replica begins or ceases to be one that can be asked */
  readonly onChange: (replica: string, isReady: boolean) => void;
}

/** One call in twenty may be sent a second time because it is slow: more would double the load when everything is. */
const HEDGED_SHARE = 0.05;
const MOST_SAVED_HEDGES = 10;

/** Returns at once; `ready` resolves when a replica of this very version answers. */
export function createRemoteModelService(options: RemoteModelOptions): ModelService {
  const bundle = builtInBundle();
  const pool = createUpstreamPool({
    origins: options.servers,
    onChange: options.onChange,
    accepts: (headers) => headers[BUNDLE_HEADER] === bundle.digest,
  });
  const openFiles = createFileOpener();
  const started = pool.start();
  let hedges = 1;
  let pending = 0;
  let isClosed = false;
  let key: Promise<Buffer> | null = null;
  const mayHedge = () => {
    if (hedges < 1) return false;
    hedges--;
    return true;
  };
  const ask = async <Outcome>(path: string, content: unknown, { signal, traceparent }: CallOptions) => {
    const body = Buffer.from(JSON.stringify(content));
    key ??= options.loadKey();
    const signingKey = await key;
    const callFor = (leftMs: number) => ({
      method: 'POST',
      path,
      body,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        [CALL_HEADER]: signCall(signingKey, { method: 'POST', path }),
        [DEADLINE_HEADER]: Math.ceil(leftMs),
        [BUNDLE_HEADER]: bundle.digest,
        ...(traceparent !== undefined && { traceparent }),
      },
    });
    hedges = Math.min(MOST_SAVED_HEDGES, hedges + HEDGED_SHARE);
    pending++;
    try {
      const limits = { ...options, mayHedge, signal: signal ?? new AbortController().signal };
      const reply = await askReplicas(pool, callFor, limits);
      if (reply.status !== 200) throw errorOf(reply);
      return JSON.parse(String(reply.body)) as Outcome;
    } finally {
      pending--;
    }
  };
  return {
    bundle,
    async analyze(job, call = {}) {
      const { body, isStale } = sendable(job, openFiles);
      const content = call.background === true ? { ...body, background: true } : body;
      const outcome = await ask<AnalysisOutcome>(ANALYSES_PATH, content, call);
      return isStale ? { ...outcome, filesRead: null } : outcome;
    },
    checkDocuments: (documents, call = {}) => ask<CheckedDocuments>(DOCUMENT_CHECKS_PATH, documents, call),
    async ready() {
      await started;
      // Replicas may start after this process: then they are found by a later check.
      while (pool.available() === 0 && !isClosed) await new Promise((resolve) => setTimeout(resolve, 200).unref());
    },
    available: () => pool.available() > 0,
    load: () => ({ waiting: 0, running: pending }),
    replicas: () => ({ available: pool.available(), configured: pool.members().length }),
    async close() {
      isClosed = true;
      pool.close();
    },
  };
}

/** Files of this machine are read here. */
function sendable(
  { files, ...job }: AnalysisJob,
  openFiles: ReturnType<typeof createFileOpener>,
): {
  readonly body: Omit<AnalysisJob, 'files'> & Pick<JobBody, 'files'>;
  readonly isStale: boolean;
} {
  const opened = openFiles(files);
  const read: { path: string; code: string }[] = [];
  let bytes = 0;
  for (const { path, code } of opened.files) {
    const own = Buffer.byteLength(JSON.stringify(code)) + Buffer.byteLength(path);
    // The nearest come first. What does not fit in stays here, and the answer is not taken for one that all of them decided.
    if (bytes + own > NEIGHBOUR_BYTES) return { body: { ...job, files: read }, isStale: true };
    bytes += own;
    read.push({ path, code });
  }
  return { body: { ...job, files: read }, isStale: opened.isStale() };
}
