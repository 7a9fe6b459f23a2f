// Uses of what the same file marks as deprecated, by comment or annotation.
import {
  type Check,
  type CheckFinding,
  childByField,
  kindOf,
  kindSet,
  type NodeIndex,
  nodesOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const isDeclaration = kindSet(
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'method_definition',
  'method_declaration',
  'method_signature',
  'function_signature',
  'public_field_definition',
  'property_signature',
  'field_declaration',
  'variable_declarator',
);
const isName = kindSet('identifier', 'property_identifier', 'type_identifier', 'shorthand_property_identifier');
const isBody = kindSet('class_body', 'interface_body', 'object_type', 'enum_body');
const isClass = kindSet(
  'class_declaration',
  'abstract_class_declaration',
  'class',
  'interface_declaration',
  'enum_declaration',
);
/** Files that declare more are lists of what is gone. */
const MOST = 200;
const DECLARES = /declar|definition|signature|specifier/;
const MARKED =
  /(?:\/\*\*(?:(?!\*\/)[\s\S]){0,2000}@deprecated(?:(?!\*\/)[\s\S]){0,2000}\*\/\s*(?:(?:export|default|public|private|protected|static|async|readonly|abstract|declare|final|override|const|let|var)\s+|@\w+(?:\([^()]*\))?\s*)*$)/;

/** What a name stands for: where all its declarations are that are deprecated, and from where they may be used. */
interface Known {
  readonly own: { readonly start: number; readonly end: number }[];
  all: number;
}

/** Reports the name where it is used, outside of what is deprecated itself and of the class that declares it. */
export const check: Check = ({ tree, language }) => {
  const findings: CheckFinding[] = [];
  if (language === 'go' || language === 'python' || !/@deprecated/i.test(tree.source)) return findings;
  const declared = new Map<string, Known>();
  for (const node of nodesOf(tree, isDeclaration)) {
    const name = nameOf(tree, node);
    if (name < 0) continue;
    const known = declared.get(textOf(tree, name)) ?? { own: [], all: 0 };
    known.all += 1;
    if (isMarked(tree, node)) known.own.push(rangeOf(tree, ownerOf(tree, node)));
    declared.set(textOf(tree, name), known);
  }
  const deprecated = [...declared.values()].flatMap(({ own }) => own);
  if (deprecated.length === 0 || deprecated.length > MOST) return findings;
  for (const name of nodesOf(tree, isName)) {
    const known = declared.get(textOf(tree, name));
    // Of several that share a name nobody can tell which one is meant.
    if (known === undefined || known.own.length === 0 || known.own.length < known.all) continue;
    const at = startOf(tree, name);
    const isOwn = deprecated.some(({ start, end }) => at >= start && at < end);
    if (!isOwn && !isDeclaredBy(tree, name)) findings.push(rangeOf(tree, name));
  }
  return findings;
};

/** The class around a member, else the declaration: what may go on using it until it goes. */
function ownerOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = parentOf(tree, node);
  while (at >= 0 && isBody(tree, at)) at = parentOf(tree, at);
  return at >= 0 && isClass(tree, at) ? at : node;
}

function nameOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  if (kindOf(tree, node) !== 'field_declaration') return childByField(tree, node, 'name');
  const declarator = childByField(tree, node, 'declarator');
  return declarator < 0 ? -1 : childByField(tree, declarator, 'name');
}

function isMarked(tree: SyntaxTree, node: NodeIndex): boolean {
  const name = nameOf(tree, node);
  const head = tree.source.slice(startOf(tree, node), startOf(tree, name));
  if (/@Deprecated\b/.test(head)) return true;
  const start = startOf(tree, node);
  const before = tree.source.slice(Math.max(0, start - 2000), start);
  return before.includes('@deprecated') && MARKED.test(before);
}

/** The name where it is declared, imported or exported. */
function isDeclaredBy(tree: SyntaxTree, name: NodeIndex): boolean {
  const parent = parentOf(tree, name);
  if (parent < 0) return true;
  if (childByField(tree, parent, 'name') === name && DECLARES.test(kindOf(tree, parent))) return true;
  let at = parent;
  while (kindOf(tree, at) === 'scoped_identifier' && parentOf(tree, at) >= 0) at = parentOf(tree, at);
  return /^(?:import|package)/.test(kindOf(tree, at));
}
