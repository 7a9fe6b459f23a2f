// `==` on strings in Java, `is` with a literal in Python.
import {
  type Check,
  type CheckFinding,
  type Expression,
  endOf,
  type FunctionDefinition,
  fileHolds,
  type NodeIndex,
  operationsOf,
  type Program,
  rangeOf,
  type Sighting,
  type SyntaxTree,
  startOf,
  textOf,
  variableUse,
  wordsInFile,
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
          (operator === '==' || operator === '!=') &&
          !isAllowed(tree, node, operands) &&
          comparesTexts(tree, program, sighting);
    if (isHit)
      findings.push({
        ...rangeOf(tree, node),
        ...(isInterned(tree, language, operands) ? { atMost: 'low' as const } : {}),
      });
  }
  return findings;
};

/** The texts of the file come out of a table of symbols, or one of these was interned: the same text is the same object there. */
function isInterned(tree: SyntaxTree, language: string, operands: readonly Expression[]): boolean {
  if (language !== 'java') return false;
  const interned = wordsInFile(tree, INTERNED);
  return (
    fileHolds(tree, SYMBOLS) ||
    operands.some((each) => interned.has(/\w*$/.exec(textOf(tree, each.node).slice(-LONGEST_NAME))?.[0] ?? ''))
  );
}

const LONGEST_NAME = 100;
const SYMBOLS = /\baddSymbol\s*\(|\bf?SymbolTable\b|\bXMLSymbols\b|@Interned/;
const INTERNED = /(?<!\w)(\w+)\s*=[^;=]{0,200}\.intern\s*\(\s*\)/g;

/** An annotation in front of it says that the identity is asked for. */
const isAllowed = (tree: SyntaxTree, node: NodeIndex, operands: readonly Expression[]): boolean =>
  tree.source.slice(Math.max(0, startOf(tree, node) - 120), startOf(tree, node)).includes('"ReferenceEquality"') ||
  isComparedBehind(tree, endOf(tree, node), namesOf(tree, operands));

/** The same statement goes on to compare the content of one of them. */
function isComparedBehind(tree: SyntaxTree, end: number, names: ReadonlySet<string>): boolean {
  const rest = tree.source.slice(end, end + 200).split(';', 1)[0];
  return [...rest.matchAll(/([\w$.]*)\bequals(?:IgnoreCase)?\(([^()]*)/g)].some(([, object, given]) =>
    [object.replace(/\.$/, ''), ...given.split(',')].some((each) => names.has(each.trim())),
  );
}

/** What is compared, but for what is written out. */
const namesOf = (tree: SyntaxTree, operands: readonly Expression[]): ReadonlySet<string> =>
  new Set(operands.filter(({ kind }) => kind !== 'constant').map(({ node }) => textOf(tree, node)));

/** Small numbers and short texts are shared by today's interpreter, which nothing promises. */
function isLiteral(expression: Expression): boolean {
  if (expression.kind === 'list') return expression.items.length > 0;
  return (
    expression.kind === 'constant' && (typeof expression.value === 'string' || typeof expression.value === 'number')
  );
}

function comparesTexts(
  tree: SyntaxTree,
  program: Program,
  sighting: Sighting<Extract<Expression, { kind: 'operation' }>>,
): boolean {
  const [left, right] = sighting.item.operands;
  const { definition } = sighting;
  if (isNull(left) || isNull(right) || definition.name === 'equals' || definition.name === 'compare') return false;
  if (isFastPath(sighting, tree)) return false;
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
function isFastPath({ parent, item }: Sighting<Extract<Expression, { kind: 'operation' }>>, tree: SyntaxTree): boolean {
  const names = namesOf(tree, item.operands);
  const around = parent?.item;
  return (
    around !== undefined &&
    'kind' in around &&
    around.kind === 'operation' &&
    (around.operator === 'or' || around.operator === 'and') &&
    around.operands.some((each) => asksForContent(tree, each, names))
  );
}

function asksForContent(tree: SyntaxTree, expression: Expression, names: ReadonlySet<string>): boolean {
  const asks = (each: Expression): boolean => asksForContent(tree, each, names);
  if (expression.kind === 'operation') return expression.operands.some(asks);
  if (expression.kind === 'conditional') return asks(expression.then) || asks(expression.otherwise);
  return (
    expression.kind === 'call' &&
    expression.callee.kind === 'member' &&
    /equals|^compareTo/i.test(expression.callee.key) &&
    [expression.callee.object, ...expression.arguments.map(({ value }) => value)].some(({ node }) =>
      names.has(textOf(tree, node)),
    )
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
