// What a rollout is judged by, on its way to the database: analyses are counted and stored every two seconds, verdicts at once. A
// count that is lost with the process is missed by nobody: outcomes are evidence, not accounts.
import type { Database } from '../../database-service/index.ts';
import { builtInBundle, confidenceOf, type FittedRanker, type RankingFeatures } from '../../model-service/index.ts';
import type { LineLogger } from '../../monitoring/index.ts';
import { type AnalysesSeen, watchAnalyses, watchVerdict } from '../../training-pipeline/index.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { ModelInUse, ModelsInUse } from './models-in-use.ts';

export interface GivenVerdict {
  /** of the bundle that gave the answer */
  readonly digest: string;
  readonly useful: boolean;
  readonly features: RankingFeatures;
}

export interface RolloutRecorder {
  /** Never waits and never throws. */
  analyzed(
    tenantId: string,
    used: ModelInUse,
    analysis: { readonly failed: boolean; readonly milliseconds: number },
  ): void;
  /** Both rankers as they are before a verdict, so that it is new to them; null where nothing is compared. Never throws. */
  before(tenantId: string): Promise<ComparedRankers | null>;
  /** Adds a verdict to the rollout that runs; never throws. */
  judged(tenantId: string, verdict: GivenVerdict, before: ComparedRankers | null): Promise<void>;
  /** Stores what waits. */
  finish(): Promise<void>;
}

export interface ComparedRankers {
  readonly rolloutId: string;
  readonly champion: FittedRanker;
  readonly challenger: FittedRanker;
}

interface Dependencies {
  readonly database: Database;
  readonly models: ModelsInUse;
  readonly rankers: TenantRankers;
  readonly logger: LineLogger;
}

const FLUSH_MS = 2000;

export function createRolloutRecorder({ database, models, rankers, logger }: Dependencies): RolloutRecorder {
  const builtIn = builtInBundle().digest;
  let waiting = new Map<string, Map<string, AnalysesSeen>>();
  let timer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> = Promise.resolve();

  const store = async (tenantId: string, seen: ReadonlyMap<string, AnalysesSeen>) => {
    try {
      const decision = await watchAnalyses(database, tenantId, builtIn, seen);
      if (decision.kind !== 'wait') models.changed(tenantId);
    } catch (error) {
      logger.warn({ err: error, tenant: tenantId }, 'analyses of a rollout could not be counted');
    }
  };
  function flush(): void {
    timer = null;
    const taken = waiting;
    waiting = new Map();
    flushing = flushing.then(async () => {
      for (const [tenantId, seen] of taken) await store(tenantId, seen);
    });
  }

  return {
    analyzed(tenantId, { bundle, rollout }, { failed, milliseconds }) {
      if (rollout === null || rollout.share === 0) return;
      const seen = waiting.get(tenantId) ?? new Map<string, AnalysesSeen>();
      const before = seen.get(bundle.digest) ?? { analyses: 0, failures: 0, slow: 0 };
      seen.set(bundle.digest, {
        analyses: before.analyses + 1,
        failures: before.failures + Number(failed),
        slow: before.slow + Number(milliseconds > rollout.slowMs),
      });
      waiting.set(tenantId, seen);
      timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    async before(tenantId) {
      try {
        const { champion, rollout } = await models.of(tenantId);
        if (rollout === null || rollout.share > 0) return null;
        // What is remembered is good enough, and costs nothing.
        const ours = await rankers.of(tenantId, 0, champion);
        return { rolloutId: rollout.id, champion: ours, challenger: await rankers.of(tenantId, 0, rollout.challenger) };
      } catch (error) {
        logger.warn({ err: error, tenant: tenantId }, 'a challenger could not be asked');
        return null;
      }
    },
    async judged(tenantId, { digest, useful, features }, before) {
      try {
        if ((await models.of(tenantId)).rollout === null) return;
        const scores = ({ id }: { readonly id: string }) =>
          before === null || before.rolloutId !== id
            ? null
            : {
                champion: confidenceOf(before.champion, features),
                challenger: confidenceOf(before.challenger, features),
              };
        const decision = await watchVerdict(database, tenantId, builtIn, { digest, useful, scores });
        if (decision.kind !== 'wait') models.changed(tenantId);
      } catch (error) {
        logger.warn({ err: error, tenant: tenantId }, 'a verdict could not be counted for a rollout');
      }
    },
    async finish() {
      flush();
      await flushing;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
