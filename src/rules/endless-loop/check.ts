// Loops that cannot end: nothing in them changes their condition, or their counter moves away from where it should stop.
import {
  type Check,
  type CheckContext,
  type CheckFinding,
  type Expression,
  endOf,
  type FunctionDefinition,
  type ItemOf,
  rangeOf,
  sightingsOf,
  startOf,
  type Variable,
  type VariableUse,
  variableUse,
} from '../../analysis-engine/index.ts';
import { counterOf, neverMeets, runsAway } from './counters.ts';
import { isWrittenIn, onlyVariables } from './loop-conditions.ts';
import { type WaysOut, waysOutOf } from './ways-out.ts';

const AWAY = 'The counter of this loop moves away from the limit that it is compared with.';
const PAST = 'The counter of this loop never has the value that ends it: it steps over it, or moves away from it.';
const STILL = 'Nothing in this loop changes what its condition asks: once it runs, it never ends.';
const WAITS = /\bawait\b|sleep|setTimeout|\.wait\(|\.poll\(|\baccept\(/i;
/** A loop that is longer does more than count. */
const LOOKED_AT = 4000;
const IDLE = 'This loop never ends, and does nothing that anybody could wait for.';

/** Reports the condition, or the head of a loop that has none. */
export const check: Check = (context) => {
  const loops = sightingsOf(context.program, 'loop');
  if (loops.length === 0) return [];
  const ways = waysOutOf(context.program);
  const findings: CheckFinding[] = [];
  for (const { item, definition } of loops) {
    const message = whyEndless(context, item, definition, ways);
    if (message === null) continue;
    const condition = item.loop.kind === 'while' ? item.loop.condition : null;
    const { start, end } = rangeOf(context.tree, condition?.node ?? item.node);
    findings.push({ start, end: Math.min(end, start + 80), message });
  }
  return findings;
};

function whyEndless(
  { tree, program, language }: CheckContext,
  item: ItemOf<'loop'>,
  definition: FunctionDefinition,
  { left, busy }: WaysOut,
): string | null {
  const { loop, node } = item;
  if (loop.kind !== 'while') return null;
  const { condition } = loop;
  const isLeft = left.has(item);
  if (condition === null || condition.kind === 'constant') {
    if (isLeft || busy.has(item) || (condition !== null && !condition.value)) return null;
    // Whatever calls or waits for others may be meant to go on for ever.
    const text = tree.source.slice(startOf(tree, node), Math.min(endOf(tree, node), startOf(tree, node) + 2000));
    // `try: while True: … except StopIteration`: an error ends it.
    const behind = tree.source.slice(endOf(tree, node), endOf(tree, node) + 120);
    if (/^\s*(?:\}\s*)?(?:except|catch)\b/.test(behind)) return null;
    return language === 'go' && /<-|select|goto/.test(text) ? null : IDLE;
  }
  const useOf = (variable: Variable): VariableUse | undefined =>
    variable.depth === 0 ? variableUse(program, definition, variable) : undefined;
  const counter = counterOf(tree, node, loop, useOf);
  // Go counts unsigned numbers down until they wrap around.
  if (counter !== null && language !== 'go' && runsAway(counter)) return AWAY;
  if (isLeft) return null;
  if (counter !== null && neverMeets(counter)) return PAST;
  const uses = onlyVariables(condition, language)?.map(useOf) ?? [];
  const areStill = uses.every((use) => use !== undefined && !use.isUnstable && !isWrittenIn(tree, node, loop, use));
  if (uses.length === 0 || !areStill) return null;
  const body = tree.source.slice(startOf(tree, node), Math.min(endOf(tree, node), startOf(tree, node) + LOOKED_AT));
  // A flag that nothing here sets is another way to write a loop for ever, if it waits for something.
  if (isFlag(condition) && WAITS.test(body)) return null;
  return uses.some((use) => use !== undefined && changesByItself(use.name, body)) ? null : STILL;
}

const isFlag = (condition: Expression): boolean =>
  condition.kind === 'variable' ||
  (condition.kind === 'operation' && condition.operator === 'not' && condition.operands[0]?.kind === 'variable');

/** `while (day < end) day.setDate(…)`: an object is changed by its own methods. */
const changesByItself = (name: string, body: string): boolean =>
  new RegExp(`(?<![\\w.$])${name.replaceAll('$', '\\$')}\\s*\\.\\s*\\w+\\s*\\(`).test(body);
