// Every condition that a program decides by, wherever it stands.
import type { Expression, FunctionDefinition, Program } from '../ir.ts';
import { sightingsOf } from './sightings.ts';

export interface Condition {
  readonly condition: Expression;
  readonly kind: 'branch' | 'loop' | 'conditional';
  readonly definition: FunctionDefinition;
}

/** Conditions of branches, loops and conditional expressions. */
export function conditionsOf(program: Program): Condition[] {
  const conditions: Condition[] = [];
  for (const { item, definition } of sightingsOf(program, 'branch')) {
    for (const { condition } of item.arms)
      if (condition !== null) conditions.push({ condition, kind: 'branch', definition });
  }
  for (const { item, definition } of sightingsOf(program, 'loop')) {
    const { loop } = item;
    if (loop.kind === 'while' && loop.condition !== null)
      conditions.push({ condition: loop.condition, kind: 'loop', definition });
  }
  for (const { item, definition } of sightingsOf(program, 'conditional')) {
    conditions.push({ condition: item.condition, kind: 'conditional', definition });
  }
  return conditions;
}
