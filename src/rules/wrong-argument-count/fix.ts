// Leaves out the arguments that the function does not take.
import { calleeOf, callIn, endOf, type Fix, givesOnlyValue, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ program, tree, start, end, language, source }) => {
  const call = callIn(program, start, end);
  const callee = call === null ? null : calleeOf(program, call);
  if (call === null || callee === null || !/script$/.test(language)) return [];
  // Another class may have a method of the name that takes more.
  if (/^this\.(?!_|#)/.test(source.slice(start, end))) return [];
  const extra = call.item.arguments.slice(callee.parameters.length);
  const last = call.item.arguments.at(-1);
  if (extra.length === 0 || last === undefined || callee.parameters.length === 0) return [];
  if (!extra.every(({ value, spread }) => spread === 'none' && givesOnlyValue(value)) || /\barguments\b/.test(source))
    return [];
  // A callback that is left out is never called; most likely the function should take it.
  const left = extra.map(({ value }) => source.slice(startOf(tree, value.node), endOf(tree, value.node))).join(' ');
  if (/callback|\bcb\b|\bdone\b|\bnext\b|\bresolve\b|=>|function/.test(left)) return [];
  const kept = call.item.arguments[callee.parameters.length - 1].value;
  const edit = { start: endOf(tree, kept.node), end: endOf(tree, last.value.node), text: '' };
  return [{ description: 'Leave out what the function does not take.', edits: [edit] }];
};
