// Member, index and call chains, which are folded in a loop (`a.b().c()…` runs to thousands of links), and `new`.
import type { Argument, Expression } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { spineOf } from '../program-builder.ts';
import { lowerArgument, lowerArguments } from './collections.ts';
import { type FileLowering, firstPartOf, lowerExpression, unwrap } from './file-lowering.ts';
import { callOfFunctionMethod } from './function-methods.ts';
import { constant, stringValue, templateParts } from './literals.ts';
import { importExpression, isInteropName } from './module-names.ts';
import { memberOf } from './names.ts';
import { newPromise } from './promises.ts';

const INNER_FIELD: Readonly<Record<string, string>> = {
  member_expression: 'object',
  subscript_expression: 'object',
  call_expression: 'function',
};

export function lowerChain(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const spine = spineOf(node, (current) => {
    const field = INNER_FIELD[kindOf(tree, current)];
    const inner = field === undefined ? -1 : childByField(tree, current, field);
    return inner < 0 ? -1 : unwrap(file, inner);
  });
  const first = spine[0];
  const startsWithLink = INNER_FIELD[kindOf(tree, first)] !== undefined;
  let result = startsWithLink || kindOf(tree, first) === 'import' ? keyword(first) : lowerExpression(file, first);
  for (let index = startsWithLink ? 0 : 1; index < spine.length; index++)
    result = lowerLink(file, spine[index], result);
  return result;
}

/** `import` of `import(…)`; also stands for what a syntax error left out. */
function keyword(node: NodeIndex): Expression {
  return { kind: 'global', node, name: 'import' };
}

function lowerLink(file: FileLowering, node: NodeIndex, inner: Expression): Expression {
  const { tree } = file;
  switch (kindOf(tree, node)) {
    case 'member_expression': {
      const property = childByField(tree, node, 'property');
      return property < 0 ? inner : memberOf(file, node, inner, textOf(tree, property));
    }
    case 'subscript_expression': {
      const index = childByField(tree, node, 'index');
      return index < 0 ? inner : indexOf(file, node, inner, lowerExpression(file, index));
    }
    default:
      return lowerCall(file, node, inner);
  }
}

/** `a['b']` is `a.b`. */
function indexOf(file: FileLowering, node: NodeIndex, object: Expression, index: Expression): Expression {
  if (index.kind === 'constant' && typeof index.value === 'string') return memberOf(file, node, object, index.value);
  return { kind: 'index', node, object, index };
}

function lowerCall(file: FileLowering, node: NodeIndex, callee: Expression): Expression {
  const { tree } = file;
  const list = childByField(tree, node, 'arguments');
  if (list >= 0 && kindOf(tree, list) === 'template_string') {
    return { kind: 'tagged-text', node, tag: callee, parts: templateParts(file, list) };
  }
  const given = lowerArguments(file, list);
  return (
    importCall(node, callee, given) ?? callOfFunctionMethod(node, callee, given) ?? call(node, callee, given, false)
  );
}

function call(node: NodeIndex, callee: Expression, given: readonly Argument[], construction: boolean): Expression {
  return { kind: 'call', node, callee, arguments: given, construction };
}

/** `require('x')`, `import('x')`, and what compilers wrap around them. */
function importCall(node: NodeIndex, callee: Expression, given: readonly Argument[]): Expression | null {
  const [first] = given;
  if (first === undefined) return null;
  if (callee.kind === 'global' && (callee.name === 'require' || callee.name === 'import')) {
    const name = first.value.kind === 'constant' ? first.value.value : null;
    return typeof name === 'string' ? importExpression(node, name, null) : null;
  }
  const name = nameOfCallee(callee);
  return name !== null && isInteropName(name) && first.value.kind === 'import' ? first.value : null;
}

function nameOfCallee(callee: Expression): string | null {
  if (callee.kind === 'global') return callee.name;
  if (callee.kind === 'variable') return callee.variable.name;
  return callee.kind === 'member' ? callee.key : null;
}

export function lowerNew(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const constructed = childByField(tree, node, 'constructor');
  const callee = constructed < 0 ? constant(node, null) : lowerExpression(file, constructed);
  const given = lowerArguments(file, childByField(tree, node, 'arguments'));
  return newPromise(file, node, callee, given) ?? call(node, callee, given, true);
}

/** `...x` where no list is around it, after a syntax error. */
export function lowerStraySpread(file: FileLowering, node: NodeIndex): Expression {
  return file.program.unknown(node, [lowerArgument(file, node).value]);
}

/** The module name of `require('x')` and its wrapped forms, or null; looks at the tree only. */
export function requiredModule(file: FileLowering, node: NodeIndex): string | null {
  const { tree } = file;
  let current = unwrap(file, node);
  for (let wraps = 0; wraps < 3; wraps++) {
    if (kindOf(tree, current) !== 'call_expression') return null;
    const callee = unwrap(file, childByField(tree, current, 'function'));
    const list = childByField(tree, current, 'arguments');
    const argument = list < 0 ? -1 : firstPartOf(tree, list);
    if (argument < 0) return null;
    const name = lastNameOf(file, callee);
    if (name === 'require') {
      if (kindOf(tree, argument) !== 'string' || file.scopes.has('require')) return null;
      return stringValue(tree, argument);
    }
    if (!isInteropName(name)) return null;
    current = unwrap(file, argument);
  }
  return null;
}

function lastNameOf(file: FileLowering, node: NodeIndex): string {
  const { tree } = file;
  const kind = kindOf(tree, node);
  if (kind === 'identifier') return textOf(tree, node);
  const property = kind === 'member_expression' ? childByField(tree, node, 'property') : -1;
  return property < 0 ? '' : textOf(tree, property);
}
