// The name that a text is given to: by assignment, as a keyword or default, under a key, by a comparison, by a setter.
import {
  childByField,
  fieldOf,
  kindOf,
  type NodeIndex,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

/** `passed` is weaker evidence: `f("password", "x")` may be anything. */
export interface GivenName {
  readonly name: string;
  readonly how: 'assigned' | 'compared' | 'passed';
}

const VALUE_FIELDS = new Set(['right', 'value']);
const NAME_FIELDS = ['left', 'name', 'key', 'property'];
const LISTS = /^(?:list|set|tuple|array|literal_element|literal_value|array_initializer)$/;
const MOST_BEFORE = 120;

/** `a.b.password`, `config["password"]`: the last word of what stands in front of a sign. */
function lastWord(text: string): string | null {
  const words = text
    .slice(-128)
    .replace(/["'`\]\s]+$/, '')
    .split(/[.["'`\s(*&]+/);
  return words[words.length - 1] || null;
}

/** By the syntax tree, where the grammar names the parts; null elsewhere. */
function assignedInTree(tree: SyntaxTree, node: NodeIndex): string | null {
  const parent = parentOf(tree, node);
  if (parent < 0 || !VALUE_FIELDS.has(fieldOf(tree, node)) || kindOf(tree, parent) === 'binary_expression') return null;
  for (const field of NAME_FIELDS) {
    const name = childByField(tree, parent, field);
    if (name >= 0 && name !== node) return lastWord(textOf(tree, name));
  }
  return null;
}

/** Signs that give a name its value; `: str =` of annotated names too. A name is tried from its beginning only. */
const ASSIGNED =
  /(?<![\w$-])(?!(?:const|var|let|final)\s)([\w$-]+["'`\])]*)\s*(?::\s*[\w.<>[\]| ]{1,30}=|\s[\w.]{1,30}\s*=|:=|=>|[=:])\s*$/;
const COMPARED = /(?<![\w$-])([\w$-]+["'`\])]*)\s*[=!]==?\s*$/;
const EQUALS = /(?<![\w$-])([\w$-]+["'`\])]*)\.(?:equals|equalsIgnoreCase|Equal|EqualFold)\(\s*$/;
const SETTER = /(?:\.|\b)(?:set|with)_?([A-Z_]\w+)\(\s*$/;
const PASSED = /["'`]([\w$.-]+)["'`]\s*,\s*$/;

/** By the text in front of the string: the same in all languages, and in code that does not parse. */
function givenInText(before: string, isInList: boolean): GivenName | null {
  const signed = before.trimEnd();
  switch (signed.at(-1)) {
    case '=':
      return (
        found(/[=!]=$/.test(signed) ? COMPARED.exec(before) : null, 'compared') ??
        found(ASSIGNED.exec(before), 'assigned')
      );
    case ':':
      return found(ASSIGNED.exec(before), 'assigned');
    case '>':
      return signed.endsWith('=>') ? found(ASSIGNED.exec(before), 'assigned') : null;
    case '(':
      return (
        found(before.includes('qual') ? EQUALS.exec(before) : null, 'compared') ??
        found(SETTER.exec(before), 'assigned')
      );
    case ',':
      return isInList ? null : found(PASSED.exec(before), 'passed');
    default:
      return null;
  }
}

function found(match: RegExpExecArray | null, how: GivenName['how']): GivenName | null {
  const name = match === null ? null : lastWord(match[1].replace(/["'`\])]+$/, ''));
  return name === null ? null : { name, how };
}

/** What the string in `node` is given to; null when that has no name. */
export function givenName(tree: SyntaxTree, node: NodeIndex): GivenName | null {
  const assigned = assignedInTree(tree, node);
  if (assigned !== null) return { name: assigned, how: 'assigned' };
  // A key of a map is not what the value in front of it is handed on with.
  if (fieldOf(tree, node) === 'key') return null;
  const start = startOf(tree, node);
  // What stands next to each other in a list does not name the other.
  const isInList = LISTS.test(kindOf(tree, Math.max(0, parentOf(tree, node))));
  return givenInText(tree.source.slice(Math.max(0, start - MOST_BEFORE), start), isInList);
}
