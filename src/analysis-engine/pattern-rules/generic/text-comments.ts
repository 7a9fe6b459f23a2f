// Comments in text whose language nobody knows: blanks take their place, so that every offset stays as it is.
import type { CommentStyle } from './text-pattern.ts';

const COMMENTS: Readonly<Record<Exclude<CommentStyle, 'none'>, RegExp>> = {
  c: /\/\*(?:[^*]|\*(?!\/))*\*\//g,
  cpp: /\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*/g,
  shell: /#[^\n]*/g,
};

/** The text with its comments blanked out. */
export function withoutComments(text: string, style: CommentStyle): string {
  if (style === 'none') return text;
  return text.replaceAll(COMMENTS[style], (comment) => comment.replaceAll(/[^\n]/g, ' '));
}
