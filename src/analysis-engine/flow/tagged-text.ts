// Tagged templates are calls of their tag with the literal strings and the values in between.
import type { Expression } from '../ir.ts';
import { type CallExpression, callMethodOn, callValue } from './call.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import { inputsOfValues } from './inputs.ts';
import type { Pass } from './pass.ts';
import { listValue, type Value } from './value.ts';

export function evaluateTagged(pass: Pass, frame: Frame, text: Extract<Expression, { kind: 'tagged-text' }>): Value {
  const strings: Value[] = [];
  const values: Value[] = [];
  for (const part of text.parts) {
    const value = evaluate(pass, frame, part);
    (part.kind === 'constant' ? strings : values).push(value);
  }
  const call: CallExpression = { kind: 'call', node: text.node, callee: text.tag, arguments: [], construction: false };
  const given = [listValue(strings, 0), ...values];
  if (text.tag.kind === 'member') {
    const receiver = evaluate(pass, frame, text.tag.object);
    const inputs = { ...inputsOfValues(receiver, given), receiverExpression: text.tag.object };
    return callMethodOn(pass, frame, call, text.tag.key, receiver, inputs);
  }
  return callValue(pass, frame, call, evaluate(pass, frame, text.tag), inputsOfValues(null, given), true);
}
