// Conversions that cut off bits of a parsed number, and products that overflow before they are widened.
import {
  type Check,
  type CheckFinding,
  childByField,
  type Expression,
  kindOf,
  kindSet,
  type NodeIndex,
  nodesOf,
  type Program,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
  textOf,
  variableUse,
  wordsInFile,
} from '../../analysis-engine/index.ts';

/** Reports the conversion, or the product. */
export const check: Check = (context) => {
  if (context.language === 'go') return conversions(context.program);
  return context.language === 'java' ? products(context.tree) : [];
};

const BITS: Readonly<Record<string, number>> = {
  int8: 8,
  int16: 16,
  int32: 32,
  uint8: 8,
  uint16: 16,
  uint32: 32,
  byte: 8,
  rune: 32,
};

const SHIFTED = /\b(\w+) >> /g;

function conversions(program: Program): CheckFinding[] {
  const findings: CheckFinding[] = [];
  const { tree } = program;
  for (const { item, definition } of sightingsOf(program, 'cast')) {
    const match = /^(u?int(?:8|16|32)|byte|rune)\(/.exec(textOf(tree, item.node));
    const { value } = item;
    if (match === null || value.kind !== 'variable') continue;
    const use = variableUse(program, definition, value.variable);
    if (use === undefined || use.writes.length !== 1 || use.isUnstable || isCompared(program, use.name)) continue;
    let assignment = use.writes[0].parent?.item;
    if (assignment !== undefined && 'kind' in assignment && assignment.kind === 'pattern')
      assignment = use.writes[0].parent?.parent?.item;
    if (assignment === undefined || !('kind' in assignment) || assignment.kind !== 'assign') continue;
    const bits = parsedBits(assignment.value);
    // Byte by byte nothing is lost.
    if (wordsInFile(tree, SHIFTED).has(use.name)) continue;
    if (bits !== null && bits > BITS[match[1]]) findings.push(rangeOf(tree, item.node));
  }
  return findings;
}

/** How many bits a call of `strconv` gives. */
function parsedBits(value: Expression): number | null {
  if (value.kind !== 'call') return null;
  const { callee } = value;
  const name = callee.kind === 'import' && callee.module === 'strconv' ? callee.name : null;
  if (name === 'Atoi') return 64;
  if (name !== 'ParseInt' && name !== 'ParseUint') return null;
  const size = value.arguments[2]?.value;
  if (size?.kind !== 'constant' || typeof size.value !== 'number') return null;
  return size.value === 0 ? 64 : size.value;
}

/** A comparison of the variable with anything may well be the check of its bounds. */
function isCompared(program: Program, name: string): boolean {
  return sightingsOf(program, 'operation').some(({ item }) => {
    return (
      /^(<|<=|>|>=)$/.test(item.operator) &&
      item.operands.some((operand) => operand.kind === 'variable' && operand.variable.name === name)
    );
  });
}

const isDeclaration = kindSet('formal_parameter', 'local_variable_declaration');

/** `long x = a * b` of two `int`, one of them no small constant. */
function products(tree: SyntaxTree): CheckFinding[] {
  const findings: CheckFinding[] = [];
  const integers = new Set<string>();
  for (const node of nodesOf(tree, isDeclaration)) {
    const kind = kindOf(tree, node);
    if (kind === 'formal_parameter' && isType(tree, node, 'int'))
      integers.add(textOf(tree, childByField(tree, node, 'name')));
    if (kind !== 'local_variable_declaration') continue;
    const declarator = childByField(tree, node, 'declarator');
    const value = childByField(tree, declarator, 'value');
    if (isType(tree, node, 'int')) integers.add(textOf(tree, childByField(tree, declarator, 'name')));
    else if (isType(tree, node, 'long') && value >= 0 && isNarrowProduct(tree, value, integers))
      findings.push(rangeOf(tree, value));
  }
  return findings;
}

function isType(tree: SyntaxTree, declaration: NodeIndex, name: string): boolean {
  const type = childByField(tree, declaration, 'type');
  return type >= 0 && textOf(tree, type) === name;
}

/** Small factors hardly overflow. */
const LARGE = 1000;

function isNarrowProduct(tree: SyntaxTree, value: NodeIndex, integers: ReadonlySet<string>): boolean {
  if (kindOf(tree, value) !== 'binary_expression' || textOf(tree, childByField(tree, value, 'operator')) !== '*')
    return false;
  const sides = [childByField(tree, value, 'left'), childByField(tree, value, 'right')];
  const isInteger = (node: NodeIndex): boolean =>
    kindOf(tree, node) === 'identifier' && integers.has(textOf(tree, node));
  const isLargeNumber = (node: NodeIndex): boolean =>
    /^\d[\d_]*$/.test(textOf(tree, node)) && Number(textOf(tree, node).replaceAll('_', '')) >= LARGE;
  return sides.some(isInteger) && sides.every((side) => isInteger(side) || isLargeNumber(side));
}
