// Texts whose beginning says where they will end, as library facts tell: what is joined to `redirect:` is a redirect's target.
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Frame } from './frame.ts';
import { expressionOf } from './library-call.ts';
import { withoutSinksDeep } from './library-value.ts';
import type { Pass } from './pass.ts';
import { reportSink } from './report.ts';
import { sinkMask } from './taint.ts';
import { constantOf, type Value } from './value.ts';

/** Reports a tainted text that begins like one of the facts; the text, without what it is no sink for any more. */
export function checkTextFacts(pass: Pass, frame: Frame, node: NodeIndex, first: Value, text: Value): Value {
  const { facts, program } = frame.instance;
  if (text.taint === 0 || facts.texts.length === 0) return text;
  const beginning = constantOf(first);
  if (typeof beginning !== 'string') return text;
  let left = text;
  for (const { begins, sink, insteadOf } of facts.texts) {
    if (!expressionOf(begins).test(beginning)) continue;
    reportSink(pass.reporter, { program, node, name: beginning, byName: false }, sink, left);
    left = withoutSinksDeep(left, sinkMask(insteadOf ?? []));
  }
  return left;
}
