// Assignment: targets with their patterns, plain, annotated and augmented assignment, `:=`.
import type { Expression, PatternEntry, Target, TypeName } from '../../ir.ts';
import { kindTable } from '../../parsing/kind-sets.ts';
import { childByField, kindIdOf, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { augmentedOperator } from './operators.ts';
import { typeNameOf } from './types.ts';

type LowerTarget = (context: PythonContext, node: NodeIndex) => Target;

/** Where assigning to this node writes; a pattern without entries where it writes nowhere we know. */
export function targetOf(context: PythonContext, node: NodeIndex): Target {
  const nowhere = (): Target => ({ kind: 'pattern', node, entries: [] });
  const lower = TARGETS(context.tree.grammar)[kindIdOf(context.tree, node)];
  return lower ? context.builder.descend(() => lower(context, node), nowhere) : nowhere();
}

const targetOfName: LowerTarget = (context, node) => context.scopes.target(textOf(context.tree, node), node);

const targetOfPlace: LowerTarget = (context, node) => {
  const place = context.expression(node);
  if (place.kind === 'member') return { kind: 'member', node, object: place.object, key: place.key };
  if (place.kind === 'index') return { kind: 'index', node, object: place.object, index: place.index };
  return { kind: 'pattern', node, entries: [] };
};

const targetOfInner: LowerTarget = (context, node) => {
  const inner = onlyPart(context, node);
  return inner < 0 ? { kind: 'pattern', node, entries: [] } : targetOf(context, inner);
};

/** `a, (b, c), *d`: positions after a star have no number. */
const targetOfSequence: LowerTarget = (context, node) => {
  const entries: PatternEntry[] = [];
  let starred = false;
  for (const [position, part] of partsOf(context, node).entries()) {
    const kind = kindOf(context.tree, part);
    const target = targetOf(context, part);
    if (kind === 'list_splat_pattern' || kind === 'list_splat') {
      entries.push({ key: { rest: 'list', from: position }, target, fallback: null });
      starred = true;
    } else {
      const key = starred ? ({ kind: 'unknown', node: part, parts: [] } as const) : position;
      entries.push({ key, target, fallback: null });
    }
  }
  return { kind: 'pattern', node, entries };
};

const TARGETS = kindTable<LowerTarget>({
  as_pattern_target: targetOfInner,
  attribute: targetOfPlace,
  expression_list: targetOfSequence,
  identifier: targetOfName,
  list: targetOfSequence,
  list_pattern: targetOfSequence,
  list_splat: targetOfInner,
  list_splat_pattern: targetOfInner,
  parenthesized_expression: targetOfInner,
  pattern_list: targetOfSequence,
  subscript: targetOfPlace,
  tuple: targetOfSequence,
  tuple_pattern: targetOfSequence,
});

function withType(target: Target, type: TypeName | null): Target {
  return target.kind === 'variable' ? { ...target, type } : target;
}

/** `x = v`, `x: T = v`, `x = y = v`. A bare `x: T` has no value: it is `unknown` of nothing, and not counted. */
export function lowerAssignment(context: PythonContext, node: NodeIndex): Expression {
  const { tree } = context;
  const left = childByField(tree, node, 'left');
  const right = childByField(tree, node, 'right');
  if (left < 0 || right < 0) return { kind: 'unknown', node, parts: [] };
  const annotation = childByField(tree, node, 'type');
  const type = annotation < 0 ? null : typeNameOf(context, annotation);
  const target = withType(targetOf(context, left), type);
  return { kind: 'assign', node, target, value: context.expression(right), operator: null };
}

export function lowerAugmentedAssignment(context: PythonContext, node: NodeIndex): Expression {
  const { tree } = context;
  const left = childByField(tree, node, 'left');
  const right = childByField(tree, node, 'right');
  const operator = childByField(tree, node, 'operator');
  if (left < 0 || right < 0 || operator < 0) return { kind: 'unknown', node, parts: [] };
  return {
    kind: 'assign',
    node,
    target: targetOf(context, left),
    value: context.expression(right),
    operator: augmentedOperator(textOf(tree, operator)),
  };
}

/** `(name := value)` */
export function lowerNamedExpression(context: PythonContext, node: NodeIndex): Expression {
  const { tree } = context;
  const name = childByField(tree, node, 'name');
  const value = childByField(tree, node, 'value');
  if (name < 0 || value < 0) return context.builder.unknown(node, partsOf(context, node).map(context.expression));
  return { kind: 'assign', node, target: targetOf(context, name), value: context.expression(value), operator: null };
}

/** `value as target` in `with` and elsewhere: what the context manager enters as is taken to be the value itself. */
export function lowerAsPattern(context: PythonContext, node: NodeIndex): Expression {
  const alias = childByField(context.tree, node, 'alias');
  const value = onlyPart(context, node);
  if (alias < 0 || value < 0) return context.builder.unknown(node, partsOf(context, node).map(context.expression));
  return { kind: 'assign', node, target: targetOf(context, alias), value: context.expression(value), operator: null };
}
