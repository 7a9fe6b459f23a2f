// Whether fixes are what they say: one function that every fix goes through, wherever it came from.
import type { Finding } from '../finding.ts';
import type { Program } from '../ir.ts';
import { endOf, type NodeIndex, startOf } from '../parsing/syntax-tree.ts';
import type { Rule } from '../rule.ts';
import type { FixCandidate, FixCheck, TextEdit } from './fix.ts';
import { unusedImports, unusedVariables } from './identifiers.ts';
import { isKnownName, isLook } from './known-names.ts';
import { outlineOf } from './program-outline.ts';
import { applyEdits, type Shift, shiftOf } from './text-edits.ts';

/** A file with what is found in it. */
export interface AnalyzedFile {
  readonly program: Program;
  readonly findings: readonly Finding[];
  /** what it was looked at with */
  readonly rules?: readonly Rule[];
}

/** A fix of the finding at an index. */
export interface Attempt {
  readonly finding: number;
  readonly candidate: FixCandidate;
}

export type Reanalyze = (code: string) => AnalyzedFile | null;

export interface Verdict {
  /** check → attempts that fail it; an empty list with `failed` true: one of them, nobody knows which */
  readonly failures: ReadonlyMap<FixCheck, readonly Attempt[]>;
  readonly passed: boolean;
}

/**
 * Applies the edits of all attempts at once and analyses the result: it parses with no new error, their findings are gone,
 * no other one appears, every name is known and every import used, and no call that may do something has vanished.
 */
export function verify(before: AnalyzedFile, attempts: readonly Attempt[], reanalyze: Reanalyze): Verdict {
  const edits = attempts.flatMap(({ candidate }) => candidate.edits);
  const { program } = before;
  const after = reanalyze(applyEdits(program.tree.source, edits));
  const failures = new Map<FixCheck, readonly Attempt[]>();
  if (after === null || after.program.tree.errorCount > program.tree.errorCount) {
    failures.set('parses', []);
    return { failures, passed: false };
  }
  const { kept, added, unveiled } = compareFindings(before, after.findings, shiftOf(edits), attempts);
  if (kept.length > 0) failures.set('finding-gone', kept);
  if (added.length > 0)
    failures.set(
      'nothing-new',
      attempts.filter((attempt) => isNear(before, attempt, added, edits)),
    );
  const told = after.findings.filter((finding) => !unveiled.has(finding));
  if (added.length === 0 && hasMore(before.findings, told, attempts)) failures.set('nothing-new', []);
  if (!areNamesKnown(program, after.program)) failures.set('names-known', []);
  const vanished = vanishedCalls(program, after.program, attempts, before.findings);
  if (vanished.length > 0) {
    const nodes = vanished.flatMap((name) => outlineOf(program).calls.get(name) ?? []);
    failures.set(
      'calls-kept',
      attempts.filter(({ candidate }) => touchesAny(program, candidate.edits, nodes)),
    );
  }
  return { failures, passed: failures.size === 0 };
}

interface Comparison {
  readonly kept: Attempt[];
  readonly added: Finding[];
  /** hints about the same code that had given way to a finding that is gone */
  readonly unveiled: ReadonlySet<Finding>;
}

/** Only what is said of the call itself: a value that is still doubtful is no mended one. */
const givesWayTo = ({ flow, dynamic, yieldsTo = [] }: Rule, ruleId: string): boolean =>
  flow === undefined && dynamic === undefined && yieldsTo.includes(ruleId);

/** Findings of the new text beside those of the old one: same rule at the same place, or where the place went. */
function compareFindings(
  { findings: before, rules = [] }: AnalyzedFile,
  after: readonly Finding[],
  shift: Shift,
  attempts: readonly Attempt[],
): Comparison {
  const ofRule = new Map<
    string,
    { readonly index: number; readonly start: number; readonly end: number; taken: boolean }[]
  >();
  for (const [index, { ruleId, range }] of before.entries()) {
    const entry = { index, start: shift.start(range.start), end: shift.end(range.end), taken: false };
    const list = ofRule.get(ruleId);
    if (list) list.push(entry);
    else ofRule.set(ruleId, [entry]);
  }
  const byIndex = new Map(attempts.map((attempt) => [attempt.finding, attempt]));
  const kept: Attempt[] = [];
  const added: Finding[] = [];
  const unveiled = new Set<Finding>();
  const hadGivenWay = ({ ruleId, range }: Finding): boolean =>
    attempts.some(({ finding }) => {
      const mended = before[finding];
      const isSamePlace = shift.start(mended.range.start) <= range.end && shift.end(mended.range.end) >= range.start;
      return isSamePlace && rules.some((rule) => rule.id === ruleId && givesWayTo(rule, mended.ruleId));
    });
  for (const finding of after) {
    const { start, end } = finding.range;
    const free = (ofRule.get(finding.ruleId) ?? []).filter(({ taken }) => !taken);
    const same =
      free.find((entry) => entry.start === start && entry.end === end) ??
      free.find((entry) => entry.start <= end && entry.end >= start) ??
      free.find(
        ({ index }) =>
          before[index].fingerprint === finding.fingerprint || before[index].range.path !== finding.range.path,
      );
    if (same === undefined) {
      if (hadGivenWay(finding)) unveiled.add(finding);
      else added.push(finding);
      continue;
    }
    same.taken = true;
    const attempt = byIndex.get(same.index);
    if (attempt !== undefined) kept.push(attempt);
  }
  return { kept, added, unveiled };
}

/** By numbers alone: each rule has as many findings less as fixes of it were applied. */
function hasMore(before: readonly Finding[], after: readonly Finding[], attempts: readonly Attempt[]): boolean {
  const counts = new Map<string, number>();
  const count = (rule: string, by: number): void => void counts.set(rule, (counts.get(rule) ?? 0) + by);
  for (const { ruleId, suppressedBy } of before) if (suppressedBy === null) count(ruleId, 1);
  for (const { finding } of attempts) count(before[finding].ruleId, -1);
  for (const { ruleId, suppressedBy } of after) if (suppressedBy === null) count(ruleId, -1);
  return [...counts.values()].some((left) => left < 0);
}

/** Whose edits are in the function of a finding that was not there before, or nearest to it. */
function isNear(
  { program, findings }: AnalyzedFile,
  attempt: Attempt,
  added: readonly Finding[],
  edits: readonly TextEdit[],
): boolean {
  const within = findings[attempt.finding].within;
  if (added.some((finding) => finding.within === within)) return true;
  const shift = shiftOf(edits);
  return added.some(({ range }) =>
    attempt.candidate.edits.some(({ start, end }) => {
      return shift.start(start) <= range.end && shift.end(end) >= range.start && program.path === range.path;
    }),
  );
}

function areNamesKnown(before: Program, after: Program): boolean {
  const known = outlineOf(before).globals;
  // Classes of packages that are imported whole are not told apart from others.
  const isOfPackage = (name: string): boolean => after.wildcards.length > 0 && /^[A-Z]/.test(name);
  for (const name of outlineOf(after).globals) {
    if (!known.has(name) && !isKnownName(after.language, name) && !isOfPackage(name)) return false;
  }
  if (after.language === 'go') {
    const alone = unusedVariables(before.tree);
    for (const name of unusedVariables(after.tree)) if (!alone.has(name)) return false;
  }
  const unused = unusedImports(before.tree, before.language);
  for (const name of unusedImports(after.tree, after.language)) if (!unused.has(name)) return false;
  return true;
}

/** Names of calls of which there are fewer, and that may do more than give a value. */
function vanishedCalls(
  before: Program,
  after: Program,
  attempts: readonly Attempt[],
  findings: readonly Finding[],
): string[] {
  const left = outlineOf(after).calls;
  const vanished: string[] = [];
  for (const [name, nodes] of outlineOf(before).calls) {
    if ((left.get(name)?.length ?? 0) >= nodes.length || isLook(name)) continue;
    const isReplaced = attempts.some(({ candidate, finding }) => {
      return (
        candidate.replaces?.some((each) => each === name || each === '*') === true ||
        nodes.some((node) => isAt(before, node, findings[finding]))
      );
    });
    if (!isReplaced) vanished.push(name);
  }
  return vanished;
}

/** The call that a finding warns of is what the fix replaces. */
function isAt({ tree }: Program, node: NodeIndex, { range }: Finding): boolean {
  return startOf(tree, node) === range.start && endOf(tree, node) === range.end;
}

function touchesAny({ tree }: Program, edits: readonly TextEdit[], nodes: readonly NodeIndex[]): boolean {
  return nodes.some((node) => edits.some(({ start, end }) => start < endOf(tree, node) && end > startOf(tree, node)));
}
