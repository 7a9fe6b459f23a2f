// Functions that a framework calls: their parameters are told by annotations, by type, or by their names alone.
import type { FactIndex } from '../facts/compile.ts';
import type { AnnotationFact, HandlerFact, ValueFact } from '../facts/library-fact.ts';
import type { Annotation, FunctionDefinition, Parameter } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import type { FunctionCallable } from './inline.ts';
import { inputsOfValues } from './inputs.ts';
import { makeValue } from './library-value.ts';
import type { Pass } from './pass.ts';
import { typeOf, type Value } from './value.ts';

/**
 * Parameter values by the names of the parameters: `(req, res)` together, `$sce` wherever it stands; undefined for the
 * others, null when none is known.
 */
export function handlerValues(
  pass: Pass,
  frame: Frame,
  callable: FunctionCallable,
  node: NodeIndex,
): (Value | undefined)[] | null {
  const { definition, instance } = callable;
  const { facts } = instance;
  const parameters =
    definition.receiver === 'first' && callable.owner !== null ? definition.parameters.slice(1) : definition.parameters;
  const known = factsOfParameters(facts, callable, parameters);
  if (known === null) return null;
  const making = { pass, frame, inputs: inputsOfValues(null, []), results: new Map() };
  return known.map((fact, index) => {
    const { node: place, name } = parameters[index] ?? { node, name: '' };
    return fact && makeValue({ ...making, node: place, name }, fact);
  });
}

type ParameterFacts = readonly (ValueFact | undefined)[] | null;

/** By facts and function, with the class it was looked up for: every call that is followed asks, and it never changes. */
const KNOWN = new WeakMap<
  FactIndex,
  WeakMap<FunctionDefinition, { readonly owner: string; readonly facts: ParameterFacts }>
>();

function factsOfParameters(
  facts: FactIndex,
  { definition, owner }: FunctionCallable,
  parameters: readonly Parameter[],
): ParameterFacts {
  const ownerName = owner?.definition.name ?? '';
  let ofFacts = KNOWN.get(facts);
  if (ofFacts === undefined) {
    ofFacts = new WeakMap();
    KNOWN.set(facts, ofFacts);
  }
  const known = ofFacts.get(definition);
  if (known !== undefined && known.owner === ownerName) return known.facts;
  const handler = facts.handlers.find((each) => looksLike(each, definition.name, parameters, ownerName));
  const found = handler?.with ?? parameters.map((parameter) => parameterFact(facts, parameter));
  const answer = found.some((fact) => fact !== undefined) ? found : null;
  ofFacts.set(definition, { owner: ownerName, facts: answer });
  return answer;
}

function parameterFact(facts: FactIndex, { name, type }: Parameter): ValueFact | undefined {
  return type === null ? facts.parameter(name) : undefined;
}

function looksLike(handler: HandlerFact, name: string, parameters: readonly Parameter[], owner: string): boolean {
  if (parameters.length < handler.parameters.length) return false;
  if (handler.name !== undefined && handler.name !== name) return false;
  if (!handler.parameters.every((each, index) => each === '*' || parameters[index].name === each)) return false;
  return handler.unlessIn === undefined || !new RegExp(handler.unlessIn).test(owner);
}

/** What the facts say of an annotation or decorator; found by name, or by the value of the decorator's expression. */
export function annotationFact(pass: Pass, frame: Frame, annotation: Annotation): AnnotationFact | undefined {
  const { facts } = frame.instance;
  if (annotation.name !== null) {
    const named = facts.annotation(annotation.name);
    if (named !== undefined) return named;
    for (const wildcard of frame.instance.program.wildcards) {
      const imported = facts.annotation(`${wildcard}.${annotation.name}`);
      if (imported !== undefined) return imported;
    }
  }
  const { callee } = annotation;
  if (callee.kind === 'member') {
    const object = evaluate(pass, frame, callee.object);
    const type = typeOf(object) ?? object.name;
    // Of an object that is not known only the method's name tells: `app.route` of an application that was handed in.
    return facts.annotation(type === null ? callee.key : `${type}.${callee.key}`);
  }
  const value = evaluate(pass, frame, callee);
  return value.name === null ? undefined : facts.annotation(value.name);
}

/** An annotation's fact with what this very annotation declares: parameters that are numbers, reads that are constant. */
export interface FoundAnnotation extends AnnotationFact {
  readonly numberNames?: ReadonlySet<string>;
  readonly fixedReads?: readonly string[];
}

/** All annotation facts of a function, with those of its class behind them. */
export function annotationFacts(pass: Pass, frame: Frame, definition: FunctionDefinition): FoundAnnotation[] {
  return definition.annotations.flatMap((annotation) => {
    const fact = annotationFact(pass, frame, annotation);
    if (fact?.numbers === undefined && fact?.fixes === undefined) return fact ?? [];
    const text = firstText(annotation);
    const { numbers, fixes } = fact;
    const isFixed = fixes !== undefined && text !== null && !new RegExp(fixes.unless).test(text);
    return {
      ...fact,
      numberNames: numbers === undefined || text === null ? new Set() : numbersIn(text, numbers),
      fixedReads: isFixed ? fixes.reads : [],
    };
  });
}

function firstText(annotation: Annotation): string | null {
  const text = annotation.arguments[0]?.value;
  return text?.kind === 'constant' && typeof text.value === 'string' ? text.value : null;
}

function numbersIn(text: string, pattern: string): ReadonlySet<string> {
  const matches = [...text.matchAll(new RegExp(pattern, 'g'))];
  return new Set(matches.flatMap(([, ...groups]) => groups.filter((name) => name !== undefined)));
}
