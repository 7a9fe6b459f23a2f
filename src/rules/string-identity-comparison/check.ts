// `==` on strings in Java, `is` with a literal in Python.
import {
  type Check,
  type CheckFinding,
  type Expression,
  type FunctionDefinition,
  fileHolds,
  type NodeIndex,
  operationsOf,
  type Program,
  rangeOf,
  type Sighting,
  type SyntaxTree,
  startOf,
  variableUse,
} from '../../analysis-engine/index.ts';

/** Reports the comparison. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const sighting of operationsOf(program)) {
    const { operator, operands, node } = sighting.item;
    const isHit =
      language === 'python'
        ? (operator === 'is' || operator === 'is-not') && operands.some(isLiteral)
        : language === 'java' &&
          !isAllowed(tree, node) &&
          (operator === '==' || operator === '!=') &&
          comparesTexts(program, sighting);
    if (isHit)
      findings.push({ ...rangeOf(tree, node), ...(isInterned(tree, language) ? { atMost: 'low' as const } : {}) });
  }
  return findings;
};

/** A file whose texts come out of a table of symbols: the same text is the same object there. */
const isInterned = (tree: SyntaxTree, language: string): boolean => language === 'java' && fileHolds(tree, INTERNS);

const INTERNS = /\baddSymbol\s*\(|\bf?SymbolTable\b|\.intern\s*\(\s*\)|\bXMLSymbols\b|@Interned/;

/** An annotation in front of it says that the identity is asked for. */
const isAllowed = (tree: SyntaxTree, node: NodeIndex): boolean =>
  tree.source.slice(Math.max(0, startOf(tree, node) - 120), startOf(tree, node)).includes('"ReferenceEquality"') ||
  // Content is compared right behind it.
  /equals(?:IgnoreCase)?\(/.test(tree.source.slice(startOf(tree, node), startOf(tree, node) + 200));

/** Small numbers and short texts are shared by today's interpreter, which nothing promises. */
function isLiteral(expression: Expression): boolean {
  if (expression.kind === 'list') return expression.items.length > 0;
  return (
    expression.kind === 'constant' && (typeof expression.value === 'string' || typeof expression.value === 'number')
  );
}

function comparesTexts(program: Program, sighting: Sighting<Extract<Expression, { kind: 'operation' }>>): boolean {
  const [left, right] = sighting.item.operands;
  const { definition } = sighting;
  if (isNull(left) || isNull(right) || definition.name === 'equals' || definition.name === 'compare') return false;
  if (isFastPath(sighting)) return false;
  if (left.kind === 'variable' && right.kind === 'variable' && sighting.item.operator === '==' && isShortcut(sighting))
    return false;
  if (isCopyOf(program, definition, left, right) || isCopyOf(program, definition, right, left)) return false;
  if (isText(left)) return isTextPlace(program, definition, right);
  return isTextPlace(program, definition, left) && (isText(right) || isTextPlace(program, definition, right));
}

/** One variable was made of the other: whether they are the same object tells whether anything had to be changed. */
function isCopyOf(program: Program, definition: FunctionDefinition, copy: Expression, original: Expression): boolean {
  if (copy.kind !== 'variable' || original.kind !== 'variable') return false;
  return (variableUse(program, definition, copy.variable)?.writes ?? []).some(({ parent }) => {
    const assignment = parent?.item;
    if (assignment === undefined || !('kind' in assignment) || assignment.kind !== 'assign') return false;
    let value = assignment.value;
    if (value.kind === 'call' && value.arguments.some((argument) => isVariable(argument.value, original))) return true;
    while (value.kind === 'call' && value.callee.kind === 'member') value = value.callee.object;
    return isVariable(value, original);
  });
}

function isVariable(expression: Expression, other: Extract<Expression, { kind: 'variable' }>): boolean {
  return expression.kind === 'variable' && expression.variable.slot === other.variable.slot;
}

const isNull = (expression: Expression): boolean => expression.kind === 'constant' && expression.value === null;
const isText = (expression: Expression): boolean =>
  expression.kind === 'constant' && typeof expression.value === 'string' && expression.type !== 'char';

/** `if (a == b) return true;` and `return a == b;` of two variables ask for the quick answer, or whether both are null. */
function isShortcut({ parent, item }: Sighting): boolean {
  const around = parent?.item;
  if (around === undefined || !('kind' in around)) return false;
  if (around.kind === 'return') return true;
  return around.kind === 'branch' && around.arms[0]?.condition === item;
}

/** `a == b || a.equals(b)`: identity is asked first because it is fast. */
function isFastPath({ parent }: Sighting): boolean {
  const around = parent?.item;
  return (
    around !== undefined &&
    'kind' in around &&
    around.kind === 'operation' &&
    (around.operator === 'or' || around.operator === 'and') &&
    around.operands.some(asksForContent)
  );
}

function asksForContent(expression: Expression): boolean {
  if (expression.kind === 'operation') return expression.operands.some(asksForContent);
  if (expression.kind === 'conditional') return [expression.then, expression.otherwise].some(asksForContent);
  return (
    expression.kind === 'call' &&
    expression.callee.kind === 'member' &&
    /equals|^compareTo/i.test(expression.callee.key)
  );
}

/** A variable that is declared as a text, or a call that certainly gives one. */
function isTextPlace(program: Program, definition: FunctionDefinition, expression: Expression): boolean {
  if (expression.kind === 'variable') {
    const writes = variableUse(program, definition, expression.variable)?.writes ?? [];
    return (
      writes.length > 0 &&
      writes.some(({ item }) => item.type === 'string') &&
      writes.every(({ item }) => item.type === null || item.type === 'string')
    );
  }
  if (expression.kind !== 'call' || expression.callee.kind !== 'member') return false;
  // `Character.toLowerCase` gives a number.
  if (expression.callee.object.kind === 'global' || expression.callee.object.kind === 'import') return false;
  return /^(toString|toLowerCase|toUpperCase|trim|substring|getName|getSimpleName|readLine|nextLine)$/.test(
    expression.callee.key,
  );
}
