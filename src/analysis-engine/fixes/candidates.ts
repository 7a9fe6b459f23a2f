// From findings to candidate fixes: each rule's own code and the repairs that the library facts know under its names.
import type { Finding } from '../finding.ts';
import type { Candidate } from '../flow/report.ts';
import type { Program } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { PatternsOf } from '../pattern-rules/index.ts';
import type { PatternCondition, Rule } from '../rule.ts';
import { nodeAt } from './code-style.ts';
import { mendedTogether } from './equal-places.ts';
import type { FixCandidate, FixContext, FixStep } from './fix.ts';
import { type FixPreference, fixKind } from './fix-kind.ts';
import { withoutUnusedImports } from './identifiers.ts';
import { regexFixes } from './regex-fix.ts';
import type { Repair, RepairIndex } from './repair-index.ts';
import { createRepairFinder, type RepairFinder } from './repairs.ts';
import { mergedEdits, overlaps } from './text-edits.ts';

export interface FindingToFix {
  readonly finding: Finding;
  readonly rule: Rule;
  /** what the flow pass knows of it */
  readonly candidate: Candidate | null;
}

export interface FixKnowledge {
  readonly index: RepairIndex;
  readonly patternsOf: PatternsOf;
  /** null: in the order in which they are written */
  readonly preference: FixPreference | null;
}

/** For each finding its candidates, the best first; findings in other files and suppressed ones have none. */
export function fixCandidates(
  program: Program,
  findings: readonly FindingToFix[],
  { index, patternsOf, preference }: FixKnowledge,
): (readonly FixCandidate[])[] {
  const repairs = createRepairFinder(program, index, patternsOf);
  let left: number = LIMITS.fixedFindings;
  const found = findings.map((given) => {
    const { finding, rule } = given;
    if (rule.fix === undefined && rule.repairs === undefined && rule.patterns === undefined) return [];
    if (isExplained(program, finding)) return [];
    if (finding.suppressedBy !== null || finding.range.path !== program.path || left-- <= 0) return [];
    const candidates = candidatesFor(program, given, repairs);
    const ordered = preference === null ? candidates : preferred(program, candidates, rule.id, preference);
    return ordered.slice(0, LIMITS.fixCandidates);
  });
  const { tree, language } = program;
  return mendedTogether(
    tree,
    language,
    findings.map(({ finding: { ruleId, range } }, index) => ({ ...range, ruleId, candidates: found[index] })),
  );
}

/** In a comment, before which there is space: `https://` begins none. */
const REASON =
  /(?<!\S)(?:\/\/|#|\/\*)(?!.*\b(?:ruleid|ok|bad|assay|todoruleid)\b).*\b(?:sadly|unfortunately|because|since|legacy|backwards?|compat\w*|deliberate\w*|intention\w*|on purpose|purposely|very old|needs? to|has to|required (?:by|for)|workaround|not used for security|safe here)\b/i;

/** Whoever says beside the code why it is so has chosen it. */
function isExplained({ tree }: Program, { range }: Finding): boolean {
  const from = tree.source.lastIndexOf('\n', range.end - 1) + 1;
  const to = tree.source.indexOf('\n', range.end);
  return REASON.test(tree.source.slice(from, to < 0 ? tree.source.length : to));
}

/** Most wanted first; of equals the one that is written first. */
function preferred(
  { tree }: Program,
  candidates: readonly FixCandidate[],
  ruleId: string,
  preference: FixPreference,
): FixCandidate[] {
  const wanted = candidates.map((candidate, place) => {
    const kind = fixKind(candidate.description, mergedEdits(candidate.edits), ({ start, end }) => {
      return tree.source.slice(start, end).split('\n').length - 1;
    });
    return { candidate, score: preference(ruleId, kind, place) };
  });
  return wanted.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate);
}

function candidatesFor(
  program: Program,
  { finding, rule, candidate }: FindingToFix,
  repairs: RepairFinder,
): FixCandidate[] {
  const { tree, language, path } = program;
  const { start, end } = finding.range;
  const context: FixContext = {
    tree,
    source: tree.source,
    language,
    path,
    program,
    start,
    end,
    node: nodeAt(tree, start, end),
    sinkKind: candidate?.sinkKind ?? null,
    sinkName: candidate?.sinkName ?? null,
    trace: candidate === null ? [] : stepsIn(program, candidate),
    repairs,
  };
  const own = guarded(() => rule.fix?.(context) ?? []);
  const known = (rule.repairs ?? []).flatMap((name) => repairs.at(name, { start, end }));
  const written = patternRepairs(rule).flatMap((repair) => repairs.applied(repair, { start, end }));
  const rewritten = regexFixes(rule.patterns ?? [], tree.source, { start, end });
  return [...own, ...known, ...written, ...rewritten]
    .filter(({ edits }) => edits.length > 0 && !overlaps(edits))
    .map((each) => ({ ...each, edits: withoutUnusedImports(tree, language, each.edits) }))
    .filter(({ edits }) => !overlaps(edits));
}

const PATTERN_REPAIRS = new WeakMap<Rule, readonly Repair[]>();

/** Patterns that say their own fix. */
function patternRepairs(rule: Rule): readonly Repair[] {
  let known = PATTERN_REPAIRS.get(rule);
  if (known === undefined) {
    known = (rule.patterns ?? []).flatMap(({ fix, ...condition }) => {
      if (typeof fix !== 'string') return [];
      const fact = { for: rule.id, says: 'Write it the way the rule says.', replace: fix };
      return [{ fact, conditions: [condition as PatternCondition] }];
    });
    PATTERN_REPAIRS.set(rule, known);
  }
  return known;
}

/** Fixes go down into code as deep as it is nested; where the host's stack ends, there is none. */
function guarded(run: () => readonly FixCandidate[]): readonly FixCandidate[] {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [];
  }
}

function stepsIn(program: Program, { trace }: Candidate): FixStep[] {
  const steps: FixStep[] = [];
  for (let at = trace; at !== null; at = at.previous) {
    if (at.program === program) steps.push({ node: at.node, event: at.event, label: at.label });
  }
  return steps.reverse();
}
