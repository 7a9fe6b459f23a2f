// Markup that the code puts together as text: `'<b>' + name + '</b>'`. Whether it is safe depends on every single part.
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Frame } from './frame.ts';
import { inputsOfValues } from './inputs.ts';
import type { Pass } from './pass.ts';
import { isDynamic } from './report.ts';
import { reportUses } from './uses.ts';
import type { Value } from './value.ts';

const TAG = /<\/?[a-z][\w-]*(\s[^<>]{0,200})?\/?>|<[a-z][\w-]*\s[^<>]{0,200}=\s*["']?$/i;
const USE = 'markup-text';

/** Reports texts with tags among their constant parts and something of which nothing is known among the others. */
export function checkMarkupText(pass: Pass, frame: Frame, node: NodeIndex, parts: readonly Value[]): void {
  if (!pass.reporter.useRules.has(USE) || !parts.some(holdsTag)) return;
  const part = parts.find((each) => isDynamic(each, 'html'));
  if (part === undefined) return;
  const place = { program: frame.instance.program, node, name: 'text', byName: false };
  reportUses(pass, place, { [USE]: { value: 0 } }, inputsOfValues(null, [part]));
}

function holdsTag({ constants }: Value): boolean {
  return constants?.some((constant) => typeof constant === 'string' && TAG.test(constant)) ?? false;
}
