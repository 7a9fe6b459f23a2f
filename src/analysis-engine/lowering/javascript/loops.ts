// Loops: `for`, `for … in`, `for … of`, `while`, `do`.
import type { Expression, Step } from '../../ir.ts';
import { childByField, hasToken, kindOf, type NodeIndex } from '../../parsing/index.ts';
import { type FileLowering, lowerExpression, lowerField, lowerStatement, tokenOf } from './file-lowering.ts';
import { declareBlock, declarePattern } from './hoisting.ts';
import { lowerTarget } from './patterns.ts';
import { lowerBody } from './statements.ts';

/** `for (init; condition; update)`: the initialiser's steps stand before the loop. */
export function lowerFor(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree, scopes } = file;
  scopes.enterBlock();
  const initializer = childByField(tree, node, 'initializer');
  if (initializer >= 0) {
    declareBlock(file, [initializer]);
    lowerStatement(file, initializer, steps);
  }
  const condition = optionalExpression(file, childByField(tree, node, 'condition'));
  const increment = optionalExpression(file, childByField(tree, node, 'increment'));
  const body = lowerBody(file, childByField(tree, node, 'body'));
  scopes.leaveBlock();
  const update = increment === null ? [] : [increment];
  pushLoop(node, { condition, testsFirst: true, update, body }, steps);
}

/** Some grammars put the condition into a statement, and `;` where there is none. */
function optionalExpression(file: FileLowering, node: NodeIndex): Expression | null {
  if (node < 0) return null;
  const kind = kindOf(file.tree, node);
  if (kind === 'empty_statement' || kind === ';') return null;
  return lowerExpression(file, kind === 'expression_statement' ? node + 1 : node);
}

interface While {
  readonly condition: Expression | null;
  readonly testsFirst: boolean;
  readonly update: readonly Expression[];
  readonly body: readonly Step[];
}

function pushLoop(node: NodeIndex, loop: While, steps: Step[]): void {
  steps.push({ kind: 'loop', node, loop: { kind: 'while', ...loop, otherwise: [] }, label: null });
}

export function lowerWhile(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const condition = lowerField(file, node, 'condition');
  const body = lowerBody(file, childByField(file.tree, node, 'body'));
  const testsFirst = kindOf(file.tree, node) === 'while_statement';
  pushLoop(node, { condition, testsFirst, update: [], body }, steps);
}

export function lowerForIn(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree, scopes } = file;
  const right = lowerField(file, node, 'right');
  const isAsync = hasToken(tree, node, 'await');
  const iterable: Expression = isAsync ? { kind: 'await', node: right.node, value: right } : right;
  scopes.enterBlock();
  const left = childByField(tree, node, 'left');
  const kind = childByField(tree, node, 'kind');
  if (kind >= 0 && tokenOf(tree, kind) !== 'var') declarePattern(file, left);
  const target = lowerTarget(file, left);
  const body = lowerBody(file, childByField(tree, node, 'body'));
  scopes.leaveBlock();
  const operator = childByField(tree, node, 'operator');
  const iterates = operator >= 0 && tokenOf(tree, operator) === 'in' ? 'keys' : 'elements';
  steps.push({
    kind: 'loop',
    node,
    loop: { kind: 'each', target, iterable, iterates, body, otherwise: [] },
    label: null,
  });
}
