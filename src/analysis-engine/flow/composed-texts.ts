// Texts that the code puts together, by what they are: markup, `'<b>' + name + '</b>'`, and addresses, `'https://' + host`.
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Frame } from './frame.ts';
import { inputsOfValues } from './inputs.ts';
import type { Pass } from './pass.ts';
import { isDynamic, isSymbol } from './report.ts';
import { reportUses } from './uses.ts';
import type { Value } from './value.ts';

const TAG = /<\/?[a-z][\w-]*(\s[^<>]{0,200})?\/?>|<[a-z][\w-]*\s[^<>]{0,200}=\s*["']?$/i;
const MARKUP = 'markup-text';
const ADDRESS = 'address-text';

export function checkText(pass: Pass, frame: Frame, node: NodeIndex, parts: readonly Value[]): void {
  checkMarkup(pass, frame, node, parts);
  checkAddress(pass, frame, node, parts);
}

/** Reports texts with tags among their constant parts and something of which nothing is known among the others. */
function checkMarkup(pass: Pass, frame: Frame, node: NodeIndex, parts: readonly Value[]): void {
  if (!pass.reporter.useRules.has(MARKUP) || !parts.some(holdsTag)) return;
  const part = parts.find((each) => isDynamic(each, 'html') || isPlainName(each));
  if (part === undefined) return;
  const place = { program: frame.instance.program, node, name: 'text', byName: false };
  reportUses(pass, place, { [MARKUP]: { value: 0 } }, inputsOfValues(null, [part]));
}

/** A variable of another script; what is imported is as constant as not. */
function isPlainName(value: Value): boolean {
  return isSymbol(value, 'html') && /^[a-z][a-z\d]*$/.test(value.name ?? '');
}

function holdsTag({ constants }: Value): boolean {
  return constants?.some((constant) => typeof constant === 'string' && TAG.test(constant)) ?? false;
}

/** Reports addresses whose host is a part of its own, right behind `https://`. */
function checkAddress(pass: Pass, frame: Frame, node: NodeIndex, parts: readonly Value[]): void {
  if (!frame.tainted || !pass.reporter.useRules.has(ADDRESS)) return;
  const at = parts.findIndex(endsInScheme);
  const host = at < 0 ? undefined : parts[at + 1];
  if (host === undefined || host.deepTaint === 0) return;
  const place = { program: frame.instance.program, node, name: 'text', byName: false };
  reportUses(pass, place, { [ADDRESS]: { host: 0 } }, inputsOfValues(null, [host]));
}

function endsInScheme({ constants }: Value): boolean {
  return constants?.length === 1 && typeof constants[0] === 'string' && /(^|[^\w])https?:\/\/$/i.test(constants[0]);
}
