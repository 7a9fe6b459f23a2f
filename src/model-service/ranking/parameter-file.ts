// Parameters of the ranker as bytes: a safetensors file, the same bytes for the same parameters, named by their digest.
import { createHash } from 'node:crypto';
import { readTensors, writeTensors } from '../model-versioning/safetensors.ts';
import { FACTOR_GROUPS, type FactorGroup } from './factors.ts';
import type { PriorCandidate, RankerParameters } from './parameters.ts';

const FORMAT = 'assay-ranker-1';
const VARIANCES = 'variances';
const FLOAT_BYTES = 4;

type Settings = Omit<RankerParameters, 'candidates' | 'kind' | 'version'>;

/** What the numbers of `settings` may be; names are those of RankerParameters. */
const RANGES: Readonly<Record<Exclude<keyof Settings, 'shifts' | 'calibration'>, readonly [number, number]>> = {
  varianceStrength: [0, 1e6],
  engineTrust: [1e-6, 1e6],
  baseLogOdds: [-10, 10],
  proposalWeight: [0, 1],
  uncertainty: [0, 100],
  doubt: [0, 100],
  evidence: [0, 10],
};

/** Variances are 32-bit floats in the file, so what is read is what counts: see `canonicalParameters`. */
export function writeParameters({ kind, version, candidates, ...settings }: RankerParameters): Uint8Array {
  const values = Float32Array.from(
    candidates.flatMap(({ variances }) => FACTOR_GROUPS.map((group) => variances[group])),
  );
  return writeTensors({
    metadata: {
      format: FORMAT,
      kind,
      version,
      groups: JSON.stringify(FACTOR_GROUPS),
      candidates: JSON.stringify(candidates.map(({ name, weight }) => ({ name, weight }))),
      settings: JSON.stringify(sorted(settings)),
    },
    tensors: new Map([
      [VARIANCES, { type: 'F32', shape: [candidates.length, FACTOR_GROUPS.length], bytes: littleEndian(values) }],
    ]),
  });
}

/** Throws an Error that says what is wrong with the file. */
export function readParameters(file: Uint8Array): RankerParameters {
  const { metadata, tensors } = readTensors(file);
  if (metadata.format !== FORMAT || metadata.kind !== 'bayesian-logistic')
    throw new Error('This is no file of a ranker.');
  const groups = parsed<unknown>(metadata.groups);
  if (JSON.stringify(groups) !== JSON.stringify(FACTOR_GROUPS)) {
    throw new Error('The ranker was made for other groups of factors.');
  }
  const named = parsed<{ name: string; weight: number }[]>(metadata.candidates);
  const tensor = tensors.get(VARIANCES);
  const expected = named.length * FACTOR_GROUPS.length;
  if (named.length === 0 || tensor?.type !== 'F32' || tensor.bytes.length !== expected * FLOAT_BYTES) {
    throw new Error('The variances of the ranker do not fit its candidates.');
  }
  const values = floats(tensor.bytes);
  if (!values.every((value) => value > 0 && Number.isFinite(value))) {
    throw new Error('A variance of the ranker is not positive.');
  }
  const candidates = named.map(({ name, weight }, index): PriorCandidate => {
    if (!(weight > 0)) throw new Error('The weight of a candidate of the ranker is not positive.');
    const own = FACTOR_GROUPS.map((group, at) => [group, values[index * FACTOR_GROUPS.length + at] ?? 1]);
    return { name, weight, variances: Object.fromEntries(own) as Record<FactorGroup, number> };
  });
  const settings = checkedSettings(parsed<Settings>(metadata.settings));
  return { kind: 'bayesian-logistic', version: metadata.version ?? '', ...settings, candidates };
}

/** `sha256:…` of the parameters' bytes. */
export function parametersDigest(parameters: RankerParameters): string {
  return `sha256:${createHash('sha256').update(writeParameters(parameters)).digest('hex')}`;
}

/** As they are after a way through a file: what is scored with must be what the digest names. */
export function canonicalParameters(parameters: RankerParameters): RankerParameters {
  return readParameters(writeParameters(parameters));
}

function checkedSettings(settings: Settings): Settings {
  for (const [name, [low, high]] of Object.entries(RANGES)) {
    const value = (settings as unknown as Record<string, unknown>)[name];
    if (typeof value !== 'number' || !(value >= low && value <= high)) {
      throw new Error(`The ranker's ${name} is not between ${low} and ${high}.`);
    }
  }
  const numbers = [
    ...Object.values(settings.shifts),
    ...settings.calibration.means,
    ...settings.calibration.deviations,
  ];
  if (numbers.length < 8 || !numbers.every((value) => Number.isFinite(value))) {
    throw new Error('A shift or the calibration of the ranker is not a number.');
  }
  if (settings.calibration.deviations.some((value) => value <= 0)) {
    throw new Error('A deviation of the calibration is not positive.');
  }
  return settings;
}

function parsed<Value>(text: string | undefined): Value {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw new Error('The description of the ranker is not JSON.', { cause });
  }
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function littleEndian(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setFloat32(index * FLOAT_BYTES, value, true);
  });
  return bytes;
}

function floats(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / FLOAT_BYTES }, (_, index) => view.getFloat32(index * FLOAT_BYTES, true));
}
