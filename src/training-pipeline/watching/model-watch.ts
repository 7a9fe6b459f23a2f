// How a tenant's champion fares: what comes in and goes out now, against the data that it was trained on. A built-in model was
// trained on nothing of the tenant: then the weeks before are what is compared with.
import type { ModelWatch } from '../../contract/index.ts';
import {
  countFindings,
  type Database,
  type FindingCounts,
  findBundle,
  findTrainingRun,
  listShownVerdicts,
  readDeployment,
  type ShownVerdict,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { accuracyOf, isUseful } from '../evaluation/accuracy-report.ts';
import type { CalibrationBin, ScoreFigures } from '../evaluation/scores.ts';
import { stabilityIndex, totalOf } from './stability-index.ts';

const DAY_MS = 86_400_000;
const FINDING_DAYS = 7;
const VERDICT_DAYS = 28;
const REFERENCE_DAYS = 28;
const MOST_VERDICTS = 20_000;
const SHOWN_RULES = 100;

type Counts = Readonly<Record<string, number>>;

/** What is compared with; null where it is not known. */
interface Reference {
  readonly kind: ModelWatch['reference'];
  readonly findings: FindingCounts | null;
  readonly scores: Counts;
  readonly verdicts: Counts;
}

/** What a training run keeps in its record, to be compared with later. */
export async function findingSnapshot(tx: TenantTransaction, until: Date): Promise<FindingCounts> {
  return await countFindings(tx, { since: daysBefore(until, REFERENCE_DAYS), until });
}

export async function modelWatch(database: Database, tenantId: string, now = new Date()): Promise<ModelWatch> {
  const findingsSince = daysBefore(now, FINDING_DAYS);
  const verdictsSince = daysBefore(now, VERDICT_DAYS);
  const { reference, found, judged } = await database.asTenant(tenantId, async (tx) => ({
    reference: (await referenceOfTraining(tx)) ?? (await referenceOfWeeks(tx, findingsSince, verdictsSince)),
    found: await countFindings(tx, { since: findingsSince, until: now }),
    judged: await listShownVerdicts(tx, { since: verdictsSince, until: now }, MOST_VERDICTS),
  }));
  const { first_five, rules } = accuracyOf(judged, { since: verdictsSince, until: now });
  const then = reference.findings;
  return {
    reference: reference.kind,
    findings_since: findingsSince.toISOString(),
    verdicts_since: verdictsSince.toISOString(),
    drift: {
      languages: drift(then?.languages ?? {}, found.languages),
      rules: drift(then?.rules ?? {}, found.rules),
      severities: drift(then?.severities ?? {}, found.severities),
      scores: drift(reference.scores, scoreCounts(judged)),
      verdicts: drift(reference.verdicts, verdictCounts(judged)),
    },
    first_five,
    rules: rules.slice(0, SHOWN_RULES).map(({ rule_id, verdicts, useful }) => ({
      rule_id,
      verdicts,
      not_useful: verdicts - useful,
      not_useful_share: (verdicts - useful) / verdicts,
    })),
  };
}

function drift(then: Counts, now: Counts): ModelWatch['drift']['scores'] {
  return { index: stabilityIndex(then, now), reference: totalOf(then), seen: totalOf(now) };
}

/** What the run that made the champion has recorded; null for a model that no run of this tenant made. */
async function referenceOfTraining(tx: TenantTransaction): Promise<Reference | null> {
  const { champion } = await readDeployment(tx);
  const bundle = champion === null ? null : await findBundle(tx, champion);
  const run = bundle?.runId ? await findTrainingRun(tx, bundle.runId) : null;
  if (run === null) return null;
  // Only this box writes it; runs of older versions kept no snapshot.
  const { snapshot, metrics, curves } = run.record as RunRecord;
  const { verdicts = 0, useful = 0 } = metrics?.challenger ?? {};
  return {
    kind: 'training',
    findings: snapshot ?? null,
    scores: Object.fromEntries((curves?.calibration?.challenger ?? []).map((bin) => [binOf(bin.from), bin.verdicts])),
    verdicts: { useful, not_useful: verdicts - useful },
  };
}

interface RunRecord {
  readonly snapshot?: FindingCounts;
  readonly metrics?: { readonly challenger?: Partial<ScoreFigures> };
  readonly curves?: { readonly calibration?: { readonly challenger?: readonly CalibrationBin[] } };
}

async function referenceOfWeeks(tx: TenantTransaction, findingsUntil: Date, verdictsUntil: Date): Promise<Reference> {
  const range = { since: daysBefore(verdictsUntil, REFERENCE_DAYS), until: verdictsUntil };
  const judged = await listShownVerdicts(tx, range, MOST_VERDICTS);
  return {
    kind: 'weeks_before',
    findings: await findingSnapshot(tx, findingsUntil),
    scores: scoreCounts(judged),
    verdicts: verdictCounts(judged),
  };
}

function scoreCounts(judged: readonly ShownVerdict[]): Counts {
  const counts: Record<string, number> = {};
  for (const { confidence } of judged) counts[binOf(confidence)] = (counts[binOf(confidence)] ?? 0) + 1;
  return counts;
}

function verdictCounts(judged: readonly ShownVerdict[]): Counts {
  const useful = judged.filter(({ verdict }) => isUseful(verdict)).length;
  return { useful, not_useful: judged.length - useful };
}

/** The tenth that a confidence lies in. */
function binOf(confidence: number): string {
  return String(Math.min(9, Math.max(0, Math.floor(confidence * 10 + 1e-9))));
}

function daysBefore(time: Date, days: number): Date {
  return new Date(time.getTime() - days * DAY_MS);
}
