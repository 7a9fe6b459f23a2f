// Functions that a framework calls: their parameters are told by annotations, by type, or by their names alone.
import type { AnnotationFact, HandlerFact } from '../facts/library-fact.ts';
import type { Annotation, FunctionDefinition, Parameter } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import type { FunctionCallable } from './inline.ts';
import { inputsOfValues } from './inputs.ts';
import { makeValue } from './library-value.ts';
import type { Pass } from './pass.ts';
import { typeOf, type Value } from './value.ts';

/** Parameter values by the names of the parameters, `(req, res)`; null when no known handler looks like this. */
export function handlerValues(pass: Pass, frame: Frame, callable: FunctionCallable, node: NodeIndex): Value[] | null {
  const { definition, instance } = callable;
  const parameters =
    definition.receiver === 'first' && callable.owner !== null ? definition.parameters.slice(1) : definition.parameters;
  const fact = instance.facts.handlers.find((handler) => looksLike(handler, parameters));
  if (!fact) return null;
  const making = { pass, frame, node, name: 'handler', inputs: inputsOfValues(null, []), results: new Map() };
  return fact.with.map((value, index) =>
    makeValue({ ...making, node: parameters[index]?.node ?? node, name: parameters[index]?.name ?? '' }, value),
  );
}

function looksLike(handler: HandlerFact, parameters: readonly Parameter[]): boolean {
  if (parameters.length < handler.parameters.length) return false;
  return handler.parameters.every((name, index) => parameters[index].name === name);
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
