// `match`: a switch whose patterns test constants, and whose captures are assigned at the start of the case.
import type { Expression, Step, SwitchCase } from '../../ir.ts';
import {
  childByField,
  childrenByField,
  fieldOf,
  kindOf,
  type NodeIndex,
  startOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { oneOrTuple } from './collections.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { isCapture } from './names.ts';

/** A name that a pattern gives to a part of the subject. */
interface Capture {
  readonly node: NodeIndex;
  readonly value: Expression;
}

export function lowerMatch(context: PythonContext, node: NodeIndex): Step[] {
  const { tree, scopes } = context;
  const subject = oneOrTuple(context, node, childrenByField(tree, node, 'subject'));
  const block = childByField(tree, node, 'body');
  if (subject === null || block < 0) return [];
  const steps: Step[] = [];
  let read = subject;
  if (subject.kind !== 'variable') {
    // The subject is evaluated once; the captures read it again.
    const variable = scopes.declareHidden('subject');
    const target = { kind: 'variable', node, variable, type: null } as const;
    steps.push({
      kind: 'evaluate',
      node,
      expression: { kind: 'assign', node, target, value: subject, operator: null },
    });
    read = { kind: 'variable', node, variable };
  }
  const cases = partsOf(context, block)
    .filter((part) => kindOf(tree, part) === 'case_clause')
    .map((part) => lowerCase(context, part, read));
  steps.push({ kind: 'switch', node, subject: read, cases, label: null });
  return steps;
}

function lowerCase(context: PythonContext, node: NodeIndex, subject: Expression): SwitchCase {
  const { tree } = context;
  const patterns = partsOf(context, node).filter((part) => kindOf(tree, part) === 'case_pattern');
  const captures: Capture[] = [];
  const tests = patterns.length === 1 ? testsOf(context, patterns[0], subject, captures) : [nodeTest(node)];
  if (patterns.length > 1) {
    for (const [position, pattern] of patterns.entries()) {
      testsOf(context, pattern, partOf(pattern, subject, position), captures);
    }
  }
  const body = captures.map((capture): Step => assignCapture(context, capture));
  const consequence = childByField(tree, node, 'consequence');
  const steps = consequence < 0 ? [] : context.steps(consequence);
  const guard = childByField(tree, node, 'guard');
  const condition = guard < 0 ? -1 : onlyPart(context, guard);
  if (condition < 0) body.push(...steps);
  else body.push({ kind: 'branch', node: guard, arms: [{ condition: context.expression(condition), body: steps }] });
  // With a guard the case may be passed over even when its pattern matches: it must not count as the default.
  return { node, tests: tests.length === 0 && condition >= 0 ? [nodeTest(node)] : tests, body, fallsThrough: false };
}

function assignCapture(context: PythonContext, { node, value }: Capture): Step {
  const target = context.scopes.target(textOf(context.tree, node), node);
  return { kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } };
}

/** A test whose outcome nobody can tell; not counted, since no constant could stand here. */
const nodeTest = (node: NodeIndex): Expression => ({ kind: 'unknown', node, parts: [] });

function partOf(node: NodeIndex, object: Expression, key: number | string): Expression {
  return { kind: 'index', node, object, index: { kind: 'constant', node, value: key } };
}

/** The values that the pattern compares with; none: it matches everything. Captures are added in order. */
function testsOf(context: PythonContext, node: NodeIndex, subject: Expression, captures: Capture[]): Expression[] {
  return context.builder.descend(
    () => testsOfPattern(context, node, subject, captures),
    () => [nodeTest(node)],
  );
}

function testsOfPattern(
  context: PythonContext,
  node: NodeIndex,
  subject: Expression,
  captures: Capture[],
): Expression[] {
  const { tree } = context;
  const parts = partsOf(context, node);
  switch (kindOf(tree, node)) {
    case 'case_pattern':
      // `_` is a token, not a part.
      if (parts.length === 0) return [];
      return testsOf(context, parts[0], subject, captures);
    case 'dotted_name':
      if (!isCapture(tree, node)) return textOf(tree, node) === '_' ? [] : [context.expression(node)];
      captures.push({ node, value: subject });
      return [];
    case 'as_pattern': {
      const [pattern, name] = parts;
      if (name !== undefined) captures.push({ node: name, value: subject });
      return pattern === undefined ? [] : testsOf(context, pattern, subject, captures);
    }
    case 'union_pattern':
      return unionTests(context, parts, subject, captures);
    case 'list_pattern':
    case 'tuple_pattern':
    case 'dict_pattern':
    case 'class_pattern':
      captureParts(context, node, subject, captures);
      return [nodeTest(node)];
    case 'integer':
    case 'float':
      return [numberTest(context, node)];
    case 'string':
    case 'concatenated_string':
    case 'true':
    case 'false':
    case 'none':
      return [context.expression(node)];
    default:
      return [nodeTest(node)];
  }
}

/** The grammar leaves the minus of `case -1` outside the number. */
function numberTest(context: PythonContext, node: NodeIndex): Expression {
  const number = context.expression(node);
  const isNegative = context.tree.source[startOf(context.tree, node) - 1] === '-';
  if (!isNegative || number.kind !== 'constant' || typeof number.value !== 'number') return number;
  return { ...number, value: -number.value };
}

function unionTests(
  context: PythonContext,
  parts: readonly NodeIndex[],
  subject: Expression,
  captures: Capture[],
): Expression[] {
  const tests: Expression[] = [];
  for (const part of parts) {
    const one = testsOf(context, part, subject, captures);
    if (one.length === 0) return [];
    tests.push(...one);
  }
  return tests;
}

/** Captures below a sequence, mapping or class pattern, each reading its part of the subject. */
function captureParts(context: PythonContext, node: NodeIndex, subject: Expression, captures: Capture[]): void {
  const { tree } = context;
  let key: string | number | null = null;
  for (const [position, part] of partsOf(context, node).entries()) {
    const kind = kindOf(tree, part);
    if (fieldOf(tree, part) === 'key') {
      const constant = context.expression(part);
      key = constant.kind === 'constant' && typeof constant.value === 'string' ? constant.value : null;
    } else if (kind === 'splat_pattern') {
      const name = onlyPart(context, part);
      if (name >= 0) captures.push({ node: name, value: { kind: 'unknown', node: part, parts: [subject] } });
    } else if (kind === 'case_pattern' && isKeyword(context, part)) {
      captureKeyword(context, partsOf(context, part)[0], subject, captures);
    } else if (kind === 'case_pattern') {
      testsOf(context, part, partOf(part, subject, key ?? position), captures);
    }
  }
}

function isKeyword(context: PythonContext, pattern: NodeIndex): boolean {
  const [inner] = partsOf(context, pattern);
  return inner !== undefined && kindOf(context.tree, inner) === 'keyword_pattern';
}

/** `Point(x=pattern)`: the attribute `x` of the subject. */
function captureKeyword(context: PythonContext, node: NodeIndex, subject: Expression, captures: Capture[]): void {
  const [name, pattern] = partsOf(context, node);
  if (name === undefined || pattern === undefined) return;
  const object: Expression = { kind: 'member', node, object: subject, key: textOf(context.tree, name) };
  testsOf(context, pattern, object, captures);
}
