// Takes the right to write from everyone but the owner, and leaves the other rights as they are.
import { type Fix, minimalEdit } from '../../analysis-engine/index.ts';

/** What others may not read either. */
const SECRET = /key|secret|passw(?!d['"])|cred|token|shadow|\.ssh|private|history|cookie/i;
const OF_OTHERS = 0o022;
const OF_OWNER = 0o600;

export const fix: Fix = (context) => {
  const { source, start, end } = context;
  const text = source.slice(start, end);
  const [mode, ...others] = [...text.matchAll(/(?<![\w.'"])0(o?)([0-7]{3})(?![\w.'"])/g)];
  const bits = mode === undefined ? 0 : Number.parseInt(mode[2], 8);
  // Who cannot write it either has other plans with it.
  if (mode === undefined || others.length > 0 || (bits & OF_OWNER) !== OF_OWNER || SECRET.test(text))
    return context.repairs.at('file-permissions', context);
  const left = `0${mode[1]}${(bits & ~OF_OTHERS).toString(8)}`;
  const at = start + mode.index;
  const edit = minimalEdit(source, { start: at, end: at + mode[0].length, text: left });
  return edit === null ? [] : [{ description: 'Let nobody but the owner write it.', edits: [edit] }];
};
