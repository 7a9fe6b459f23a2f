// Collects what a tenant's users said of findings. Where the tenant agreed to learn together, the verdicts of the other tenants that
// agreed go along, with rule and kind of place and nothing else: their names mean nothing here, and nobody is to try.
import {
  type Database,
  findPreferences,
  listTrainingVerdicts,
  listTrainingVoters,
  type TenantTransaction,
  type TrainingVerdict,
} from '../../database-service/index.ts';
import type { RankingFeatures } from '../../model-service/index.ts';
import type { CollectedVerdict } from '../preprocessing/dataset.ts';

const PAGE = 2000;
/** The newest of more; older ones say less of today. */
const MOST_VERDICTS = 50_000;
/** Of each other tenant. */
const MOST_SHARED = 2000;
const MOST_VOTERS = 10_000;
const TENANTS_A_PAGE = 500;

export async function collectVerdicts(
  database: Database,
  tenantId: string,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<CollectedVerdict[]> {
  const choices = await database.asTenant(tenantId, learningChoices);
  const own = await verdictsOf(database, tenantId, choices, { most: MOST_VERDICTS, signal });
  progress(0.5);
  const collected = own.map((verdict) => collectedVerdict(verdict, 0, verdict.features as RankingFeatures));
  if (!choices.shares) return collected;
  let number = 0;
  for await (const other of otherTenants(database, tenantId)) {
    signal.throwIfAborted();
    const theirs = await database.asTenant(other, learningChoices);
    if (!theirs.shares) continue;
    number++;
    const shared = await verdictsOf(database, other, theirs, { most: MOST_SHARED, signal });
    collected.push(
      ...shared.map((verdict) =>
        collectedVerdict(verdict, number, sharedFeatures(verdict.features as RankingFeatures)),
      ),
    );
  }
  return collected;
}

interface LearningChoices {
  readonly shares: boolean;
  readonly learnsFromServices: boolean;
}

async function learningChoices(tx: TenantTransaction): Promise<LearningChoices> {
  const [tenant] = await findPreferences(tx, [{ scope: 'tenant', subject: '' }]);
  return {
    shares: tenant?.values.learn_across_tenants ?? false,
    learnsFromServices: tenant?.values.learn_from_services ?? false,
  };
}

/**
 * The newest, in their order. Of each voter no more than a fifth of them: one with a million verdicts neither pushes the others out nor
 * takes more time and memory than one with ten thousand.
 */
async function verdictsOf(
  database: Database,
  tenantId: string,
  { learnsFromServices }: LearningChoices,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): Promise<TrainingVerdict[]> {
  const voters = await database.asTenant(tenantId, (tx) => listTrainingVoters(tx, MOST_VOTERS));
  const newestOf = (verdicts: TrainingVerdict[]) => verdicts.sort((a, b) => a.version - b.version).slice(-most);
  let collected: TrainingVerdict[] = [];
  for (const voter of voters) {
    let beforeVersion: number | null = null;
    for (let left = voters.length === 1 ? most : Math.ceil(most / 5); left > 0; ) {
      signal.throwIfAborted();
      const asked = { voter, beforeVersion, limit: Math.min(PAGE, left) };
      const page: TrainingVerdict[] = await database.asTenant(tenantId, (tx) => listTrainingVerdicts(tx, asked));
      for (const verdict of page) if (learnsFromServices || !verdict.isService) collected.push(verdict);
      beforeVersion = page.at(-1)?.version ?? null;
      left = beforeVersion === null ? 0 : left - page.length;
    }
    if (collected.length > 2 * most) collected = newestOf(collected);
  }
  return newestOf(collected);
}

async function* otherTenants(database: Database, tenantId: string): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const page: readonly string[] = await database.listTenantIds(after, TENANTS_A_PAGE);
    yield* page.filter((id) => id !== tenantId);
    after = page.at(-1) ?? null;
    if (after === null) return;
  }
}

function collectedVerdict(verdict: TrainingVerdict, tenant: number, features: RankingFeatures): CollectedVerdict {
  const { isService: _, features: __, ...rest } = verdict;
  return { ...rest, tenant, features };
}

/** What is the same for everybody. */
function sharedFeatures(features: RankingFeatures): RankingFeatures {
  return { ...features, folders: [], segments: [], words: [], repository: null };
}
