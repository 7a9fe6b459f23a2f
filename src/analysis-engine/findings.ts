// Candidates of the pass and hits of checks become findings: in words, with place, trace and fingerprint.

import { SEVERITIES, type Severity } from '../contract/index.ts';
import { makingOf } from './compiled-code.ts';
import { isBorneOut } from './evidence-nearby.ts';
import type { FactIndex } from './facts/compile.ts';
import { fileHolds } from './file-questions.ts';
import type { Finding } from './finding.ts';
import { fingerprintOfCandidate, fingerprintOfRange } from './fingerprint.ts';
import type { Budget } from './flow/budget.ts';
import { type Candidate, confidenceOf } from './flow/report.ts';
import { sinkText, sourceText, traceEntries } from './flow/trace-words.ts';
import { isWeakenedOnTheWay } from './guards-on-the-way.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { endOf, type SyntaxTree, startOf } from './parsing/syntax-tree.ts';
import { PatternRun, type PatternsOf } from './pattern-rules/index.ts';
import type { CheckContext, CheckFinding, FlowEvent, Rule } from './rule.ts';
import { surroundingFunction } from './surrounding-function.ts';
import { isDeclaration, isForeignCode, isSideCode } from './test-code.ts';
import { isUnread } from './unread-code.ts';

/** What is known of the libraries of a language. */
type FactsOf = (language: string) => FactIndex;

export function findingOf(candidate: Candidate, factsOf: FactsOf): Finding {
  const { rule, program, node } = candidate;
  const message = fill(rule.message, sourceText(candidate), sinkText(candidate));
  return {
    ...head(
      rule,
      program,
      startOf(program.tree, node),
      isWeakenedOnTheWay(candidate) ? 'low' : candidate.atMost,
      factsOf,
    ),
    message,
    confidence: confidenceOf(candidate),
    range: { path: program.path, start: startOf(program.tree, node), end: endOf(program.tree, node) },
    trace: traceEntries(candidate),
    fingerprint: fingerprintOfCandidate(candidate),
    within: surroundingFunction(program, startOf(program.tree, node)),
  };
}

/** Hints, what nothing around it bears out, and weaknesses of code that does not run where it counts are no alarm. */
function head(
  rule: Rule,
  program: Program,
  offset: number,
  atMost: Severity | null,
  factsOf: FactsOf,
): Pick<Finding, 'ruleId' | 'severity' | 'category' | 'cwe' | 'suppressedBy'> {
  const { id: ruleId, category, cwe } = rule;
  const making = makingOf(program.tree);
  const isMinor =
    isForeignCode(program.path) ||
    making.isBundled ||
    (category === 'bug' && (making.isCompiled || isDeclaration(program.path) || isUnread(program.tree, offset))) ||
    HELPERS.test(surroundingFunction(program, offset)) ||
    isOnEndlessLine(program.tree.source, offset) ||
    (category !== 'bug' && (isSideCode(program.path) || takesTests(program.tree))) ||
    (rule.graveWhere !== undefined && !isBorneOut(rule.graveWhere, program, offset, factsOf(program.language)));
  const severity = mildest([rule.severity, atMost ?? rule.severity, isMinor ? 'low' : rule.severity]);
  return { ruleId, severity, category, cwe, suppressedBy: null };
}

/** What compilers put in front of a file to do what older engines cannot. */
const HELPERS =
  /^_?_(?:iterableToArray\w*|createForOf\w*|regenerator\w*|asyncToGenerator|awaiter|generator|rest|values|read|decorate|spreadArray)$/;

/** In Go, functions that take a test to fail are for tests, in whatever file they stand. */
const TAKES_TESTS = /\(\s*\w+ \*testing\.[TB]\b/;

const takesTests = (tree: SyntaxTree): boolean => fileHolds(tree, TAKES_TESTS);

/** People do not write such lines: they are what a bundler or a generator made. */
function isOnEndlessLine(source: string, offset: number): boolean {
  // No more is looked at than such a line may have.
  const from = Math.max(0, offset - LIMITS.writtenLine);
  const before = source.slice(from, offset + 1).lastIndexOf('\n');
  const behind = source.slice(offset, offset + LIMITS.writtenLine).indexOf('\n');
  const start = before < 0 ? from : from + before + 1;
  const end = behind < 0 ? Math.min(source.length, offset + LIMITS.writtenLine) : offset + behind;
  return end - start > LIMITS.writtenLine || (before < 0 && from > 0);
}

function mildest(severities: readonly Severity[]): Severity {
  return SEVERITIES[Math.max(...severities.map((each) => SEVERITIES.indexOf(each)))];
}

/** A message that begins with what the source is begins with a capital. */
function fill(message: string, source: string, sink: string): string {
  const text = message.replaceAll('{source}', () => source).replaceAll('{sink}', () => sink);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Findings of the rules that look at the syntax tree themselves. */
export function checkFindings(
  program: Program,
  rules: readonly Rule[],
  eventsFor: (rule: Rule) => readonly FlowEvent[],
  factsOf: FactsOf,
): Finding[] {
  const { tree, language, path } = program;
  return rules.flatMap((rule) => {
    const events = eventsFor(rule);
    const hits =
      checked(rule, { tree, language, path, program, events }) ?? events.map((event) => ofEvent(tree, event));
    // What is dangerous is told all the same; that something is odd about a guess says nothing.
    const isAboutReading = rule.category !== 'security';
    return hits
      .filter(({ start }) => !(isAboutReading && isUnread(tree, start)))
      .map((hit) => ofCheck(program, rule, hit, factsOf));
  });
}

/** Checks go down into code as deep as it is nested; where the host's stack ends, they find nothing. */
function checked(rule: Rule, context: CheckContext): readonly CheckFinding[] | undefined {
  try {
    return rule.check?.(context);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [];
  }
}

function ofEvent(tree: SyntaxTree, { node }: FlowEvent): CheckFinding {
  return { start: startOf(tree, node), end: endOf(tree, node) };
}

/** Findings of the rules that are written as patterns. */
export function patternFindings(
  program: Program,
  rules: readonly Rule[],
  { patternsOf, factsOf }: { readonly patternsOf: PatternsOf; readonly factsOf: FactsOf },
  budget: Budget,
): Finding[] {
  const { tree, language, path } = program;
  const withPatterns = rules.filter((rule) => patternsOf(rule.patterns, language).length > 0);
  if (withPatterns.length === 0) return [];
  const run = new PatternRun(tree, language, path);
  const findings = withPatterns.flatMap((rule) =>
    patternsOf(rule.patterns, language).flatMap((compiled) =>
      run
        .hits(compiled)
        .map(({ start, end, fill: filled }) =>
          ofCheck(program, rule, { start, end, message: namingMatch(tree, filled(rule.message), start, end) }, factsOf),
        ),
    ),
  );
  if (run.cut) budget.hit.add('patternStepsForAnyFile');
  return findings;
}

/** What a pattern found stands in for the `{sink}` of a message: its first line, cut short. */
function namingMatch({ source }: SyntaxTree, message: string, start: number, end: number): string {
  if (!message.includes('{sink}')) return message;
  const line = source.slice(start, Math.min(end, start + LONGEST_SHOWN)).split('\n', 1)[0];
  const shown = line.length < end - start ? `${line.trimEnd()}…` : line;
  return message.replaceAll('{sink}', () => `\`${shown}\``);
}

const LONGEST_SHOWN = 60;

function ofCheck(program: Program, rule: Rule, hit: CheckFinding, factsOf: FactsOf): Finding {
  const range = { path: program.path, start: hit.start, end: hit.end };
  const code = `\`${program.tree.source.slice(hit.start, Math.min(hit.end, hit.start + 60)).replace(/\s+/g, ' ')}\``;
  const message = hit.message ?? fill(rule.message, code, code);
  return {
    ...head(rule, program, hit.start, hit.atMost ?? null, factsOf),
    message,
    confidence: hit.confidence ?? rule.confidence,
    range,
    trace: [{ range, message }],
    fingerprint: fingerprintOfRange(program, rule.id, hit.start, hit.end),
    within: surroundingFunction(program, hit.start),
  };
}
