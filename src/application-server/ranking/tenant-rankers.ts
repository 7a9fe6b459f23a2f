// The rankers of tenants, each fitted to what its tenant has taught and remembered until it teaches something new.
import { LRUCache } from 'lru-cache';
import {
  type Database,
  findAnalysis,
  findPreferences,
  forgottenSince,
  type JudgementRecord,
  knowledgeVersion,
  listJudgementChanges,
  listJudgements,
  listJudgementsAt,
  MOST_JUDGEMENTS,
  replaceFeatures,
  type TenantTransaction,
} from '../../database-service/index.ts';
import {
  type FittedRanker,
  fitRanker,
  type Judgement,
  type ModelBundle,
  type ModelService,
  type RankingFeatures,
  type TuningMemory,
} from '../../model-service/index.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { followedJudgements } from './followed-judgements.ts';
import { featuresOfStored } from './issue-features.ts';
import { type NameTokens, nameTokensOf } from './name-tokens.ts';

export interface TenantRankers {
  /** Knows at least what the tenant had taught at this version; asks the database only when something is new. */
  of(tenantId: string, atLeast: number, bundle?: ModelBundle): Promise<FittedRanker>;
  /** As it was at a version, with these parameters; what was deleted since is missing. For explanations and replays. */
  at(tenantId: string, version: number, bundle?: ModelBundle): Promise<PastRanker>;
}

export interface PastRanker {
  readonly fitted: FittedRanker;
  /** what it learned from, by knowledge version */
  readonly records: ReadonlyMap<number, JudgementRecord>;
}

interface Remembered {
  readonly version: number;
  readonly forgottenSince: number;
  readonly keyVersion: number;
  readonly learnsFromServices: boolean;
  /** by version, in force */
  readonly records: ReadonlyMap<number, JudgementRecord>;
  /** by the digest of the parameters: champion and challenger learn from the same verdicts */
  readonly fitted: Map<string, FittedRanker>;
  readonly tunings: Map<string, TuningMemory>;
}

/** Over all tenants; one judgement takes some kilobytes. */
const REMEMBERED_JUDGEMENTS = 30_000;
const REMEMBERED_PAST = 20;
const REMEMBERED_TUNINGS = 4;
/** Champion, challenger, and one that is being replaced. */
const MOST_MODELS = 3;
/** When more has changed, everything is read anew. */
const MOST_CHANGES = 500;

export interface RankerDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly model: Pick<ModelService, 'bundle'>;
}

export function createTenantRankers({ database, dataKeys, model }: RankerDependencies): TenantRankers {
  const tenants = new LRUCache<string, Remembered>({
    maxSize: REMEMBERED_JUDGEMENTS,
    sizeCalculation: ({ records }) => records.size + 1,
  });
  const past = new LRUCache<string, PastRanker>({ max: REMEMBERED_PAST });
  const underWay = new Map<string, Promise<Remembered>>();

  const learn = async (tenantId: string): Promise<Remembered> => {
    const names = nameTokensOf(await dataKeys.of(tenantId));
    const before = tenants.get(tenantId);
    const read = await database.asTenant(tenantId, (tx) => readKnowledge(tx, names, before));
    const isSame = before !== undefined && read.records === before.records && sameChoice(read, before);
    const fitted = isSame
      ? new Map([...before.fitted].map(([digest, one]) => [digest, { ...one, knowledgeVersion: read.version }]))
      : new Map<string, FittedRanker>();
    const remembered = { ...read, fitted };
    tenants.set(tenantId, remembered);
    return remembered;
  };

  return {
    async of(tenantId, atLeast, bundle = model.bundle) {
      const known = tenants.get(tenantId);
      if (known !== undefined && known.version >= atLeast) return fittedTo(known, bundle);
      const pending = underWay.get(tenantId) ?? learn(tenantId).finally(() => underWay.delete(tenantId));
      underWay.set(tenantId, pending);
      const learned = await pending;
      // It may have been under way already when the verdict came.
      return fittedTo(learned.version >= atLeast ? learned : await learn(tenantId), bundle);
    },
    async at(tenantId, version, bundle = model.bundle) {
      const current = tenants.get(tenantId);
      if (current?.version === version) return { fitted: fittedTo(current, bundle), records: current.records };
      const names = nameTokensOf(await dataKeys.of(tenantId));
      const { records, forgotten, learnsFromServices } = await database.asTenant(tenantId, async (tx) => ({
        records: await withCurrentTokens(tx, names, await listJudgementsAt(tx, version)),
        forgotten: await forgottenSince(tx),
        learnsFromServices: await learnsFromServicesOf(tx),
      }));
      const key = JSON.stringify([
        tenantId,
        version,
        forgotten,
        names.keyVersion,
        learnsFromServices,
        rankerDigest(bundle),
      ]);
      const known = past.get(key) ?? {
        fitted: fitRanker(bundle.ranker, { version, judgements: countedJudgements(records, learnsFromServices) }),
        records: new Map(records.map((record) => [record.version, record])),
      };
      past.set(key, known);
      return known;
    },
  };
}

/** Fits once for each set of parameters and knowledge. */
function fittedTo({ fitted, tunings, records, learnsFromServices, version }: Remembered, bundle: ModelBundle) {
  const digest = rankerDigest(bundle);
  const known = fitted.get(digest);
  if (known !== undefined) return known;
  const judgements = countedJudgements(records.values(), learnsFromServices);
  const memory = tunings.get(digest) ?? newTunings();
  const made = fitRanker(bundle.ranker, { version, judgements }, memory);
  remember(tunings, digest, memory);
  remember(fitted, digest, made);
  return made;
}

function remember<Value>(known: Map<string, Value>, digest: string, value: Value): void {
  known.set(digest, value);
  const [oldest] = known.keys();
  if (known.size > MOST_MODELS && oldest !== undefined) known.delete(oldest);
}

function rankerDigest({ components, digest }: ModelBundle): string {
  return components.find(({ name }) => name === 'ranker')?.digest ?? digest;
}

type ReadKnowledge = Omit<Remembered, 'fitted'>;

async function readKnowledge(
  tx: TenantTransaction,
  names: NameTokens,
  before: Remembered | undefined,
): Promise<ReadKnowledge> {
  const version = await knowledgeVersion(tx);
  const forgotten = await forgottenSince(tx);
  const learnsFromServices = await learnsFromServicesOf(tx);
  const about = { version, forgottenSince: forgotten, keyVersion: names.keyVersion, learnsFromServices };
  const isFollowed =
    before !== undefined &&
    before.keyVersion === names.keyVersion &&
    forgotten <= before.version &&
    version - before.version <= MOST_CHANGES &&
    before.records.size < MOST_JUDGEMENTS - MOST_CHANGES;
  if (isFollowed) {
    const changes = await withCurrentTokens(tx, names, await listJudgementChanges(tx, before.version));
    const records = followedJudgements(before.records, changes);
    if (records !== null) return { ...about, records, tunings: before.tunings };
  }
  const all = await withCurrentTokens(tx, names, await listJudgements(tx));
  return { ...about, records: new Map(all.map((record) => [record.version, record])), tunings: new Map() };
}

async function learnsFromServicesOf(tx: TenantTransaction): Promise<boolean> {
  const [tenant] = await findPreferences(tx, [{ scope: 'tenant', subject: '' }]);
  return tenant?.values.learn_from_services ?? false;
}

/**
 * After a rotation of the data key the same name has another token. What the features were made of is still there with
 * the analysis, so they are made anew.
 */
async function withCurrentTokens(
  tx: TenantTransaction,
  { keyVersion, token }: NameTokens,
  records: readonly JudgementRecord[],
): Promise<JudgementRecord[]> {
  const renewed: JudgementRecord[] = [];
  const current: JudgementRecord[] = [];
  for (const record of records) {
    if (record.keyVersion === keyVersion) {
      current.push(record);
      continue;
    }
    const analysis = await findAnalysis(tx, record.analysisId);
    const issue = analysis && readStoredAnalysis(analysis).answer.issues.find(({ id }) => id === record.issueId);
    if (!analysis || !issue) continue;
    const features = featuresOfStored(issue, analysis, token);
    renewed.push({ ...record, features, keyVersion });
    current.push({ ...record, features, keyVersion });
  }
  await replaceFeatures(tx, keyVersion, renewed);
  return current;
}

function countedJudgements(records: Iterable<JudgementRecord>, learnsFromServices: boolean): Judgement[] {
  const counted: Judgement[] = [];
  for (const record of records) {
    if (record.isService && !learnsFromServices) continue;
    counted.push({
      id: record.feedbackId,
      version: record.version,
      voter: record.actor,
      subject: record.subject,
      isTrue: record.verdict === 'true_positive' || record.verdict === 'fixed',
      isProposed: record.isProposed,
      // Only `rankingFeatures` writes them.
      features: record.features as RankingFeatures,
    });
  }
  return counted.sort((a, b) => a.version - b.version);
}

function sameChoice(a: ReadKnowledge, b: ReadKnowledge): boolean {
  return a.learnsFromServices === b.learnsFromServices;
}

function newTunings(): TuningMemory {
  return new LRUCache({ max: REMEMBERED_TUNINGS });
}
