// Calls whose arguments are named like the parameters, crosswise.
import {
  type Argument,
  around,
  type Check,
  type CheckFinding,
  calleeOf,
  type Expression,
  type FunctionDefinition,
  lineOf,
  type Program,
  rangeOf,
  type Sighting,
  type SyntaxTree,
  sightingsOf,
} from '../../analysis-engine/index.ts';

/** What says that the other order is meant. */
const REVERSES = /revers|swap|invert|flip|opposite|inverse|mirror|transpose|compare|cmp|less|descend/i;

/** What gives the same either way round. */
const SYMMETRIC = /union|intersect|overlap|equal|same|distance|collide|peer|gcd|lcm/i;

/** Reports the call. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  let calls: ReturnType<typeof callsByFunction> | undefined;
  for (const sighting of sightingsOf(program, 'call')) {
    if (sighting.item.arguments.length < 2) continue;
    const callee = calleeOf(program, sighting);
    if (callee === null || REVERSES.test(sighting.definition.name) || callee === sighting.definition) continue;
    // In a condition both orders are often asked for.
    if (around(sighting, 'conditional') !== null || isCondition(sighting)) continue;
    const pair = crossed(sighting.item.arguments, parametersOf(callee));
    if (pair === null) continue;
    // Most files have no such call, and need no count.
    calls ??= callsByFunction(program);
    if ((calls.get(sighting.definition)?.get(callee) ?? 0) > 1) continue;
    const message = `\`${pair[0]}\` and \`${pair[1]}\` are passed in the other order than \`${callee.name}(${parametersOf(callee).join(', ')})\` in line ${lineOf(tree, callee.node)} takes them.`;
    // A function that does nothing else gives the other order a name; to some functions the order does not matter.
    const isMeant =
      isWrapper(sighting.definition) ||
      SYMMETRIC.test(callee.name) ||
      isAskedBothWays(tree, sighting, callee.name, pair);
    const atMost = isMeant ? ({ atMost: 'low' } as const) : {};
    findings.push({ ...rangeOf(tree, sighting.item.node), message, ...atMost });
  }
  return findings;
};

/** Beside it something else is done in both orders: `local = f(a, b)`, `remote = f(b, a)`. */
function isAskedBothWays(
  tree: SyntaxTree,
  { item }: Sighting,
  called: string,
  [a, b]: readonly [string, string],
): boolean {
  const { start, end } = rangeOf(tree, item.node);
  // Of a call of any length only the head is looked at.
  const near = tree.source.slice(Math.max(0, start - NEARBY), Math.min(end, start + NEARBY) + NEARBY);
  const calledWith = (first: string, second: string): Set<string> =>
    new Set(
      [...near.matchAll(new RegExp(`(?<![\\w$])(\\w+)\\(\\s*${first},\\s*${second}\\b`, 'g'))].map(([, name]) => name),
    );
  const straight = calledWith(a, b);
  return [...calledWith(b, a)].some((name) => name !== called && straight.has(name));
}

const NEARBY = 400;

function isWrapper({ body }: FunctionDefinition): boolean {
  return body.length === 1 && (body[0].kind === 'return' || body[0].kind === 'evaluate');
}

/** How often each function calls each other one of the file: the other order next to the right one is meant. */
function callsByFunction(program: Program): Map<FunctionDefinition, Map<FunctionDefinition, number>> {
  const calls = new Map<FunctionDefinition, Map<FunctionDefinition, number>>();
  for (const sighting of sightingsOf(program, 'call')) {
    const callee = calleeOf(program, sighting);
    if (callee === null) continue;
    const of = calls.get(sighting.definition) ?? new Map<FunctionDefinition, number>();
    calls.set(sighting.definition, of.set(callee, (of.get(callee) ?? 0) + 1));
  }
  return calls;
}

function isCondition({ parent, item }: Sighting): boolean {
  if (parent === null || !('kind' in parent.item)) return false;
  if (parent.item.kind === 'operation') return isCondition(parent);
  return parent.item.kind === 'branch' && parent.item.arms.some(({ condition }) => condition === item);
}

function parametersOf({ parameters, receiver }: FunctionDefinition): string[] {
  const names = parameters.map(({ name }) => name);
  return receiver === 'first' ? names.slice(1) : names;
}

function crossed(given: readonly Argument[], names: readonly string[]): readonly [string, string] | null {
  const words = given.map((argument) =>
    argument.name === null && argument.spread === 'none' ? nameOf(argument.value) : null,
  );
  for (const [index, word] of words.entries()) {
    if (word === null || index >= names.length || plain(word) === plain(names[index])) continue;
    const other = names.findIndex((name) => plain(name) === plain(word));
    const back = other < 0 ? null : words[other];
    if (other > index && back != null && plain(back) === plain(names[index])) return [word, back];
  }
  return null;
}

/** The variable's name; names of one letter, and of nothing but a letter and a number, say nothing. */
function nameOf(expression: Expression): string | null {
  if (expression.kind !== 'variable') return null;
  const { name } = expression.variable;
  return name.length > 1 && !/^[a-z]\d$/i.test(name) ? name : null;
}

const plain = (name: string): string => name.replace(/_/g, '').toLowerCase();
