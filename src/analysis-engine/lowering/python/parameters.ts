// Parameters: plain, with defaults, typed, starred, keyword-only, and the tuples of Python 2.
import type { Annotation, Expression, Parameter, Target, TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { annotationOf } from './decorators.ts';
import { type BoundNames, bindTarget } from './names.ts';
import { targetOf } from './targets.ts';
import { annotatedMetadata, typeOfField } from './types.ts';

interface Declared {
  readonly node: NodeIndex;
  /** the identifier or tuple that the value is bound to */
  readonly bound: NodeIndex;
  readonly type: TypeName | null;
  readonly fallback: Expression | null;
  readonly metadata: readonly Annotation[];
  readonly kind: Parameter['kind'];
}

/**
 * Lowers the list and declares the names in the function just entered. Defaults are lowered before any name of the
 * function is declared: they belong to the enclosing scope, seen from inside (depth + 1).
 */
export function lowerParameters(context: PythonContext, list: NodeIndex): Parameter[] {
  if (list < 0) return [];
  const declared: Declared[] = [];
  let keywordOnly = false;
  for (const part of partsOf(context, list)) {
    if (kindOf(context.tree, part) === 'keyword_separator') keywordOnly = true;
    const parameter = describe(context, part, keywordOnly);
    if (!parameter) continue;
    if (parameter.kind === 'rest') keywordOnly = true;
    declared.push(parameter);
  }
  return declared.map((parameter) => declare(context, parameter));
}

function describe(context: PythonContext, node: NodeIndex, keywordOnly: boolean): Declared | null {
  const { tree } = context;
  const plainKind = keywordOnly ? 'keyword-only' : 'plain';
  const none = { type: null, fallback: null, metadata: [] } as const;
  switch (kindOf(tree, node)) {
    case 'identifier':
    case 'tuple_pattern':
      return { node, bound: node, ...none, kind: plainKind };
    case 'list_splat_pattern':
      return { node, bound: onlyPart(context, node), ...none, kind: 'rest' };
    case 'dictionary_splat_pattern':
      return { node, bound: onlyPart(context, node), ...none, kind: 'keywords' };
    case 'default_parameter':
    case 'typed_default_parameter':
      return withDefault(context, node, plainKind);
    case 'typed_parameter': {
      const inner = onlyPart(context, node);
      const described = inner < 0 ? null : describe(context, inner, keywordOnly);
      return described && { ...described, node, ...typeOf(context, node) };
    }
    default:
      return null;
  }
}

function withDefault(context: PythonContext, node: NodeIndex, kind: Parameter['kind']): Declared {
  const { tree } = context;
  const value = childByField(tree, node, 'value');
  const fallback = value < 0 ? null : context.expression(value);
  const { type, metadata } = typeOf(context, node);
  // `db = Depends(get_db)`, `q: str = Query()`: frameworks read such a default as a remark about the parameter.
  const remarks = fallback?.kind === 'call' ? [...metadata, annotationOf(value, fallback)] : metadata;
  return { node, bound: childByField(tree, node, 'name'), type, fallback, metadata: remarks, kind };
}

function typeOf(context: PythonContext, node: NodeIndex): { type: TypeName | null; metadata: Annotation[] } {
  const type = childByField(context.tree, node, 'type');
  if (type < 0) return { type: null, metadata: [] };
  const metadata = annotatedMetadata(context, type).map((part) => annotationOf(part, context.expression(part)));
  return { type: typeOfField(context, node, 'type'), metadata };
}

function declare(context: PythonContext, parameter: Declared): Parameter {
  const { node, bound, type, fallback, metadata, kind } = parameter;
  const names: BoundNames['variables'] = new Map();
  if (bound >= 0) bindTarget(context.tree, bound, names);
  for (const name of names.keys()) context.scopes.declare(name);
  const target: Target = bound < 0 ? { kind: 'pattern', node, entries: [] } : targetOf(context, bound);
  return {
    node,
    name: bound >= 0 && kindOf(context.tree, bound) === 'identifier' ? textOf(context.tree, bound) : '',
    target: target.kind === 'variable' ? { ...target, type } : target,
    type,
    annotations: metadata,
    fallback,
    kind,
  };
}
