// From features to the factors of the model: each is one yes-or-no, or a number, with one coefficient to learn.
import type { RankingFeatures } from './features.ts';

/** Factors of one group share one prior. The order is part of the format of parameters. */
export const FACTOR_GROUPS = [
  'bias',
  'engine-confidence',
  'rule',
  'rule-language',
  'severity',
  'category',
  'language',
  'path-class',
  'folder',
  'segment',
  'word',
  'trace',
  'repository',
  'rule-path-class',
  'rule-folder',
  'rule-word',
  'folder-word',
  'rule-repository',
] as const;
export type FactorGroup = (typeof FACTOR_GROUPS)[number];

export interface Factor {
  readonly group: FactorGroup;
  /** unique among all factors */
  readonly key: string;
  readonly value: number;
}

const known = new WeakMap<RankingFeatures, readonly Factor[]>();

/** The factors of a finding, always in the same order; remembered as long as the features are. */
export function factorsOf(features: RankingFeatures): readonly Factor[] {
  const remembered = known.get(features);
  if (remembered !== undefined) return remembered;
  const factors = makeFactors(features);
  known.set(features, factors);
  return factors;
}

export function logOdds(probability: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, probability));
  return Math.log(bounded / (1 - bounded));
}

function makeFactors(features: RankingFeatures): Factor[] {
  const { rule, folders, words, repository } = features;
  const factors: Factor[] = [];
  const add = (group: FactorGroup, value: string, amount = 1) =>
    factors.push({ group, key: value === '' ? group : `${group}:${value}`, value: amount });
  add('bias', '');
  // Around zero at a confidence of three in four, so that it is no second bias.
  add('engine-confidence', '', logOdds(features.confidence) - 1.1);
  add('rule', rule);
  // What a rule finds differs from language to language, and so does what a team thinks of it in a place.
  const ruleHere = `${rule}|${features.language}`;
  add('rule-language', ruleHere);
  add('severity', features.severity);
  add('category', features.category);
  add('language', features.language);
  add('path-class', features.path_class);
  add('rule-path-class', `${rule}|${features.path_class}`);
  add('trace', `${traceLength(features.trace_steps)}${features.crosses_files ? ' across files' : ''}`);
  for (const folder of folders) {
    add('folder', folder);
    add('rule-folder', `${ruleHere}|${folder}`);
  }
  for (const segment of features.segments) add('segment', segment);
  const nearest = folders.at(-1) ?? '';
  for (const word of words) {
    add('word', word);
    add('rule-word', `${ruleHere}|${word}`);
    add('folder-word', `${nearest}|${word}`);
  }
  if (repository !== null) {
    add('repository', repository);
    add('rule-repository', `${rule}|${repository}`);
  }
  return factors;
}

function traceLength(steps: number): string {
  if (steps <= 1) return 'no trace';
  return steps <= 4 ? 'short trace' : 'long trace';
}
