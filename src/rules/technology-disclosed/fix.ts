// Does not say what answers.
import {
  type Fix,
  isAloneInBranch,
  removalOf,
  rewritten,
  statementAround,
  textOf,
} from '../../analysis-engine/index.ts';

const HEADER = /^[\w.]+\.(?:setHeader|addHeader|set|header)\([^()]*\)$/;
const disabled = rewritten('Do not say what answers.', (text) => text.replace(/\.enable\(/, '.disable('), ['enable']);

export const fix: Fix = (context) => {
  const { tree, node, source, start, end } = context;
  const text = source.slice(start, end);
  if (/\.enable\(/.test(text)) return disabled(context);
  const statement = statementAround(tree, node);
  if (statement < 0 || !HEADER.test(text) || isAloneInBranch(tree, statement)) return [];
  const removal = textOf(tree, statement).replace(/;$/, '') === text ? removalOf(tree, statement) : null;
  const replaces = ['setHeader', 'addHeader', 'set', 'header'];
  return removal === null ? [] : [{ description: 'Do not say what answers.', edits: [removal], replaces }];
};
