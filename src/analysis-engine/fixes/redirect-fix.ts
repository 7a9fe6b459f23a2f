// Django says which addresses are the site's own.
import { textOf } from '../parsing/syntax-tree.ts';
import { callIn } from './expressions.ts';
import type { Fix } from './fix.ts';

/** Asks, where a redirect goes, whether the address is one of the site's own; for a variable of a Django view that has the request. */
export const redirectFix: Fix = ({ program, tree, start, end, source, repairs, language }) => {
  const call = callIn(program, start, end);
  const target = call?.item.arguments[0]?.value;
  const isDjango = language === 'python' && /^\s*(?:from|import)\s+django\b/m.test(source);
  // Objects and views know where they are.
  if (/get_absolute_url|\breverse\(/.test(source.slice(Math.max(0, start - 1500), start))) return [];
  // A variable is looked at and used; anything longer would be worked out twice.
  if (!isDjango || target === undefined || target.kind !== 'variable') return [];
  if (!/\brequest\b/.test(source.slice(source.lastIndexOf('\ndef ', start) + 1, start).split(':')[0])) return [];
  const name = textOf(tree, target.node);
  const at = source.indexOf(name, start + textOf(tree, call?.item.callee.node ?? target.node).length);
  const template = `${name} if #{django.utils.http:url_has_allowed_host_and_scheme}(${name}, allowed_hosts={request.get_host()}) else "/"`;
  const written = repairs.write(template, { start, end });
  if (written === null || at < 0 || at + name.length > end) return [];
  const description = 'Go to addresses of this site only, and to its first page instead of any other.';
  return [{ description, edits: [{ start: at, end: at + name.length, text: written.text }, ...written.edits] }];
};
