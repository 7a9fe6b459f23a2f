// One analysis: lowered programs in, findings out. Everything that the rules want is found in one forward pass.
import { explain, isAskedFor } from './explanation/explain.ts';
import type { Explanation, ExplanationRequest } from './explanation/explanation.ts';
import type { FactIndex } from './facts/compile.ts';
import type { LibraryFacts } from './facts/library-fact.ts';
import type { EngineResult, Finding } from './finding.ts';
import { checkFindings, findingOf, patternFindings } from './findings.ts';
import { distinguished } from './fingerprint.ts';
import { fixCandidates } from './fixes/candidates.ts';
import type { FixCandidate } from './fixes/fix.ts';
import type { FixPreference } from './fixes/fix-kind.ts';
import type { RepairIndex } from './fixes/repair-index.ts';
import { createBudget, limitNotices } from './flow/budget.ts';
import { runEntryPoints } from './flow/entry-points.ts';
import { createEventLog, eventsOf } from './flow/events.ts';
import { reportImports } from './flow/imports.ts';
import { createJournal, type Journal } from './flow/journal.ts';
import { createModules, startProgram } from './flow/modules.ts';
import { createObjectTable } from './flow/objects.ts';
import type { Pass } from './flow/pass.ts';
import { createInstance, type ProgramInstance } from './flow/program-instance.ts';
import { type Candidate, compileRules, createReporter, withoutYielding } from './flow/report.ts';
import type { Program } from './ir.ts';
import type { PatternsOf } from './pattern-rules/index.ts';
import { indexProgram } from './program-index.ts';
import { normalisePath, type ProjectFile } from './project/source-tree.ts';
import type { FlowEvent, Rule } from './rule.ts';
import { type SuppressedFindings, type SuppressionContext, suppress } from './suppressions/apply.ts';

/** What an analysis works with besides the program itself. */
export interface Surroundings {
  readonly rules: readonly Rule[];
  readonly factsOf: (language: string) => FactIndex;
  readonly files: readonly ProjectFile[];
  readonly open: (file: ProjectFile) => Program | null;
  readonly patternsOf: PatternsOf;
  /** YYYY-MM-DD, or null when the caller has no clock */
  readonly today: string | null;
  /** ids of all rules, of this run or not */
  readonly knownRules: ReadonlySet<string>;
  /** the finding to explain, or null */
  readonly explain: ExplanationRequest | null;
  readonly facts: readonly LibraryFacts[];
  /** what is known of fixes, where candidates are wanted */
  readonly repairs: RepairIndex | null;
  readonly fixPreference: FixPreference | null;
}

/** What an analysis found, before fixes are verified. */
export interface Analysis extends Omit<EngineResult, 'filesRead' | 'fixes'> {
  readonly candidates: readonly (readonly FixCandidate[])[];
}

/** Analyses a program with the rules that are meant for its language. */
export function analyzeProgram(program: Program, surroundings: Surroundings): Analysis {
  const compiled = compileRules(surroundings.rules, program.language);
  const budget = createBudget(program.tree.count);
  const pass: Pass = {
    budget,
    reporter: createReporter(compiled, budget),
    journal: surroundings.explain === null ? null : createJournal(),
    modules: createModules(
      { path: program.path, code: program.tree.source },
      surroundings.files,
      surroundings.open,
      surroundings.factsOf,
    ),
    events: createEventLog(program, compiled.rules),
    objects: createObjectTable(),
    globals: new Map(),
    classes: new Map(),
    memos: new Map(),
    activations: [],
    contexts: 0,
    nesting: 0,
    world: 0,
    sharedReads: 0,
    unresolved: new Set(),
    fixed: new Set(),
    discarded: null,
  };
  if (compiled.needsPass || pass.journal !== null) {
    const instance = createInstance(program, surroundings.factsOf(program.language), indexProgram(program), true);
    pass.modules.opened.set(normalisePath(program.path), instance);
    followAll(pass, instance);
  }
  const candidates = new Map<Finding, Candidate>();
  for (const candidate of withoutYielding(pass.reporter.candidates.values()))
    candidates.set(findingOf(candidate, surroundings.factsOf), candidate);
  const flowFindings = [...candidates.keys()];
  const otherFindings = [
    ...checkFindings(program, compiled.checking, eventsByRule(pass, program), surroundings.factsOf),
    ...patternFindings(program, compiled.rules, surroundings, budget),
  ];
  const found = [...flowFindings, ...withoutSaid(otherFindings, flowFindings, compiled.rules)].sort(byPlace);
  const context = {
    today: surroundings.today,
    knownRules: surroundings.knownRules,
    activeRules: compiled.ids,
  };
  const suppressed = suppress(program, distinguished(found), context);
  const findings = suppressElsewhere(pass, program, suppressed.findings, context);
  return {
    findings,
    candidates: candidatesOf(program, surroundings, findings, (index) => candidates.get(found[index]) ?? null),
    notices: [...limitNotices(budget), ...suppressed.notices],
    suppressions: suppressed.suppressions,
    explanations: explanationsOf(program, pass.journal, surroundings, suppressed, (index) => {
      return candidates.get(found[index]) ?? null;
    }),
    statistics: { nodes: program.tree.count, steps: budget.total - budget.left, syntaxErrors: program.tree.errorCount },
  };
}

/** Of what checks and patterns find, that of which the pass has not spoken: by the same rule there, or around it by one that theirs yields to. */
function withoutSaid(findings: readonly Finding[], said: readonly Finding[], rules: readonly Rule[]): Finding[] {
  if (said.length === 0) return [...findings];
  const yielding = new Map(rules.flatMap(({ id, yieldsTo }) => (yieldsTo === undefined ? [] : [[id, yieldsTo]])));
  const starts = new Set(said.map(({ ruleId, range }) => `${ruleId}\n${range.start}`));
  return findings.filter(({ ruleId, range }) => {
    if (starts.has(`${ruleId}\n${range.start}`)) return false;
    const better = yielding.get(ruleId) ?? [];
    if (better.length === 0) return true;
    return !said.some(
      (other) => better.includes(other.ruleId) && other.range.start <= range.start && range.end <= other.range.end,
    );
  });
}

function candidatesOf(
  program: Program,
  { repairs, rules, patternsOf, fixPreference: preference }: Surroundings,
  findings: readonly Finding[],
  candidateOf: (index: number) => Candidate | null,
): (readonly FixCandidate[])[] {
  if (repairs === null || findings.length === 0) return [];
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const toFix = findings.flatMap((finding, index) => {
    const rule = byId.get(finding.ruleId);
    return rule === undefined ? [] : [{ finding, rule, candidate: candidateOf(index) }];
  });
  return fixCandidates(program, toFix, { index: repairs, patternsOf, preference });
}

/** The findings that were asked for, explained; `candidateOf` gives what the pass knows of the one at an index. */
function explanationsOf(
  program: Program,
  journal: Journal | null,
  { explain: request, facts, rules }: Surroundings,
  { findings, suppressions }: SuppressedFindings,
  candidateOf: (index: number) => Candidate | null,
): Explanation[] {
  if (request === null || journal === null) return [];
  return findings.flatMap((finding, index) => {
    const rule = rules.find(({ id }) => id === finding.ruleId);
    if (rule === undefined || !isAskedFor(finding, program, request)) return [];
    return [explain({ finding, candidate: candidateOf(index), rule }, { program, journal, facts, suppressions })];
  });
}

/** What comments in other files say of the findings there. Whether such a comment is of use is told with its own file. */
function suppressElsewhere(
  pass: Pass,
  program: Program,
  findings: readonly Finding[],
  context: SuppressionContext,
): readonly Finding[] {
  const others = new Set(findings.map(({ range }) => range.path).filter((path) => path !== program.path));
  let marked = findings;
  for (const path of others) {
    const opened = pass.modules.opened.get(normalisePath(path));
    if (opened) marked = suppress(opened.program, marked, context).findings;
  }
  return marked;
}

/** The whole pass. Should the host's stack end before our limits do, what was found until then still counts. */
function followAll(pass: Pass, instance: ProgramInstance): void {
  try {
    startProgram(pass, instance);
    reportImports(pass, instance);
    runEntryPoints(pass, instance);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    pass.budget.hit.add('nesting');
  }
}

/** What a rule's `events` and `uses` matched. A pass that ended early has not seen every run: no events then. */
function eventsByRule(pass: Pass, program: Program): (rule: Rule) => readonly FlowEvent[] {
  const events = pass.events === null || pass.budget.left < 0 ? [] : eventsOf(pass.events);
  return (rule) => {
    const uses = pass.reporter.uses.get(rule.id)?.filter((use) => use.program === program) ?? [];
    const kinds = rule.events ?? [];
    const wanted = kinds.length === 0 ? [] : events.filter(({ kind }) => kinds.includes(kind));
    return uses.length === 0 ? wanted : [...wanted, ...uses.map(({ event }) => event)];
  };
}

function byPlace(a: Finding, b: Finding): number {
  if (a.range.path !== b.range.path) return a.range.path < b.range.path ? -1 : 1;
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.ruleId < b.ruleId ? -1 : 1);
}
