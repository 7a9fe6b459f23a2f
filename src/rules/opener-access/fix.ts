// Opens the window without a way back to this page, where nobody takes what `open` gives: it gives nothing then.
import { callIn, rewritten, statementAround, textOf } from '../../analysis-engine/index.ts';

export const fix = rewritten('Open the window without a way back to this page.', (text, context) => {
  const { tree, node, program, start, end } = context;
  const statement = statementAround(tree, node);
  const count = callIn(program, start, end)?.item.arguments.length ?? 0;
  if (statement < 0 || textOf(tree, statement).replace(/;$/, '') !== text) return null;
  if (count === 1) return text.replace(/\)$/, ", '_blank', 'noopener')");
  if (count === 2) return text.replace(/\)$/, ", 'noopener')");
  return count === 3 && /(['"])[^'"]+\1\s*\)$/.test(text)
    ? text.replace(/(['"])([^'"]+\1\s*\))$/, '$1noopener,$2')
    : null;
});
