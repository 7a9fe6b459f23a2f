// Puts an explanation together from what a finding was made of and from the journal of the pass.
import type { LibraryFacts } from '../facts/library-fact.ts';
import type { Finding, SourceRange } from '../finding.ts';
import { fingerprintParts, rangeParts } from '../fingerprint.ts';
import type { Journal, JournalEntry } from '../flow/journal.ts';
import { BY_NAME_CERTAINTY, type Candidate, PARAMETER_CERTAINTY } from '../flow/report.ts';
import { PARAMETER } from '../flow/taint.ts';
import type { Trace } from '../flow/trace.ts';
import { functionAround } from '../function-ranges.ts';
import type { Program } from '../ir.ts';
import { localOf } from '../local-names.ts';
import { statementAround } from '../normalised-code.ts';
import { lineIndexOf } from '../parsing/line-index.ts';
import { endOf, type NodeIndex, nextOf, startOf, textOf } from '../parsing/syntax-tree.ts';
import type { Rule } from '../rule.ts';
import type { SuppressionRecord } from '../suppressions/suppression.ts';
import type { Explanation, ExplanationRequest, ExplanationStep } from './explanation.ts';
import { factOrigin } from './fact-origins.ts';

export interface ExplainedFinding {
  readonly finding: Finding;
  /** null for findings of a rule's own check */
  readonly candidate: Candidate | null;
  readonly rule: Rule;
}

export interface ExplanationSources {
  readonly program: Program;
  readonly journal: Journal;
  readonly facts: readonly LibraryFacts[];
  readonly suppressions: readonly SuppressionRecord[];
}

/** Whether a finding is the one that is asked for. */
export function isAskedFor(finding: Finding, program: Program, request: ExplanationRequest): boolean {
  if ('fingerprint' in request) return finding.fingerprint.startsWith(request.fingerprint);
  if (finding.ruleId !== request.rule || finding.range.path !== program.path) return false;
  return lineIndexOf(program.tree.source).positionAt(finding.range.start).line === request.line;
}

export function explain({ finding, candidate, rule }: ExplainedFinding, sources: ExplanationSources): Explanation {
  const { program } = sources;
  const steps = candidate === null ? checkSteps(finding) : flowSteps(finding, candidate, sources);
  const { start, end } = finding.range;
  return {
    fingerprint: finding.fingerprint,
    ruleId: finding.ruleId,
    steps: [...steps, confidenceStep(finding, candidate, rule), suppressionStep(finding, sources.suppressions)],
    fingerprintParts: candidate === null ? rangeParts(program, rule.id, start, end) : fingerprintParts(candidate),
  };
}

const step = (
  kind: ExplanationStep['kind'],
  range: SourceRange | null,
  text: string,
  fact: ExplanationStep['fact'] = null,
): ExplanationStep => ({ kind, range, text, fact });

function checkSteps({ range, message }: Finding): ExplanationStep[] {
  return [step('sink', range, `The rule's own check of the syntax tree says: ${message}`)];
}

function flowSteps(finding: Finding, candidate: Candidate, sources: ExplanationSources): ExplanationStep[] {
  const { trace } = finding;
  const root = rootOf(candidate.trace);
  const flow = trace.slice(root === null ? 0 : 1, -1).map(({ range, message }) => step('flow', range, message));
  const first = root === null ? [] : [sourceStep(finding, root, sources)];
  const { language } = candidate.program;
  const sink = factOrigin(sources.facts, language, candidate.sinkName);
  const constants = candidate.evidence === '' ? '' : `; the constants that break the rule: ${candidate.evidence}`;
  const text = `${trace.at(-1)?.message ?? ''}${constants}`;
  return [...first, ...flow, ...checks(candidate, sources), step('sink', finding.range, text, sink)];
}

function rootOf(trace: Trace | null): Trace | null {
  let root = trace;
  while (root?.previous) root = root.previous;
  return root;
}

function sourceStep({ trace }: Finding, root: Trace, { facts, journal }: ExplanationSources): ExplanationStep {
  const range = trace[0]?.range ?? null;
  if (root.sources === PARAMETER) {
    return step(
      'source',
      range,
      `${trace[0]?.message}: nothing shows where its value comes from, so it may be anything`,
    );
  }
  const entry = [...journal.entries.values()].find(
    (each) => each.kind === 'source' && each.program === root.program && each.node === root.node,
  );
  const name = entry?.kind === 'source' ? entry.fact : '';
  return step('source', range, trace[0]?.message ?? '', factOrigin(facts, root.program.language, name, root.label));
}

/** Decisions in the functions that the value passed, in source order. */
function checks(candidate: Candidate, { journal, facts }: ExplanationSources): ExplanationStep[] {
  const places: { program: Program; node: NodeIndex }[] = [candidate];
  for (let at = candidate.trace; at !== null; at = at.previous) places.push(at);
  const functions = new Set(places.map(({ program, node }) => functionAround(program, startOf(program.tree, node))));
  const entries = [...journal.entries.values()].filter(({ program, node }) =>
    functions.has(functionAround(program, startOf(program.tree, node))),
  );
  const isSource = ({ program, node }: JournalEntry) =>
    entries.some((each) => each.kind === 'source' && each.program === program && each.node === node);
  const mentioned = mentionedLocals(candidate, entries);
  return (
    entries
      .filter((entry) => entry.kind !== 'constant' || isMentioned(entry, mentioned))
      // What a source is not dangerous for is part of what it is.
      .filter((entry) => entry.kind !== 'source' && !(entry.kind === 'sanitiser' && isSource(entry)))
      .sort((a, b) => startOf(a.program.tree, a.node) - startOf(b.program.tree, b.node))
      .map((entry) => checkStep(entry, candidate, facts))
  );
}

/** Variables of the sink's statement and of the conditions that were decided: constants in others explain nothing. */
function mentionedLocals(candidate: Candidate, entries: readonly JournalEntry[]): ReadonlySet<string> {
  const { program, node } = candidate;
  const statement = statementAround(program.tree, node);
  const ranges = [statement, ...entries.filter(({ kind }) => kind === 'branch').map(rangeOf)];
  const locals = new Set<string>();
  for (let at = 0; at < program.tree.count; at++) {
    if (nextOf(program.tree, at) !== at + 1) continue;
    const start = startOf(program.tree, at);
    if (!ranges.some((range) => start >= range.start && start < range.end)) continue;
    const local = localOf(program, at);
    if (local !== null) locals.add(local);
  }
  return locals;
}

function isMentioned({ program, node }: JournalEntry, locals: ReadonlySet<string>): boolean {
  const local = localOf(program, node);
  return local !== null && locals.has(local);
}

function rangeOf({ program, node }: JournalEntry): SourceRange {
  return { path: program.path, start: startOf(program.tree, node), end: endOf(program.tree, node) };
}

function checkStep(entry: JournalEntry, candidate: Candidate, facts: readonly LibraryFacts[]): ExplanationStep {
  const range = rangeOf(entry);
  const code = `\`${textOf(entry.program.tree, entry.node).replace(/\s+/g, ' ').slice(0, 60)}\``;
  switch (entry.kind) {
    case 'sanitiser': {
      const fact = factOrigin(facts, entry.program.language, entry.fact);
      return step('sanitiser', range, `${code} makes safe for ${kindsText(entry.safeFor, candidate)}`, fact);
    }
    case 'guard':
      return step(
        'guard',
        range,
        `the test on ${code} makes safe for ${kindsText(entry.safeFor, candidate)}, where it holds`,
      );
    case 'branch':
      return step(
        'branch',
        range,
        `${code} is always ${entry.truth}: its branch is ${entry.truth ? 'the only one that is followed' : 'not followed'}`,
      );
    case 'constant':
      return step(
        'constant',
        range,
        `\`${entry.name}\` is known to be ${entry.constants.map((each) => JSON.stringify(each)).join(' or ')}`,
      );
    default:
      return step('source', range, code);
  }
}

function kindsText(kinds: readonly string[], { sinkKind }: Candidate): string {
  if (kinds.includes('all')) return 'everything';
  const counts = sinkKind === null || kinds.includes(sinkKind) ? '' : `, not for ${sinkKind}`;
  return `${kinds.length === 0 ? 'nothing' : kinds.join(', ')}${counts}`;
}

/** The rule's prior and what weakened it, as a product. */
function confidenceStep(finding: Finding, candidate: Candidate | null, rule: Rule): ExplanationStep {
  const factors = [`${rule.confidence} (how often findings of the rule are right)`];
  let rest = finding.confidence / rule.confidence;
  const take = (factor: number, why: string): void => {
    factors.push(`${factor} (${why})`);
    rest /= factor;
  };
  const isParameter = candidate !== null && rootOf(candidate.trace)?.sources === PARAMETER && rest < 1;
  if (isParameter) take(PARAMETER_CERTAINTY, 'the source is a parameter whose callers are not in sight');
  if (candidate !== null && rest <= BY_NAME_CERTAINTY + 0.001)
    take(BY_NAME_CERTAINTY, 'the sink was recognised by the name of its method alone');
  if (Math.abs(rest - 1) > 0.001) factors.push(`${round(rest)} (the rule's own estimate of this finding)`);
  return step('confidence', null, `${factors.join(' × ')} = ${round(finding.confidence)}`);
}

const round = (share: number): number => Math.round(share * 1000) / 1000;

function suppressionStep(finding: Finding, suppressions: readonly SuppressionRecord[]): ExplanationStep {
  if (finding.suppressedBy === null) return step('suppression', null, 'nothing in the code suppresses it');
  const record = suppressions.find(({ hides }) => hides.some((each) => each.fingerprint === finding.fingerprint));
  const until = record?.until === null || record === undefined ? '' : ` until ${record.until}`;
  const style = record === undefined ? '' : ` by ${record.style}`;
  return step('suppression', record?.range ?? null, `suppressed in the code${style}${until}: ${finding.suppressedBy}`);
}
