// The plainest fix: the code that was found, written in another way.
import type { Fix, FixContext } from './fix.ts';
import { minimalEdit } from './text-edits.ts';

/** A fix that writes the code that was found anew; `rewrite` gives the text (a template), or null where it has none. */
export function rewritten(
  description: string,
  rewrite: (text: string, context: FixContext) => string | null,
  replaces: readonly string[] = [],
): Fix {
  return (context) => {
    const { source, start, end, repairs } = context;
    const text = rewrite(source.slice(start, end), context);
    const written = text === null ? null : repairs.write(text, { start, end });
    const edit = written === null ? null : minimalEdit(source, { start, end, text: written.text });
    return written === null || edit === null ? [] : [{ description, edits: [edit, ...written.edits], replaces }];
  };
}
