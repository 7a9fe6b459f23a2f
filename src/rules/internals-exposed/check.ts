// Public methods of Java classes that hand out what a private field holds, or keep what they are given, uncopied.
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

const isMethod = kindSet('method_declaration', 'constructor_declaration');
const isField = kindSet('field_declaration');
const isDeclarator = kindSet('variable_declarator');
const isReturn = kindSet('return_statement');
const isAssignment = kindSet('assignment_expression');
/** Types whose objects change. */
const CHANGEABLE = /\[\]$|^(?:java\.util\.)?(?:Date|Calendar|BitSet)$/;

/** Reports the statement that shares it. */
export const check: Check = ({ tree, language }) => {
  if (language !== 'java') return [];
  const fields = new Map<NodeIndex, Set<string>>();
  for (const field of nodesOf(tree, isField)) addPrivate(tree, field, fields);
  if (fields.size === 0) return [];
  return [...returned(tree, fields), ...kept(tree, fields)].sort((a, b) => a.start - b.start);
};

function addPrivate(tree: SyntaxTree, field: NodeIndex, fields: Map<NodeIndex, Set<string>>): void {
  const type = childByField(tree, field, 'type');
  if (type < 0 || !CHANGEABLE.test(textOf(tree, type))) return;
  if (!/\bprivate\b/.test(tree.source.slice(startOf(tree, field), startOf(tree, type)))) return;
  const owner = parentOf(tree, field);
  const names = fields.get(owner) ?? new Set<string>();
  for (const child of namedChildrenOf(tree, field)) {
    if (isDeclarator(tree, child)) names.add(textOf(tree, childByField(tree, child, 'name')));
  }
  fields.set(owner, names);
}

function* returned(tree: SyntaxTree, fields: ReadonlyMap<NodeIndex, ReadonlySet<string>>): Generator<CheckFinding> {
  for (const statement of nodesOf(tree, isReturn)) {
    const [value] = namedChildrenOf(tree, statement);
    const method = methodAround(tree, statement);
    if (value === undefined || method < 0 || !isPublic(tree, method)) continue;
    const text = textOf(tree, value);
    const name = text.replace(/^this\./, '');
    if (!(fields.get(parentOf(tree, method))?.has(name) ?? false)) continue;
    if (text === name && declaresAgain(tree, method, name)) continue;
    yield rangeOf(tree, statement);
  }
}

function* kept(tree: SyntaxTree, fields: ReadonlyMap<NodeIndex, ReadonlySet<string>>): Generator<CheckFinding> {
  for (const assignment of nodesOf(tree, isAssignment)) {
    const method = methodAround(tree, assignment);
    if (method < 0 || !isPublic(tree, method)) continue;
    const left = textOf(tree, childByField(tree, assignment, 'left'));
    const right = textOf(tree, childByField(tree, assignment, 'right'));
    const name = left.replace(/^this\./, '');
    if (!/^\w+$/.test(right) || !(fields.get(parentOf(tree, method))?.has(name) ?? false)) continue;
    const parameters = textOf(tree, childByField(tree, method, 'parameters'));
    if (new RegExp(`[\\]\\w]\\s+${right}\\s*[,)]`).test(parameters)) yield rangeOf(tree, assignment);
  }
}

/** A parameter or a variable of that name hides the field. */
function declaresAgain(tree: SyntaxTree, method: NodeIndex, name: string): boolean {
  return new RegExp(`[\\w\\]>]\\s+${name}\\s*(?:=[^=]|[;:,)])`).test(
    textOf(tree, method).replace(/return\s+\w+;/g, ''),
  );
}

function methodAround(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = parentOf(tree, node);
  while (at >= 0 && !isMethod(tree, at)) at = parentOf(tree, at);
  return at;
}

function isPublic(tree: SyntaxTree, method: NodeIndex): boolean {
  const name = childByField(tree, method, 'name');
  return /\bpublic\b/.test(tree.source.slice(startOf(tree, method), startOf(tree, name)));
}
