// Functions that nobody in sight calls: run with what is known of their parameters, otherwise with the claim that those
// come from somewhere untrusted (of lower confidence).
import type { Annotation, FunctionDefinition, Parameter, Program } from '../ir.ts';
import { textOf } from '../parsing/syntax-tree.ts';
import { childOf } from './children.ts';
import type { ClassRecord } from './class-record.ts';
import { classValue, makeClass, methodOf, typicalInstance } from './classes.ts';
import { createFrame, type Frame } from './frame.ts';
import { annotationFact, annotationFacts, type FoundAnnotation, handlerValues } from './handlers.ts';
import { type FunctionCallable, follow } from './inline.ts';
import { evaluateInputs, inputsOfValues } from './inputs.ts';
import { expressionOf } from './library-call.ts';
import { makeValue } from './library-value.ts';
import { ensureRecord } from './modules.ts';
import { recordOfType, resolveType } from './names.ts';
import { allocate } from './objects.ts';
import type { Pass } from './pass.ts';
import type { ProgramInstance } from './program-instance.ts';
import { reportSink } from './report.ts';
import { PARAMETER, taintOf } from './taint.ts';
import { sourceTrace } from './trace.ts';
import { reportUses } from './uses.ts';
import { listOfAny, typed, typeOf, UNKNOWN, type Value, withObject, withTaint, withType } from './value.ts';

/** Runs every function of the file that was not reached from its own steps; once more when that tainted shared state. */
export function runEntryPoints(pass: Pass, instance: ProgramInstance): void {
  reportAnnotations(pass, instance);
  const functions = instance.program.functions.filter((definition) => definition !== instance.program.main);
  const ran = new Set<FunctionDefinition>();
  const world = pass.world;
  const sweep = (wanted: (definition: FunctionDefinition) => boolean): void => {
    for (const definition of functions) {
      if (pass.budget.left < 0) return;
      if (ran.has(definition) || !wanted(definition)) continue;
      if (instance.runs[definition.id] > 0 && definition.annotations.length === 0) continue;
      ran.add(definition);
      runEntry(pass, instance, definition);
    }
  };
  const isCalled = (definition: FunctionDefinition): boolean => instance.index.calledNames.has(definition.name);
  // Constructors fill the fields that other methods read; callers come before those that they call.
  initialiseFields(pass, instance);
  sweep((definition) => definition.name === 'constructor');
  sweep((definition) => !isCalled(definition));
  sweep(() => true);
  if (pass.world === world) return;
  for (const definition of ran) if (pass.budget.left >= 0) runEntry(pass, instance, definition);
}

/** What fields begin with is looked at even where nobody in sight makes an instance. */
function initialiseFields(pass: Pass, instance: ProgramInstance): void {
  for (const definition of instance.program.classes) {
    if (definition.fields.every((field) => field.value === null)) continue;
    const record = ensureRecord(pass, instance, definition);
    if (!record.made) makeClass(pass, instance.frame, record);
    typicalInstance(pass, record, 0);
  }
}

/** Annotations that set something up: what they say is a use of its own. */
function reportAnnotations(pass: Pass, instance: ProgramInstance): void {
  const { program, frame } = instance;
  for (const annotation of annotationsIn(program)) {
    const uses = annotationFact(pass, frame, annotation)?.uses;
    if (uses === undefined) continue;
    const inputs = evaluateInputs(pass, frame, null, null, annotation.arguments);
    reportUses(pass, { program, node: annotation.node, name: annotation.name ?? '', byName: false }, uses, inputs);
  }
}

/** Those of classes and their fields, then those of functions and their parameters. */
function annotationsIn({ classes, functions }: Program): Annotation[] {
  const found: Annotation[] = [];
  for (const { annotations, fields } of classes) {
    found.push(...annotations);
    for (const field of fields) found.push(...field.annotations);
  }
  for (const { annotations, parameters } of functions) {
    found.push(...annotations);
    for (const parameter of parameters) found.push(...parameter.annotations);
  }
  return found;
}

function runEntry(pass: Pass, instance: ProgramInstance, definition: FunctionDefinition): void {
  const { callable, self } = callableOf(pass, instance, definition);
  // Annotations and fallbacks are evaluated where the function's own variables are.
  const frame = createFrame(instance, definition, callable.scope, callable.owner, ++pass.contexts);
  const facts: FoundAnnotation[] = [
    ...annotationFacts(pass, callable.scope, definition),
    // What a class's annotation says of results holds for each method; of parameters it says nothing.
    ...(callable.owner?.definition.annotations ?? []).flatMap((each) => {
      const resultSinks = annotationFact(pass, callable.scope, each)?.resultSinks;
      return resultSinks === undefined ? [] : { resultSinks };
    }),
  ];
  const values: (Value | undefined)[] = entryValues(pass, frame, callable, self, facts);
  values.push(self ?? undefined);
  instance.runs[definition.id]++;
  const outer = pass.fixed;
  pass.fixed = new Set(facts.flatMap((fact) => fact.fixedReads ?? []));
  const context = follow(pass, callable, values);
  pass.fixed = outer;
  if (context === null) return;
  const sinks = facts.flatMap((fact) => fact.resultSinks ?? []);
  for (const [node, value] of sinks.length === 0 || givesNoPage(pass, callable) ? [] : context.returns) {
    const body = instance.program.language === 'java' ? textBody(value) : responseBody(value);
    const place = { program: instance.program, node, name: 'return', byName: false };
    for (const kind of sinks) if (body !== null) reportSink(pass.reporter, place, kind, body);
  }
}

/** What of a returned value becomes the page: records are sent as JSON, of a tuple the first part is the body. */
function responseBody(value: Value): Value | null {
  const type = typeOf(value);
  if (type === 'record' || type === 'dict') return null;
  return type === 'list' && value.length > 0 ? responseBody(childOf(value, 0)) : value;
}

/** In Java an object is turned into JSON: only a text, or a response that holds one, is a page. */
function textBody(value: Value): Value | null {
  const body = value.kids?.get('body') ?? value;
  return typeOf(body) === 'string' ? body : null;
}

/** Whether an annotation of the function or its class says that it answers with something else than a page. */
function givesNoPage(pass: Pass, { definition, scope, owner, instance }: FunctionCallable): boolean {
  const { tree } = instance.program;
  return [...definition.annotations, ...(owner?.definition.annotations ?? [])].some((annotation) => {
    const pattern = annotationFact(pass, scope, annotation)?.noPage;
    return pattern !== undefined && expressionOf(pattern).test(textOf(tree, annotation.node));
  });
}

interface Entry {
  readonly callable: FunctionCallable;
  readonly self: Value | null;
}

function callableOf(pass: Pass, instance: ProgramInstance, definition: FunctionDefinition): Entry {
  const owner = instance.index.owners.get(definition);
  if (owner !== undefined) {
    const record = ensureRecord(pass, instance, owner);
    if (!record.made) makeClass(pass, instance.frame, record);
    const self = selfFor(pass, record, definition);
    return { callable: methodOf(definition, record, self), self };
  }
  const known = instance.functions.get(definition);
  if (known?.kind === 'function') return { callable: known, self: known.self };
  const callable: FunctionCallable = {
    kind: 'function',
    definition,
    instance,
    scope: instance.frame,
    self: null,
    owner: null,
  };
  return { callable, self: null };
}

function selfFor(pass: Pass, record: ClassRecord, definition: FunctionDefinition): Value | null {
  if (definition.isStatic || definition.receiver === 'none') return classValue(record);
  return typicalInstance(pass, record, allocate(pass.objects, record.scope, record.definition.node));
}

/** Parameter values, best knowledge first: own annotation, the function's annotations, known handlers, types, the claim. */
function entryValues(
  pass: Pass,
  frame: Frame,
  callable: FunctionCallable,
  self: Value | null,
  facts: readonly FoundAnnotation[],
): Value[] {
  const { definition } = callable;
  const handled = handlerValues(pass, frame, callable, definition.node);
  // By now everything else has run: a name that was called, but always meant something else, is no call of this one.
  const mayClaim = definition.name === '' || !pass.unresolved.has(definition.name);
  const takesSelf = definition.receiver === 'first' && self !== null;
  return definition.parameters.map((parameter, index) => {
    if (takesSelf && index === 0) return self;
    const position = takesSelf ? index - 1 : index;
    const own = annotatedValue(pass, frame, parameter) ?? functionValue(pass, frame, parameter, position, facts);
    return own ?? handled?.[position] ?? typedParameter(pass, frame, parameter, mayClaim);
  });
}

function annotatedValue(pass: Pass, frame: Frame, parameter: Parameter): Value | null {
  for (const annotation of parameter.annotations) {
    const fact = annotationFact(pass, frame, annotation)?.parameter;
    if (fact) return declared(frame, parameter, makeValue(makingAt(pass, frame, parameter), fact));
  }
  return null;
}

function functionValue(
  pass: Pass,
  frame: Frame,
  parameter: Parameter,
  position: number,
  facts: readonly FoundAnnotation[],
): Value | null {
  for (const fact of facts) {
    if (fact.numberNames?.has(parameter.name)) return typed('number');
    const positional = fact.parameters?.[position];
    if (positional) return makeValue(makingAt(pass, frame, parameter), positional);
    // What a framework fills from the request is text, or an object of the application's own.
    if (!fact.parameter || parameter.annotations.length > 0) continue;
    const type = parameter.type === null ? null : resolveType(frame.instance, parameter.type);
    if (type !== null && type !== 'string' && (frame.instance.facts.knows(type) || isPrimitive(type))) continue;
    return declared(frame, parameter, makeValue(makingAt(pass, frame, parameter), fact.parameter));
  }
  return null;
}

function makingAt(pass: Pass, frame: Frame, parameter: Parameter): Parameters<typeof makeValue>[0] {
  const inputs = inputsOfValues(null, []);
  return { pass, frame, node: parameter.node, name: parameter.name, inputs, results: new Map() };
}

const isPrimitive = (type: string): boolean => type === 'number' || type === 'boolean' || type === 'error';

/** The value as a declared type allows it: numbers are clean, `T[]` and lists hold it. */
function declared(frame: Frame, parameter: Parameter, value: Value): Value {
  const type = parameter.type === null ? null : resolveType(frame.instance, parameter.type);
  if (type === null) return value;
  if (isPrimitive(type)) return typed(type);
  return value.type === null ? withType(value, type) : value;
}

function typedParameter(pass: Pass, frame: Frame, parameter: Parameter, mayClaim: boolean): Value {
  const { instance } = frame;
  const type = parameter.type === null ? null : resolveType(instance, parameter.type);
  if (type !== null) {
    if (isPrimitive(type)) return typed(type);
    const object = allocate(pass.objects, frame, parameter.node);
    const record = recordOfType(pass, instance, type);
    if (record !== null) return typicalInstance(pass, record, object);
    if (type !== 'string' && instance.facts.knows(type) && !isContainer(instance, type))
      return withObject(typed(type), object);
  }
  const value = claimed(pass, frame, parameter, type, mayClaim);
  return parameter.kind === 'rest' ? listOfAny(value, allocate(pass.objects, frame, parameter.node)) : value;
}

/** Collections of the standard library are as untrusted as what is in them. */
function isContainer(instance: ProgramInstance, type: string): boolean {
  const { facts } = instance;
  const bases = ['java.util.Collection', 'java.util.Map', 'java.lang.Iterable', 'list', 'dict', 'record'];
  return type.endsWith('[]') || bases.some((base) => facts.inherits(type, base));
}

function claimed(pass: Pass, frame: Frame, parameter: Parameter, type: string | null, mayClaim: boolean): Value {
  const base = type === null ? UNKNOWN : typed(type);
  const value = type === 'string' ? base : withObject(base, allocate(pass.objects, frame, parameter.node));
  if (!mayClaim) return value;
  const trace = sourceTrace(frame.instance.program, parameter.node, parameter.name, PARAMETER);
  return withTaint(value, taintOf('parameter'), trace);
}
