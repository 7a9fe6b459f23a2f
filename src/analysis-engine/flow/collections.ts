// Literals of records and lists, comprehensions, JSX elements.
import type { Expression, RecordEntry } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { writeTarget } from './assignment.ts';
import { anyChild, childOf, mergeChildren, normaliseKey } from './children.ts';
import { renderElement } from './elements.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import { join, joinAll, joinOptional } from './join.ts';
import { applyWrite } from './library-call.ts';
import { elementsOf } from './loops.ts';
import { allocate } from './objects.ts';
import type { Pass } from './pass.ts';
import { refine } from './refine.ts';
import { constantOf, type Key, listOfAny, listValue, recordValue, UNKNOWN, type Value, withKids } from './value.ts';

/** A record written in the code; facts may know its keys, wherever it goes: `{ rejectUnauthorized: false }`. */
export function evaluateRecord(pass: Pass, frame: Frame, node: NodeIndex, entries: readonly RecordEntry[]): Value {
  const record = recordOf(pass, frame, node, entries);
  for (const entry of entries) {
    if ('spread' in entry || typeof entry.key !== 'string' || !isKnownKey(frame, entry.key)) continue;
    const value = record.kids?.get(normaliseKey(entry.key));
    if (value !== undefined) applyWrite(pass, frame, entry.value.node, record, entry.key, [value]);
  }
  return record;
}

const isKnownKey = (frame: Frame, key: string): boolean =>
  frame.instance.facts.writeNamed(`record.${key}`) !== undefined;

function recordOf(pass: Pass, frame: Frame, node: NodeIndex, entries: readonly RecordEntry[]): Value {
  const kids = new Map<Key, Value>();
  let any: Value | undefined;
  for (const entry of entries) {
    if ('spread' in entry) {
      const merged = mergeChildren(recordValue(kids, any ?? null, null, 0), evaluate(pass, frame, entry.spread));
      for (const [key, kid] of merged.kids ?? []) kids.set(key, kid);
      any = merged.any ?? UNKNOWN;
      continue;
    }
    const key = typeof entry.key === 'object' ? constantOf(evaluate(pass, frame, entry.key)) : entry.key;
    const value = evaluate(pass, frame, entry.value);
    if (key === undefined || key === null || kids.size >= LIMITS.kidsPerValue) any = joinOptional(any, value);
    else kids.set(normaliseKey(key), value);
  }
  const type = frame.instance.program.language === 'python' ? 'dict' : 'record';
  return recordValue(kids, any ?? null, type, allocate(pass.objects, frame, node));
}

export function evaluateList(pass: Pass, frame: Frame, list: Extract<Expression, { kind: 'list' }>): Value {
  const object = allocate(pass.objects, frame, list.node);
  const items: Value[] = [];
  let any: Value | undefined;
  for (const item of list.items) {
    const value = evaluate(pass, frame, item.value);
    if (item.spread === 'none') items.push(value);
    else if (value.length >= 0) for (let index = 0; index < value.length; index++) items.push(childOf(value, index));
    else any = joinOptional(any, anyChild(value));
  }
  if (any === undefined) return listValue(items, object);
  return listOfAny(items.length === 0 ? any : join(any, joinAll(items)), object);
}

export function evaluateComprehension(
  pass: Pass,
  frame: Frame,
  expression: Extract<Expression, { kind: 'comprehension' }>,
): Value {
  frame.forks++;
  for (const clause of expression.clauses) {
    const iterable = evaluate(pass, frame, clause.iterable);
    writeTarget(pass, frame, clause.target, elementsOf(iterable, 'elements', frame.instance.program.language));
    for (const condition of clause.conditions) {
      evaluate(pass, frame, condition);
      refine(pass, frame, condition, true);
    }
  }
  const key = expression.key === null ? null : evaluate(pass, frame, expression.key);
  const element = evaluate(pass, frame, expression.element);
  frame.forks--;
  const list = listOfAny(element, allocate(pass.objects, frame, expression.node), key === null ? 'list' : 'record');
  const constant = key === null ? undefined : constantOf(key);
  if (constant === undefined || constant === null) return list;
  return withKids(list, new Map([[normaliseKey(constant), element]]), null, -1);
}

/** A JSX element: attributes and children are all that is in it. */
export function evaluateElement(pass: Pass, frame: Frame, element: Extract<Expression, { kind: 'element' }>): Value {
  const tag = evaluate(pass, frame, element.tag);
  const attributes = recordOf(pass, frame, element.node, element.attributes);
  const children = element.children.map((child) => evaluate(pass, frame, child));
  return renderElement(pass, frame, element.node, tag, attributes, children);
}
