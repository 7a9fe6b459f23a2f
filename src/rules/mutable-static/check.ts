// Public static fields that are not final, or are arrays and collections: both can be changed from anywhere.
import {
  type Check,
  type CheckFinding,
  childByField,
  kindSet,
  type NodeIndex,
  namedChildrenOf,
  nodesOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const isField = kindSet('field_declaration', 'public_field_definition');
const isDeclarator = kindSet('variable_declarator');
const PUBLIC_STATIC = /\bpublic\b(?=[\s\S]*\bstatic\b)|\bstatic\b(?=[\s\S]*\bpublic\b)/;
/** Nothing can be changed in an array or a list without elements, or in one that refuses. */
const FIXED =
  /^(?:\{\s*\}|new\s+[\w.<>]+\s*(?:\[0\]|\[\]\s*\{\s*\})|(?:List|Set|Map|Collections?|Immutable\w*)\.(?:of|copyOf|empty\w*|unmodifiable\w*)\b[\s\S]*)$/;
const FILLED =
  /^(?:\{|new\s+[\w.<>]+\s*\[|(?:new\s+(?:java\.util\.)?(?:ArrayList|LinkedList|HashMap|HashSet|TreeMap|TreeSet|LinkedHashMap|LinkedHashSet|Vector|Hashtable|Date|ConcurrentHashMap))\b|Arrays\.asList\b)/;

/** Reports the name of the field. */
export const check: Check = ({ tree, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'java' && language !== 'typescript') return findings;
  for (const field of nodesOf(tree, isField)) {
    const name = language === 'java' ? changeableInJava(tree, field) : changeableInTypeScript(tree, field);
    if (name >= 0) findings.push(rangeOf(tree, name));
  }
  return findings;
};

function changeableInJava(tree: SyntaxTree, field: NodeIndex): NodeIndex {
  const declarator = namedChildrenOf(tree, field).find((child) => isDeclarator(tree, child)) ?? -1;
  const type = childByField(tree, field, 'type');
  if (declarator < 0 || type < 0) return -1;
  const modifiers = tree.source.slice(startOf(tree, field), startOf(tree, type));
  if (!PUBLIC_STATIC.test(modifiers)) return -1;
  const name = childByField(tree, declarator, 'name');
  if (!/\bfinal\b/.test(modifiers)) return name;
  const value = childByField(tree, declarator, 'value');
  const text = value < 0 ? '' : textOf(tree, value);
  return FILLED.test(text) && !FIXED.test(text) ? name : -1;
}

function changeableInTypeScript(tree: SyntaxTree, field: NodeIndex): NodeIndex {
  const name = childByField(tree, field, 'name');
  if (name < 0 || parentOf(tree, field) < 0) return -1;
  const modifiers = tree.source.slice(startOf(tree, field), startOf(tree, name));
  return PUBLIC_STATIC.test(modifiers) && !/\breadonly\b/.test(modifiers) ? name : -1;
}
