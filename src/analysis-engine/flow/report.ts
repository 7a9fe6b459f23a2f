// Gathers what the pass finds: one candidate for each rule and sink, the most certain one.
import type { Severity } from '../../contract/index.ts';
import type { NamedCall } from '../facts/compile.ts';
import { SINK_KINDS, type SinkKind } from '../facts/library-fact.ts';
import type { Program } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { type NodeIndex, parentOf } from '../parsing/syntax-tree.ts';
import type { FlowCondition, FlowEvent, InputCondition, Rule } from '../rule.ts';
import { speaksOf } from '../rule-languages.ts';
import type { Budget } from './budget.ts';
import { dangerousPart } from './join.ts';
import { PARAMETER, sinkBit, sinkMask, sourceMask, type Taint } from './taint.ts';
import { GUESSED, type Trace } from './trace.ts';
import { COMPOSED_STRING, typeOf, UNKNOWN, type Value, withKids, withTaint } from './value.ts';

/** A finding before it is put into words. */
export interface Candidate {
  readonly rule: Rule;
  readonly program: Program;
  readonly node: NodeIndex;
  /** factor on the rule's own confidence */
  readonly certainty: number;
  readonly sinkKind: SinkKind | null;
  /** name under which the facts know the sink or use */
  readonly sinkName: string;
  readonly trace: Trace | null;
  /** what reaches the sink comes, as far as is seen, from nobody outside: no graver than this, whatever the rule says */
  readonly atMost: Severity | null;
  /** constants that break a rule about a use: another one would be another finding */
  readonly evidence: string;
}

interface FlowRule {
  readonly rule: Rule;
  readonly sources: Taint;
  readonly flow: FlowCondition;
}

interface DynamicRule {
  readonly rule: Rule;
  readonly composed: boolean;
}

export interface UseRule {
  readonly rule: Rule;
  readonly where: Readonly<Record<string, InputCondition>>;
}

interface NotedUse {
  readonly program: Program;
  readonly event: FlowEvent;
}

export interface Reporter {
  readonly flowRules: ReadonlyMap<SinkKind, readonly FlowRule[]>;
  readonly dynamicRules: ReadonlyMap<SinkKind, readonly DynamicRule[]>;
  readonly useRules: ReadonlyMap<string, readonly UseRule[]>;
  readonly candidates: Map<string, Candidate>;
  /** uses of the file that a rule's `check` is to judge, by rule id */
  readonly uses: Map<string, NotedUse[]>;
  /** where they are, since a place may be passed many times */
  readonly usePlaces: Set<string>;
  readonly budget: Budget;
  /** off while the top level of context files runs: what it does is their own affair */
  silent: number;
}

/** A parameter of a function that nobody in sight calls may well be harmless. */
export const PARAMETER_CERTAINTY = 0.5;
/** Sources on this side of the boundary: parameters of functions that nobody in sight calls, arguments of the program. */
const NEAR = PARAMETER | sourceMask(['environment']);
/** The caller of a function and whoever starts the program may mean it; what runs is not for people who type an answer. */
function nearSeverity(kind: SinkKind, trace: Trace | null): Severity {
  return trace?.isTyped === true && (kind === 'code' || kind === 'command') ? 'medium' : 'low';
}
/** A method matched by its name only may be another one. */
export const BY_NAME_CERTAINTY = 0.6;

/** The rules of a language in the order in which the pass asks for them. */
export interface CompiledRules {
  readonly rules: readonly Rule[];
  readonly ids: ReadonlySet<string>;
  /** those that look at the program themselves or hear what the pass saw */
  readonly checking: readonly Rule[];
  readonly flowRules: ReadonlyMap<SinkKind, readonly FlowRule[]>;
  readonly dynamicRules: ReadonlyMap<SinkKind, readonly DynamicRule[]>;
  readonly useRules: ReadonlyMap<string, readonly UseRule[]>;
  /** whether any of them asks for something that only the pass can tell; patterns and checks of the code alone do not */
  readonly needsPass: boolean;
  /** whether any of them asks for more than the syntax of the code */
  readonly needsProgram: boolean;
}

const COMPILED = new WeakMap<readonly Rule[], Map<string, CompiledRules>>();

/** Those of the rules that are meant for a language; worked out once for each list of rules. */
export function compileRules(rules: readonly Rule[], language: string): CompiledRules {
  let byLanguage = COMPILED.get(rules);
  if (byLanguage === undefined) {
    byLanguage = new Map();
    COMPILED.set(rules, byLanguage);
  }
  let compiled = byLanguage.get(language);
  if (compiled === undefined) {
    compiled = compile(rules.filter((rule) => speaksOf(rule, language)));
    byLanguage.set(language, compiled);
  }
  return compiled;
}

export function createReporter({ flowRules, dynamicRules, useRules }: CompiledRules, budget: Budget): Reporter {
  return {
    flowRules,
    dynamicRules,
    useRules,
    candidates: new Map(),
    uses: new Map(),
    usePlaces: new Set(),
    budget,
    silent: 0,
  };
}

function compile(rules: readonly Rule[]): CompiledRules {
  const flowRules = new Map<SinkKind, FlowRule[]>();
  const dynamicRules = new Map<SinkKind, DynamicRule[]>();
  const useRules = new Map<string, UseRule[]>();
  for (const rule of rules) {
    const { flow } = rule;
    if (flow) {
      const sinks = sinkMask(flow.to);
      for (const kind of SINK_KINDS) {
        if ((sinks & sinkBit(kind)) === 0) continue;
        flowRules.set(kind, [...(flowRules.get(kind) ?? []), { rule, sources: sourceMask(flow.from), flow }]);
      }
    }
    for (const kind of rule.dynamic?.to ?? []) {
      const composed = rule.dynamic?.composed === true;
      dynamicRules.set(kind, [...(dynamicRules.get(kind) ?? []), { rule, composed }]);
    }
    for (const { use, where } of rule.uses ?? []) {
      useRules.set(use, [...(useRules.get(use) ?? []), { rule, where: where ?? {} }]);
    }
  }
  const hearsEvents = rules.some((rule) => (rule.events?.length ?? 0) > 0);
  const needsPass = hearsEvents || flowRules.size + dynamicRules.size + useRules.size > 0;
  const checking = rules.filter((rule) => rule.check !== undefined || rule.events !== undefined);
  const needsProgram = needsPass || checking.length > 0;
  const ids = new Set(rules.map(({ id }) => id));
  return { rules, ids, checking, flowRules, dynamicRules, useRules, needsPass, needsProgram };
}

/** A place that values flow into. */
export interface SinkPlace {
  readonly program: Program;
  readonly node: NodeIndex;
  readonly name: string;
  readonly byName: boolean;
  /** nothing is made or changed there */
  readonly reads?: boolean;
}

/** Reports the value at the sink under every rule that it breaks. */
export function reportSink(reporter: Reporter, place: SinkPlace, kind: SinkKind, given: Value): void {
  const rules = reporter.flowRules.get(kind);
  if (rules === undefined || reporter.silent > 0) return;
  const bit = sinkBit(kind);
  const value = partThatCounts(given, kind);
  for (const { rule, sources, flow } of rules) {
    if ((flow.composed && typeOf(value) !== 'string') || (flow.writes && place.reads)) continue;
    const certain = dangerousPart(value, sources & ~PARAMETER, bit);
    const part = certain ?? dangerousPart(value, sources & PARAMETER, bit);
    if (part === null) continue;
    if (certain === null && flow.parameter && isJoined(part.trace) !== (flow.parameter === 'joined')) continue;
    const certainty = (certain ? 1 : PARAMETER_CERTAINTY) * (place.byName ? BY_NAME_CERTAINTY : 1);
    // `create` and `build` are methods of much else than records.
    const isLook = (kind === 'path' && place.reads === true) || (kind === 'mass-assignment' && place.byName);
    const isFar = !isLook && dangerousPart(value, sources & ~NEAR, bit) !== null;
    const { trace } = part;
    // Where it comes from far as well, a trace that cannot show it convinces nobody.
    const isShown = trace === null || (trace.sources & ~NEAR) !== 0;
    const atMost = isFar && isShown && !isGuessed(trace) ? null : nearSeverity(kind, trace);
    add(reporter, { ...placed(place), rule, certainty, sinkKind: kind, trace, evidence: '', atMost });
  }
}

/** Reports a value at the sink that nobody has seen to be harmless, whether or not it is seen to come from outside. */
export function reportDynamic(reporter: Reporter, place: SinkPlace, kind: SinkKind, value: Value): void {
  const rules = reporter.dynamicRules.get(kind);
  if (rules === undefined || reporter.silent > 0 || !isDynamic(value, kind)) return;
  const isComposed = value === COMPOSED_STRING || ((value.taint & sinkBit(kind)) !== 0 && isJoined(value.trace));
  const certainty = place.byName ? BY_NAME_CERTAINTY : 1;
  for (const { rule, composed } of rules) {
    if (composed && !isComposed) continue;
    const { trace } = value;
    add(reporter, { ...placed(place), rule, certainty, sinkKind: kind, trace, evidence: '', atMost: null });
  }
}

/** It came through a call about which nothing is known, on a way that nobody may take. */
function isGuessed(trace: Trace | null): boolean {
  for (let at = trace; at !== null; at = at.previous) if (at.event === 'through' && at.label === GUESSED) return true;
  return false;
}

function isJoined(trace: Trace | null): boolean {
  for (let at = trace; at !== null; at = at.previous) if (at.event === 'joined') return true;
  return false;
}

/** Not a constant, a number, a symbol, or an object of which more is known: it may be any text that does harm here. */
export function isDynamic(value: Value, kind: SinkKind): boolean {
  const sink = sinkBit(kind);
  if ((value.harmless & sink) !== 0 || (value.taint !== 0 && (value.taint & sink) === 0)) return false;
  // Objects are read from streams, buffers and readers of all types.
  if (kind === 'deserialisation' && value.type !== null) return value.constants === null && value.type !== 'number';
  if (value.constants !== null || value.callables !== null || value.kids !== null) return false;
  // A member of a source has a name as well.
  if (value.name !== null && value.taint === 0) return false;
  return value.type === null || value.type === 'string';
}

/** A name that nothing in sight gives a value. */
export function isSymbol({ name, constants, callables, type, taint, harmless }: Value, kind: SinkKind): boolean {
  if ((harmless & sinkBit(kind)) !== 0 || taint !== 0) return false;
  return name !== null && constants === null && callables === null && type === null;
}

function partThatCounts(value: Value, kind: SinkKind): Value {
  if (kind === 'html') return asPage(value);
  if (kind === 'nosql') return withoutComparisons(value);
  return kind === 'mass-assignment' ? asFields(value) : value;
}

/** `{ name: { $eq: x } }` compares with whatever x is, and takes no operators from it. */
function withoutComparisons(value: Value): Value {
  if (value.kids === null || value.depth > 3) return value;
  const kids = [...value.kids].filter(([, kid]) => !kid.kids?.has('$eq') || kid.kids.size > 1);
  return kids.length === value.kids.size ? value : withKids(value, new Map(kids), value.any, value.length);
}

/** Fields that the code names are chosen by it: only what may hold any field counts. */
function asFields(value: Value): Value {
  if (typeOf(value) === 'string') return UNKNOWN;
  const open = value.any ?? UNKNOWN;
  return withTaint(UNKNOWN, value.taint | open.deepTaint, value.trace ?? open.trace);
}

/** Records are sent as JSON, which browsers do not read as a page: only what taints the whole counts. */
function asPage(value: Value): Value {
  const type = typeOf(value);
  return type === 'record' || type === 'dict' ? withTaint(UNKNOWN, value.taint, value.trace) : value;
}

/** Reports a use of something that a rule warns of. */
export function reportUse(
  reporter: Reporter,
  place: SinkPlace,
  rule: Rule,
  evidence: string,
  atMost: Severity | null,
): void {
  if (reporter.silent > 0) return;
  if (rule.events?.includes('use')) {
    noteUse(reporter, place, rule);
    return;
  }
  const certainty = place.byName ? BY_NAME_CERTAINTY : 1;
  add(reporter, { ...placed(place), rule, certainty, sinkKind: null, trace: null, evidence, atMost });
}

/** A rule with a check of its own decides itself. */
function noteUse(reporter: Reporter, { program, node, name }: SinkPlace, rule: Rule): void {
  const place = placeOf({ program, node }, rule.id);
  if (reporter.usePlaces.has(place)) return;
  reporter.usePlaces.add(place);
  const known = reporter.uses.get(rule.id) ?? [];
  known.push({ program, event: { kind: 'use', node, detail: name } });
  reporter.uses.set(rule.id, known);
}

function placed(place: SinkPlace): Pick<Candidate, 'program' | 'node' | 'sinkName'> {
  return { program: place.program, node: place.node, sinkName: place.name };
}

function add(reporter: Reporter, candidate: Candidate): void {
  const key = placeOf(candidate, candidate.rule.id);
  const known = reporter.candidates.get(key);
  if (known !== undefined && known.certainty >= candidate.certainty) return;
  if (known === undefined && reporter.candidates.size >= LIMITS.findings) {
    reporter.budget.hit.add('findings');
    return;
  }
  reporter.candidates.set(key, candidate);
}

/** The candidates without those whose rule yields to another one that is as certain at the same place, just around it, or on its way past. */
export function withoutYielding(candidates: Iterable<Candidate>): Candidate[] {
  const all = [...candidates];
  const confidences = new Map(all.map((candidate) => [placeOf(candidate, candidate.rule.id), confidenceOf(candidate)]));
  const passed = placesOnTheWay(all);
  return all.filter((candidate) => {
    const own = confidenceOf(candidate);
    const yieldsTo = candidate.rule.yieldsTo ?? [];
    const isStatement = candidate.sinkName === STATEMENT;
    if (yieldsTo.some((rule) => (passed.get(placeOf(candidate, rule)) ?? 0) >= own)) return false;
    let node = candidate.node;
    for (let hops = 0; node >= 0 && hops <= FURTHEST_AROUND; hops++, node = parentOf(candidate.program.tree, node)) {
      // The first node in it is what an assignment writes to, where it is reported.
      for (const place of [node, node + 1]) {
        const at = { ...candidate, node: place };
        const rules = isStatement && place !== candidate.node ? [...yieldsTo, candidate.rule.id] : yieldsTo;
        if (rules.some((rule) => (confidences.get(placeOf(at, rule)) ?? 0) >= own)) return false;
      }
    }
    return true;
  });
}

/** Name of SQL that is put together as text: where it is run, the same rule or a better one speaks. */
export const STATEMENT = 'statement';

/** Where what is found came by on its way: a text that is reported where it is run need not be where it is made. */
function placesOnTheWay(candidates: readonly Candidate[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const candidate of candidates) {
    const confidence = confidenceOf(candidate);
    for (let at = candidate.trace; at !== null; at = at.previous) {
      const place = placeOf({ ...candidate, program: at.program, node: at.node }, candidate.rule.id);
      if ((places.get(place) ?? 0) < confidence) places.set(place, confidence);
    }
  }
  return places;
}

/** How many syntax nodes around a place still count as the same one: a text, the list of arguments, the call. */
const FURTHEST_AROUND = 4;

const placeOf = ({ program, node }: Pick<Candidate, 'program' | 'node'>, rule: string): string =>
  `${rule}\n${program.path}\n${node}`;

export const confidenceOf = ({ rule, certainty }: Candidate): number => rule.confidence * certainty;

/** Where a sink of a call is reported. */
export function sinkPlace(program: Program, node: NodeIndex, call: NamedCall): SinkPlace {
  return { program, node, name: call.name, byName: call.byName, reads: call.fact.reads === true };
}
