// The parts that are left out in turn: corpora, and the groups of rules of a corpus.
import { type Losses, lossesOn, type Verdict } from './held-out.ts';
import type { LabelledFinding } from './labelled-findings.ts';

export interface Part {
  readonly name: string;
  readonly losses: readonly Losses[];
}

export type FeaturesOf = (finding: LabelledFinding) => Verdict['features'];

/** Groups are told apart in corpora with so many true findings and as many false ones. */
const FEWEST_OF_EACH = 30;

/** One corpus at a time; those of one source together, since one would tell the other. None where there is but one source. */
export function corpusParts(findings: readonly LabelledFinding[], featuresOf: FeaturesOf): Part[] {
  const sources = grouped(findings, ({ source }) => source);
  if (sources.size < 2) return [];
  return [...sources.values()].map((held) => {
    const names = [...new Set(held.map(({ corpus }) => corpus))].sort();
    return partOf(names.join(' and '), findings, held, featuresOf);
  });
}

/** One group of rules at a time, all else learned from: the other groups and the other corpora. */
export function groupParts(findings: readonly LabelledFinding[], featuresOf: FeaturesOf): Part[] {
  const parts: Part[] = [];
  for (const [corpus, own] of grouped(findings, (one) => one.corpus)) {
    const trues = own.filter(({ isTrue }) => isTrue).length;
    if (Math.min(trues, own.length - trues) < FEWEST_OF_EACH) continue;
    for (const [group, held] of grouped(own, (one) => one.group)) {
      parts.push(partOf(`${corpus}, ${group}`, findings, held, featuresOf));
    }
  }
  return parts;
}

export function together(name: string, parts: readonly Part[]): Part {
  return { name, losses: parts.flatMap(({ losses }) => losses) };
}

function partOf(
  name: string,
  findings: readonly LabelledFinding[],
  held: readonly LabelledFinding[],
  featuresOf: FeaturesOf,
): Part {
  const verdictOf = (one: LabelledFinding): Verdict => {
    return { file: `${one.corpus}/${one.file}`, isTrue: one.isTrue, features: featuresOf(one) };
  };
  const left = new Set(held);
  const rest = findings.filter((one) => !left.has(one));
  return { name, losses: lossesOn(held.map(verdictOf), rest.map(verdictOf)) };
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    groups.set(keyOf(item), group);
    group.push(item);
  }
  return groups;
}
