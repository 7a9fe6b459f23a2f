// SQL that the code puts together as text: `"SELECT … WHERE id = " + id`. Whether it is safe depends on every single part.
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Frame } from './frame.ts';
import { inputsOfValues } from './inputs.ts';
import type { Pass } from './pass.ts';
import { isDynamic, isSymbol, STATEMENT } from './report.ts';
import { reportUses } from './uses.ts';
import { constantOf, type Value } from './value.ts';

const USE = 'sql-text';
const WRITTEN =
  /^[\s(]*(select\s[\s\S]{0,2000}\sfrom\s|insert\s+into\s|replace\s+into\s|delete\s+from\s|update\s+\S{1,200}\s+set\s|with\s+\w+\s+as\s*\(\s*select\s|(create|drop|alter|truncate)\s+(table|database|user|index|view)\s)/i;

/** What stands for a part that is only known at run time. */
const GAP = '\u0001';
const LONGEST = 4000;
const SHORTEST = 12;

/** Reports texts whose constant parts are a statement, with something of which nothing is known among the others. */
export function checkSqlText(pass: Pass, frame: Frame, node: NodeIndex, given: readonly Value[]): void {
  if (!pass.reporter.useRules.has(USE) || !given.some(holdsWord)) return;
  const parts = given.flatMap((part) => (part.length >= 0 && part.kids !== null ? [...part.kids.values()] : [part]));
  const part = parts.find((each) => isDynamic(each, 'sql') || isSymbol(each, 'sql'));
  if (part === undefined || !WRITTEN.test(writtenPart(parts))) return;
  const place = { program: frame.instance.program, node, name: STATEMENT, byName: false };
  reportUses(pass, place, { [USE]: { value: 0 } }, inputsOfValues(null, [part]));
}

/** A quick look before the long one. */
function holdsWord(value: Value): boolean {
  const constant = constantOf(value);
  return (
    typeof constant === 'string' &&
    constant.length >= SHORTEST &&
    /\b(select|into|from|set|table|view)\b/i.test(constant)
  );
}

function writtenPart(parts: readonly Value[]): string {
  let written = '';
  for (const part of parts) {
    const constant = constantOf(part);
    written += typeof constant === 'string' || typeof constant === 'number' ? String(constant) : GAP;
    if (written.length > LONGEST) break;
  }
  return written;
}
