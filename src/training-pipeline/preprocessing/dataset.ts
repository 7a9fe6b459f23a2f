// The data of a run as bytes: an example a line, in the order of the verdicts, without a name of anybody. The same verdicts give the
// same bytes, and their hash names them.
import { createHash } from 'node:crypto';
import type { RankingFeatures } from '../../model-service/index.ts';
import type { TrainingExample } from './training-example.ts';

/** A verdict as it was collected. */
export interface CollectedVerdict {
  readonly tenant: number;
  readonly id: string;
  /** the knowledge version that it made: the order of verdicts, since clocks run backwards */
  readonly version: number;
  /** the knowledge version of the analysis that its features are of */
  readonly featuresVersion: number;
  readonly voter: string;
  readonly subject: string;
  readonly isTrue: boolean;
  readonly isProposed: boolean;
  readonly features: RankingFeatures;
}

/** Ids of people and findings become numbers in the order in which they occur. */
export function writeDataset(verdicts: readonly CollectedVerdict[]): Buffer {
  const voters = createNumbers('voter');
  const subjects = createNumbers('subject');
  const ordered = verdicts.toSorted((a, b) => a.tenant - b.tenant || a.version - b.version);
  const lines = ordered.map((verdict) =>
    JSON.stringify({
      tenant: verdict.tenant,
      id: verdict.id,
      version: verdict.version,
      features_version: verdict.featuresVersion,
      voter: voters(`${verdict.tenant} ${verdict.voter}`),
      subject: subjects(`${verdict.tenant} ${verdict.subject}`),
      is_true: verdict.isTrue,
      is_proposed: verdict.isProposed,
      features: verdict.features,
    }),
  );
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
}

interface Line {
  readonly tenant: number;
  readonly id: string;
  readonly version: number;
  readonly features_version: number;
  readonly voter: string;
  readonly subject: string;
  readonly is_true: boolean;
  readonly is_proposed: boolean;
  readonly features: RankingFeatures;
}

/** Only `writeDataset` makes them. */
export function readDataset(bytes: Buffer): TrainingExample[] {
  const lines = bytes.toString('utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const example = JSON.parse(line) as Line;
      return {
        at: example.version,
        featuresAt: example.features_version,
        group: example.subject,
        useful: example.is_true,
        tenant: example.tenant,
        judgement: {
          id: example.id,
          version: example.version,
          voter: example.voter,
          subject: example.subject,
          isTrue: example.is_true,
          isProposed: example.is_proposed,
          features: example.features,
        },
      };
    });
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function createNumbers(word: string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const number = known.get(name) ?? `${word}-${known.size + 1}`;
    known.set(name, number);
    return number;
  };
}
