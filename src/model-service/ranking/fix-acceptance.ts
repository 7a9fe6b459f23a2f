// How likely a team takes a fix, learned from what became of those it was shown: shrunk from all fixes over their size and source
// to the rule, and to the fix of the rule. Plain data, so that it travels with a job, and equal outcomes give equal data.
import type { FixKind, FixPreference, FixSize } from '../../analysis-engine/index.ts';

export interface JudgedFix {
  readonly voter: string;
  readonly ruleId: string;
  readonly template: string;
  readonly size: FixSize;
  readonly source: string;
  readonly outcome: 'applied' | 'edited' | 'rejected';
}

export interface FixAcceptance {
  /** of all fixes */
  readonly mean: number;
  /** how much more, or less, is taken of a size or from a source */
  readonly sizes: Readonly<Record<string, number>>;
  readonly sources: Readonly<Record<string, number>>;
  /** acceptance of any fix of a rule */
  readonly rules: Readonly<Record<string, number>>;
  /** votes for the fixes of a rule: those that took it, and all; by rule and template */
  readonly fixes: Readonly<Record<string, readonly [taken: number, votes: number]>>;
}

/** Before anything is known most fixes are taken: a new one is worth a try where the old one is refused. */
const PRIOR = 0.7;
/** Votes that the wider view counts as, at each step down. */
const STRENGTH = { all: 10, kind: 20, rule: 40, fix: 5 } as const;
/** A fix that was changed before it was taken was half right. */
const TAKEN = { applied: 1, edited: 0.5, rejected: 0 } as const;

/** null where nothing is known: then fixes keep the order in which they are written. */
export function learnFixAcceptance(judged: readonly JudgedFix[]): FixAcceptance | null {
  if (judged.length === 0) return null;
  const weights = voteWeights(judged);
  const votes = judged.map((fix, row) => ({ ...fix, taken: TAKEN[fix.outcome], weight: weights[row] ?? 0 }));
  const mean = shrunk(votes, PRIOR, STRENGTH.all);
  const effects = (key: (fix: JudgedFix) => string) =>
    mapped(grouped(votes, key), (group) => shrunk(group, mean, STRENGTH.kind) - mean);
  return {
    mean,
    sizes: effects(({ size }) => size),
    sources: effects(({ source }) => source),
    rules: mapped(
      grouped(votes, ({ ruleId }) => ruleId),
      (group) => shrunk(group, mean, STRENGTH.rule),
    ),
    fixes: mapped(
      grouped(votes, ({ ruleId, template }) => keyOf(ruleId, template)),
      (group) => [sum(group, ({ taken, weight }) => taken * weight), sum(group, ({ weight }) => weight)] as const,
    ),
  };
}

/** What is written first was chosen with care: it begins with a vote. Seed 5 of `npm run verify fix-ranking` chose this and the strengths. */
const LEAD = 1;

export interface FixPlace {
  readonly source: string;
  /** among the fixes that are written for the finding */
  readonly place: number;
}

/** The probability that the team takes the fix. */
export function fixAcceptanceOf(
  known: FixAcceptance,
  ruleId: string,
  kind: FixKind,
  { source, place }: FixPlace,
): number {
  const { mean, sizes, sources, rules, fixes } = known;
  const effect = (own(sizes, kind.size) ?? 0) + (own(sources, source) ?? 0);
  const expected = Math.min(0.99, Math.max(0.01, (own(rules, ruleId) ?? mean) + effect));
  const [taken, votes] = own(fixes, keyOf(ruleId, kind.template)) ?? [0, 0];
  const lead = place === 0 ? LEAD : 0;
  return (taken + lead + STRENGTH.fix * expected) / (votes + lead + STRENGTH.fix);
}

/** The order in which the engine tries its own fixes. */
export function fixPreferenceOf(known: FixAcceptance): FixPreference {
  return (ruleId, kind, place) => fixAcceptanceOf(known, ruleId, kind, { source: 'rule', place });
}

interface Vote extends JudgedFix {
  readonly taken: number;
  readonly weight: number;
}

const keyOf = (ruleId: string, template: string): string => `${ruleId}\n${template}`;

/** Own rules choose their ids, `constructor` among them. */
function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Where several vote on the fixes of a rule, no one holds more than half of it. */
function voteWeights(judged: readonly JudgedFix[]): Float64Array {
  const result = new Float64Array(judged.length).fill(1);
  const ofRule = new Map<string, Map<string, number[]>>();
  judged.forEach(({ ruleId, voter }, row) => {
    const voters = ofRule.get(ruleId) ?? new Map<string, number[]>();
    ofRule.set(ruleId, voters);
    const rows = voters.get(voter);
    if (rows === undefined) voters.set(voter, [row]);
    else rows.push(row);
  });
  for (const voters of ofRule.values()) {
    const total = sum([...voters.values()], (rows) => rows.length);
    for (const rows of voters.values()) {
      const others = total - rows.length;
      if (others === 0 || rows.length <= others) continue;
      for (const row of rows) result[row] = others / rows.length;
    }
  }
  return result;
}

function shrunk(votes: readonly Vote[], towards: number, strength: number): number {
  const taken = sum(votes, (vote) => vote.taken * vote.weight);
  return (taken + strength * towards) / (sum(votes, ({ weight }) => weight) + strength);
}

function grouped(votes: readonly Vote[], key: (fix: JudgedFix) => string): Map<string, Vote[]> {
  const groups = new Map<string, Vote[]>();
  for (const vote of votes) {
    const name = key(vote);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [vote]);
    else group.push(vote);
  }
  return groups;
}

function mapped<Value>(groups: ReadonlyMap<string, readonly Vote[]>, value: (group: readonly Vote[]) => Value) {
  return Object.fromEntries([...groups].map(([key, group]) => [key, value(group)]));
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
