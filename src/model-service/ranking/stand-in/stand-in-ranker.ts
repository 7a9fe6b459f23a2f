// What ranks in the place of Assay's ranker, where the operator has configured it, and only while it answers well: who cannot be reached, is
// slow or gives no probabilities is left out for a while, and the ranker of the bundle goes on.
import { inferenceServer } from './inference-server.ts';
import { onnxScorer } from './onnx-scorer.ts';
import type { Scorer, ScorerIdentity } from './scorer.ts';

export interface StandInRanker {
  /** Who ranks now; null: Assay's own ranker does. */
  identity(): Promise<ScorerIdentity | null>;
  /** A confidence for each row, or null when it failed. */
  score(rows: readonly (readonly number[])[]): Promise<readonly number[] | null>;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly timeoutMs: number;
  readonly onFault: (error: unknown) => void;
  readonly now?: () => number;
}

/** How long it is trusted to be who it was, and left out after a failure. */
const KNOWN_MS = 30_000;
const LEFT_OUT_MS = 10_000;
/** An ONNX file is loaded within it. */
const FIRST_MS = 30_000;

/** `address`: of a model of an inference server, `http://…/v2/models/NAME`, or the path of an `.onnx` file. */
export function createStandInRanker(address: string, options: StandInOptions): StandInRanker {
  return standInOf(/^https?:\/\//.test(address) ? inferenceServer(address) : onnxScorer(address), options);
}

export function standInOf(scorer: Scorer, { timeoutMs, onFault, now = Date.now }: StandInOptions): StandInRanker {
  let known: { readonly until: number; readonly identity: ScorerIdentity | null } | null = null;
  let asking: Promise<ScorerIdentity | null> | null = null;

  const failed = (error: unknown) => {
    known = { until: now() + LEFT_OUT_MS, identity: null };
    onFault(error);
    return null;
  };
  const ask = async () => {
    try {
      const identity = await within(FIRST_MS, (signal) => scorer.identify(signal));
      known = { until: now() + KNOWN_MS, identity };
      return identity;
    } catch (error) {
      return failed(error);
    } finally {
      asking = null;
    }
  };
  return {
    async identity() {
      if (known !== null && known.until > now()) return known.identity;
      // While it is asked again, who was known goes on; only the first answer is waited for.
      asking ??= ask();
      return known === null ? await asking : known.identity;
    },
    async score(rows) {
      if (rows.length === 0) return [];
      try {
        return await within(timeoutMs, (signal) => scorer.score(rows, signal));
      } catch (error) {
        return failed(error);
      }
    },
    close: () => scorer.close(),
  };
}

async function within<Result>(ms: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(ms);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`The stand-in ranker took longer than ${ms} ms.`)));
  });
  return await Promise.race([work(signal), late]);
}
