// The code of a function that decides about values: conditions, selectors, assertions, and calls that are named like a
// check. When one of them goes or changes, a verdict that was given with it no longer holds.
import { functionAround } from './function-ranges.ts';
import type { FunctionDefinition, Program } from './ir.ts';
import { type LocalKey, localOf } from './local-names.ts';
import { IS_IDENTIFIER } from './normalised-code.ts';
import {
  childByField,
  endOf,
  FIELD,
  kindIdOf,
  kindOf,
  NODE_STRIDE,
  type NodeIndex,
  nextOf,
  startOf,
} from './parsing/syntax-tree.ts';
import { indexProgram } from './program-index.ts';

interface Guard {
  readonly node: NodeIndex;
  readonly definition: FunctionDefinition;
}

const GUARDS = new WeakMap<Program, readonly Guard[]>();
const CALL = /^(call|call_expression|method_invocation)$/;
const SWITCH = /^(switch_statement|expression_switch_statement|match_statement)$/;
/** Names of calls that throw, exit or answer when a value is not as it should be, or that clean it. */
const CHECK =
  /(valid|check|assert|ensure|verif|saniti[sz]|escape|encode|clean|guard|require|allow|permit|is_?safe|must)\w*$/i;

/**
 * What decides about one of these variables, in source order: in the given functions, in those around them and in those
 * written in them. What a function beside them does with a variable that they share is its own affair.
 */
export function guardsOn(
  program: Program,
  functions: ReadonlySet<FunctionDefinition>,
  variables: ReadonlySet<LocalKey>,
): NodeIndex[] {
  const around = new Set([...functions].flatMap((definition) => chainOf(program, definition)));
  return guardsOf(program)
    .filter(
      ({ definition }) => around.has(definition) || chainOf(program, definition).some((outer) => functions.has(outer)),
    )
    .filter(({ node }) => mentions(program, node, variables))
    .map(({ node }) => node);
}

/** A function and those around it, the file's own last. */
function chainOf(program: Program, definition: FunctionDefinition): FunctionDefinition[] {
  const { enclosing } = indexProgram(program);
  const chain: FunctionDefinition[] = [];
  let at: FunctionDefinition | undefined = definition;
  while (at !== undefined && at !== program.main) {
    chain.push(at);
    at = enclosing.get(at);
  }
  return [...chain, program.main];
}

function guardsOf(program: Program): readonly Guard[] {
  const known = GUARDS.get(program);
  if (known !== undefined) return known;
  const guards: Guard[] = [];
  const { tree } = program;
  const condition = tree.grammar.fieldIds.get('condition');
  const interesting = tree.grammar.kinds.map(
    (kind) => CALL.test(kind) || SWITCH.test(kind) || kind === 'assert_statement',
  );
  for (let node = 0; node < tree.count; node++) {
    const isCondition = condition !== undefined && tree.nodes[node * NODE_STRIDE + FIELD] === condition;
    if (!isCondition && !interesting[kindIdOf(tree, node)]) continue;
    const guard = isCondition ? node : guardOf(program, node);
    if (guard >= 0) guards.push({ node: guard, definition: functionAround(program, startOf(tree, guard)) });
  }
  GUARDS.set(program, guards);
  return guards;
}

/** Of a switch its subject, of a call itself when its name says that it checks. */
function guardOf(program: Program, node: NodeIndex): NodeIndex {
  const { tree } = program;
  const kind = kindOf(tree, node);
  if (kind === 'assert_statement') return node;
  if (SWITCH.test(kind)) {
    const subject = childByField(tree, node, 'value');
    return subject >= 0 ? subject : childByField(tree, node, 'subject');
  }
  const last = childByField(tree, node, 'arguments') - 1;
  return last > node && CHECK.test(tree.source.slice(startOf(tree, last), endOf(tree, last))) ? node : -1;
}

function mentions(program: Program, node: NodeIndex, variables: ReadonlySet<LocalKey>): boolean {
  const { tree } = program;
  for (let at = node; at < nextOf(tree, node); at++) {
    if (nextOf(tree, at) !== at + 1 || !IS_IDENTIFIER.test(kindOf(tree, at))) continue;
    const local = localOf(program, at);
    if (local !== null && variables.has(local)) return true;
  }
  return false;
}
