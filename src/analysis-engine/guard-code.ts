// The code of a function that decides about values: conditions, selectors, assertions, and calls that are named like a
// check. When one of them goes or changes, a verdict that was given with it no longer holds.
import { functionAround } from './function-ranges.ts';
import type { FunctionDefinition, Program } from './ir.ts';
import { LIMITS } from './limits.ts';
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

/** By the variables that they mention, so that a finding looks only at guards of its own. */
const GUARDS = new WeakMap<Program, ReadonlyMap<LocalKey, readonly Guard[]>>();
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
  const byLocal = guardsByLocal(program);
  const nodes = new Set<NodeIndex>();
  for (const variable of variables) {
    for (const { node, definition } of byLocal.get(variable) ?? []) {
      if (around.has(definition) || chainOf(program, definition).some((outer) => functions.has(outer))) nodes.add(node);
    }
  }
  return [...nodes].sort((a, b) => a - b).slice(0, LIMITS.fingerprintGuards);
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

function guardsByLocal(program: Program): ReadonlyMap<LocalKey, readonly Guard[]> {
  const known = GUARDS.get(program);
  if (known !== undefined) return known;
  const guards = new Map<LocalKey, Guard[]>();
  const { tree } = program;
  const condition = tree.grammar.fieldIds.get('condition');
  const interesting = tree.grammar.kinds.map(
    (kind) => CALL.test(kind) || SWITCH.test(kind) || kind === 'assert_statement',
  );
  for (let node = 0; node < tree.count; node++) {
    const isCondition = condition !== undefined && tree.nodes[node * NODE_STRIDE + FIELD] === condition;
    if (!isCondition && !interesting[kindIdOf(tree, node)]) continue;
    const guard = isCondition ? node : guardOf(program, node);
    if (guard < 0) continue;
    const definition = functionAround(program, startOf(tree, guard));
    for (const local of localsIn(program, guard)) {
      const list = guards.get(local);
      if (list) list.push({ node: guard, definition });
      else guards.set(local, [{ node: guard, definition }]);
    }
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

/** The variables in a guard; of a very long one those in front, as its code is cut there, too. */
function localsIn(program: Program, node: NodeIndex): ReadonlySet<LocalKey> {
  const { tree } = program;
  const locals = new Set<LocalKey>();
  const end = Math.min(nextOf(tree, node), node + LIMITS.fingerprintTokens);
  for (let at = node; at < end; at++) {
    if (nextOf(tree, at) !== at + 1 || !IS_IDENTIFIER.test(kindOf(tree, at))) continue;
    const local = localOf(program, at);
    if (local !== null) locals.add(local);
  }
  return locals;
}
