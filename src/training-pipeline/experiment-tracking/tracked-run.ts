// What MLflow is told of a training run: figures, parameters, digests. No name of anybody, no id of a verdict, no code.
import type { TrainingRunRecord } from '../../database-service/index.ts';

export interface TrackedRun {
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: readonly { readonly key: string; readonly value: number; readonly step: number }[];
  readonly tags: Readonly<Record<string, string>>;
  /** the record that stays with the run */
  readonly record: object;
}

type Json = Readonly<Record<string, unknown>>;
const LONGEST = 450;

export function trackedRun(run: TrainingRunRecord): TrackedRun {
  const { verdict_ids: _, ...record } = run.record as Json;
  const {
    metrics = {},
    curves = {},
    parameters = {},
    data_hash: dataHash,
    ranker,
    code,
    verdicts,
    users,
  } = record as Json;
  const settings = Object.entries(parameters as Json).filter(([, value]) => typeof value === 'number');
  const params = { seed: run.seed, trigger: run.trigger, data_hash: dataHash, ranker, verdicts, users };
  return {
    params: texts({ ...params, ...Object.fromEntries(settings), ...components(code) }),
    metrics: [...figures(metrics as Json), ...searchCurve(curves as Json)],
    tags: texts({ 'assay.run_id': run.id, 'assay.state': run.state, 'assay.reason': run.reason ?? undefined }),
    record,
  };
}

function components(code: unknown): Json {
  if (!Array.isArray(code)) return {};
  return Object.fromEntries(code.map(({ name, digest }: { name: string; digest: string }) => [`code.${name}`, digest]));
}

function figures(metrics: Json): TrackedRun['metrics'] {
  return Object.entries(metrics).flatMap(([of, values]) =>
    Object.entries((values ?? {}) as Json).flatMap(([name, value]) =>
      typeof value === 'number' && Number.isFinite(value) ? [{ key: `${of}.${name}`, value, step: 0 }] : [],
    ),
  );
}

/** What the search lost, step by step; of a trainer that leaves no such curve, nothing. */
function searchCurve({ search }: Json): TrackedRun['metrics'] {
  const { curve } = (search ?? {}) as { curve?: readonly { logLoss?: unknown }[] };
  return (curve ?? [])
    .slice(0, 500)
    .flatMap(({ logLoss }, step) =>
      typeof logLoss === 'number' ? [{ key: 'search.log_loss', value: logLoss, step }] : [],
    );
}

function texts(values: Json): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, String(value).slice(0, LONGEST)]));
}
