// Fields of Java classes that can be serialised, whose own class cannot.
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

const isClass = kindSet('class_declaration');
const isField = kindSet('field_declaration');
const isDeclarator = kindSet('variable_declarator');
/** Classes of the language whose objects are never serialised. */
const NEVER =
  /^(?:Thread|InputStream|OutputStream|Connection|Statement|PreparedStatement|ResultSet|Socket|ServerSocket|Optional)$/;

/** Reports the name of the field. Of classes elsewhere nobody knows here. */
export const check: Check = ({ tree, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'java' || !/\bSerializable\b/.test(tree.source)) return findings;
  const plain = new Set<string>();
  for (const node of nodesOf(tree, isClass)) {
    const head = headOf(tree, node);
    if (!/\b(?:implements|extends)\b/.test(head)) plain.add(textOf(tree, childByField(tree, node, 'name')));
  }
  for (const field of nodesOf(tree, isField)) {
    const owner = parentOf(tree, parentOf(tree, field));
    if (owner < 0 || !isClass(tree, owner) || !/\bimplements\b[^{]*\bSerializable\b/.test(headOf(tree, owner)))
      continue;
    if (/\bvoid\s+writeObject\s*\(/.test(textOf(tree, owner))) continue;
    const type = childByField(tree, field, 'type');
    const modifiers = tree.source.slice(startOf(tree, field), startOf(tree, type));
    const name = textOf(tree, type).replace(/<.*|\[\]/gs, '');
    if (/\b(?:static|transient)\b/.test(modifiers) || !(plain.has(name) || NEVER.test(name))) continue;
    const declarator = namedChildrenOf(tree, field).find((child) => isDeclarator(tree, child));
    if (declarator !== undefined) findings.push(rangeOf(tree, childByField(tree, declarator, 'name')));
  }
  return findings;
};

/** From the modifiers to the body. */
function headOf(tree: SyntaxTree, node: NodeIndex): string {
  return tree.source.slice(startOf(tree, node), startOf(tree, childByField(tree, node, 'body')));
}
