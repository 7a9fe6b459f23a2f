// Confidences from a ranker that is no part of Assay, where one is configured: what the feature store knows of each finding goes to it
// as numbers. Null means that Assay's own ranker is to be asked, whatever the reason.
import type { Database } from '../../database-service/index.ts';
import {
  createStandInRanker,
  type RankingFeatures,
  type ScorerIdentity,
  type StandInRanker,
  scorerRow,
} from '../../model-service/index.ts';
import type { LineLogger } from '../../monitoring/index.ts';
import { createFeatureStore, type FeatureStore } from '../../training-pipeline/index.ts';

export interface OutsideRanker {
  /** Who ranks now, if anybody but Assay does. */
  identity(): Promise<ScorerIdentity | null>;
  confidencesOf(tenantId: string, findings: readonly RankingFeatures[]): Promise<readonly number[] | null>;
  finish(): Promise<void>;
}

export interface OutsideRankerSettings {
  /** null: Assay ranks */
  readonly ranker: string | null;
  readonly rankerTimeoutMs: number;
  readonly feastUrl: string | null;
}

export function createOutsideRanker(
  database: Database,
  { ranker, rankerTimeoutMs, feastUrl }: OutsideRankerSettings,
  logger: LineLogger,
): OutsideRanker | null {
  if (ranker === null) return null;
  const features = createFeatureStore(database, {
    feastUrl,
    onFault: (error) => logger.warn({ err: error }, 'the feature server did not answer: the database was asked'),
  });
  const standIn = createStandInRanker(ranker, {
    timeoutMs: rankerTimeoutMs,
    onFault: (error) => logger.warn({ err: error }, 'the ranker that is configured cannot be used: Assay ranks'),
  });
  const onFault = (error: unknown) => logger.warn({ err: error }, 'what verdicts say could not be read: Assay ranks');
  return outsideRanker(features, standIn, onFault);
}

function outsideRanker(
  features: FeatureStore,
  standIn: StandInRanker,
  onFault: (error: unknown) => void,
): OutsideRanker {
  return {
    identity: () => standIn.identity(),
    async confidencesOf(tenantId, findings) {
      const entities = findings.map(({ rule, folders, repository }) => ({
        rule,
        folder: folders.at(-1) ?? '',
        repository: repository ?? '',
      }));
      // An analysis does not fail because of who else might have ranked it.
      const counts = await features.countsOf(tenantId, entities).catch(onFault);
      if (counts === undefined) return null;
      const rows = findings.flatMap((finding, index) => {
        const known = counts[index];
        return known === undefined ? [] : [scorerRow(finding, known)];
      });
      return await standIn.score(rows);
    },
    finish: () => standIn.close(),
  };
}
