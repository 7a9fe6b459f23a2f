// The same code left and right of an operator for which that makes no sense.
import {
  type Check,
  type CheckFinding,
  type Expression,
  endOf,
  isPure,
  isSameCode,
  lineOf,
  operationsOf,
  rangeOf,
  type SyntaxTree,
  textOf,
} from '../../analysis-engine/index.ts';

const PAIRS = new Set(['-', '/', '%', '==', '!=', '<', '<=', '>', '>=', 'is', 'is-not', '^']);
const CHAINS = new Set(['and', 'or', '&', '|']);

/** Reports the whole operation. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const { item, parent } of operationsOf(program)) {
    const { operator, operands } = item;
    if (parent?.item !== undefined && 'kind' in parent.item && parent.item.kind === 'assert') continue;
    // `x and x or y` was the way to choose before there was another.
    if (operator === 'and' && operands.length === 2 && isChoice(item, parent?.item)) continue;
    const twins = twinsOf(tree, operator, operands, language);
    if (twins !== null) {
      // One of a table of units or weights, and a way to make a one that stays NaN: mostly meant.
      findings.push({
        ...rangeOf(tree, item.node),
        ...naming(tree, twins),
        ...(operator === '/' ? { atMost: 'low' as const } : {}),
      });
    }
  }
  return findings;
};

type Twins = readonly [Expression, Expression];

function twinsOf(tree: SyntaxTree, operator: string, operands: readonly Expression[], language: string): Twins | null {
  if (CHAINS.has(operator)) return twinsInChain(tree, operands);
  return PAIRS.has(operator) && isPair(tree, operator, operands, language) ? [operands[0], operands[1]] : null;
}

/** Which operand is there twice, and where the second one stands when that is not the same line. */
function naming(tree: SyntaxTree, [first, second]: Twins): { readonly message: string } {
  const [from, to] = [first, second].map(({ node }) => lineOf(tree, node));
  const code = textOf(tree, first.node).slice(0, LONGEST_SHOWN).replace(/\s+/g, ' ');
  const where = from === to ? '' : ` in lines ${from} and ${to}`;
  return { message: `\`${code}\` is an operand twice${where}: one of them is probably meant to be something else.` };
}

const LONGEST_SHOWN = 60;

function isChoice(item: Expression, outer: unknown): boolean {
  const { kind, operator, operands } = outer as Partial<Extract<Expression, { kind: 'operation' }>>;
  return kind === 'operation' && operator === 'or' && operands?.[0] === item;
}

function isPair(tree: SyntaxTree, operator: string, operands: readonly Expression[], language: string): boolean {
  const [left, right] = operands;
  if (operands.length !== 2 || isNumber(left) || !isPure(left) || !areTwins(tree, left, right)) return false;
  // What reads from a stream gives something else each time.
  if (/\b(get|read|next|pop|take|random|now|time)/i.test(textOf(tree, left.node))) return false;
  // Only NaN differs from itself: that is how it is told.
  if (operator === '==' && language.endsWith('script')) return left.kind !== 'variable';
  return (
    (operator !== '!=' && operator !== 'is-not') ||
    left.kind === 'call' ||
    (left.kind === 'operation' && left.operands.length > 1)
  );
}

/** The same code, and all of it: lowering may have left out the call of what stands there. */
function areTwins(tree: SyntaxTree, left: Expression, right: Expression): boolean {
  return isSameCode(tree, left.node, right.node) && isWhole(tree, left) && isWhole(tree, right);
}

function isWhole(tree: SyntaxTree, { node }: Expression): boolean {
  return !/^!?[.([]/.test(tree.source.slice(endOf(tree, node), endOf(tree, node) + 2));
}

const isNumber = ({ kind }: Expression): boolean => kind === 'constant';

/** Chains are as long as tables of data: only neighbours and the next but one are compared. */
function twinsInChain(tree: SyntaxTree, operands: readonly Expression[]): Twins | null {
  // `n & n` makes a whole number of it.
  if (
    operands.length === 2 &&
    operands[0].kind === 'variable' &&
    tree.source[endOf(tree, operands[0].node) + 1] === '&' &&
    tree.source[endOf(tree, operands[0].node) + 2] !== '&'
  )
    return null;
  for (const [index, operand] of operands.entries()) {
    if (operand.kind === 'constant' || !isPure(operand)) continue;
    const twin = operands.slice(index + 1, index + 9).find((other, distance) => {
      // `x && x.isReady && x`: the last operand is the value.
      const isResult = distance > 0 && index + distance + 2 === operands.length;
      return !isResult && areTwins(tree, operand, other);
    });
    if (twin !== undefined) return [operand, twin];
  }
  return null;
}
