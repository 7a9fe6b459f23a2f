// Which findings people judge: drawn by a seed, in equal parts from the languages, and so that no rule fills the sample.
import { createHash } from 'node:crypto';

/** What drawing looks at. */
export interface Drawable {
  readonly package: string;
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly language: string;
}

export interface Drawing {
  readonly seed: string;
  readonly count: number;
  /** most findings of one rule in one language */
  readonly perRule: number;
}

/** Findings of one rule in one package that are likely one idiom: more of them say nothing new. */
const PER_RULE_AND_PACKAGE = 2;

/** Order that depends on the seed and the finding alone. */
const rank = (seed: string, each: Drawable): string =>
  createHash('sha256').update(`${seed}:${each.package}:${each.path}:${each.line}:${each.rule}`).digest('hex');

/** The sample: the languages take turns until there are `count`, each giving what comes first by the seed. */
export function drawn<Finding extends Drawable>(
  findings: readonly Finding[],
  { seed, count, perRule }: Drawing,
): Finding[] {
  const queues = new Map<string, Finding[]>();
  const taken = new Map<string, number>();
  const ranked = findings.map((each) => [rank(seed, each), each] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, each] of ranked) {
    const ofRule = `${each.language} ${each.rule}`;
    const ofPackage = `${ofRule} ${each.package}`;
    if ((taken.get(ofRule) ?? 0) >= perRule || (taken.get(ofPackage) ?? 0) >= PER_RULE_AND_PACKAGE) continue;
    taken.set(ofRule, (taken.get(ofRule) ?? 0) + 1);
    taken.set(ofPackage, (taken.get(ofPackage) ?? 0) + 1);
    queues.set(each.language, [...(queues.get(each.language) ?? []), each]);
  }
  const sample: Finding[] = [];
  const languages = [...queues.keys()].sort();
  for (let round = 0; sample.length < count && languages.some((name) => queues.get(name)?.[round]); round++) {
    for (const name of languages) {
      const next = queues.get(name)?.[round];
      if (next !== undefined && sample.length < count) sample.push(next);
    }
  }
  return sample;
}
