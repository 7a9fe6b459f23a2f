// Finds secrets by the issuer's format anywhere, and by the name of the variable, key or parameter they are given to.
import {
  type Check,
  type CheckFinding,
  childByField,
  endOf,
  fieldOf,
  isNamed,
  kindOf,
  type NodeIndex,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';
import { isPlaceholder, looksChosen } from './placeholder.ts';
import { SECRET_FORMATS } from './secret-formats.ts';

const STRING_KINDS = new Set([
  'string',
  'string_literal',
  'template_string',
  'interpreted_string_literal',
  'raw_string_literal',
]);
const SECRET_NAME =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:password|passwd|passphrase|pwd|secret|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|encryption[-_]?key|auth[-_]?token|access[-_]?token|api[-_]?token|bearer[-_]?token|credentials?|client[-_]?secret)s?$/i;
const VALUE_FIELDS = new Set(['right', 'value']);
const NAME_FIELDS = ['left', 'name', 'key', 'property'];

/** The string's own text without quotes and prefix; null when it is made at run time. */
function literalText(tree: SyntaxTree, node: NodeIndex): string | null {
  const text = textOf(tree, node);
  const opening = /^[A-Za-z]{0,2}("""|'''|"|'|`)/.exec(text);
  if (opening === null || text.length > 4096) return null;
  if (/^[A-Za-z]*f/i.test(opening[0]) && text.includes('{')) return null;
  if (opening[1] === '`' && text.includes('${')) return null;
  return text.slice(opening[0].length, -opening[1].length);
}

/** The name that the string is assigned to, or null: last part of `a.b.password`, `config["password"]`. */
function assignedName(tree: SyntaxTree, node: NodeIndex): string | null {
  const parent = parentOf(tree, node);
  if (parent < 0 || !VALUE_FIELDS.has(fieldOf(tree, node))) return null;
  for (const field of NAME_FIELDS) {
    const name = childByField(tree, parent, field);
    if (name < 0 || name === node) continue;
    const words = textOf(tree, name)
      .slice(-128)
      .replace(/["'\]\s]+$/, '')
      .split(/[.["'\s]+/);
    return words[words.length - 1] ?? null;
  }
  return null;
}

function findingIn(tree: SyntaxTree, node: NodeIndex): CheckFinding | null {
  const text = literalText(tree, node);
  if (text === null || text.length < 6) return null;
  const range = { start: startOf(tree, node), end: endOf(tree, node) };
  for (const format of SECRET_FORMATS) {
    const match = format.pattern.exec(text);
    if (match === null || isExample(match[0])) continue;
    if (format.isGenuine !== undefined && !format.isGenuine(match[0])) continue;
    const message = `A ${format.name} is written in the code: revoke it, and read its successor at run time.`;
    return { ...range, message, confidence: format.isGenuine === undefined ? 0.85 : 0.98 };
  }
  const name = assignedName(tree, node);
  if (name === null || !SECRET_NAME.test(name) || !looksChosen(text)) return null;
  return { ...range, message: `\`${name}\` holds a credential that is written in the code: read it at run time.` };
}

/** Issuers' documentation uses keys that say so, such as AWS's `AKIAIOSFODNN7EXAMPLE`. */
function isExample(match: string): boolean {
  return (
    /EXAMPLE|xxxx|XXXX|0000000|1234567890/.test(match) ||
    (/^[a-z]+:\/\//.test(match) && isPlaceholder(passwordOf(match)))
  );
}

function passwordOf(url: string): string {
  return url.slice(url.lastIndexOf(':') + 1, url.lastIndexOf('@'));
}

/** CWE-798: credentials as string literals. */
export const check: Check = ({ tree }) => {
  const findings: CheckFinding[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!isNamed(tree, node) || !STRING_KINDS.has(kindOf(tree, node))) continue;
    const finding = findingIn(tree, node);
    if (finding !== null) findings.push(finding);
  }
  return findings;
};
