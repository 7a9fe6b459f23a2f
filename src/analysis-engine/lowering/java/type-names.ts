// Type nodes → qualified names, and names → the values of the classes they mean.
import type { Expression, TypeName } from '../../ir.ts';
import {
  childByField,
  childrenOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import type { ClassOutline } from './class-outline.ts';
import { classReference, type DeclaredType, type JavaFile, UNTYPED } from './java-file.ts';
import { irTypeName, isIntegralType, isJavaLang } from './java-lang.ts';

/** What a simple type name means here: a class of this file, or a qualified name (itself when nothing is known). */
export function lookUpType(file: JavaFile, name: string): ClassOutline | TypeName {
  for (let index = file.typeScopes.length - 1; index >= 0; index--) {
    const found = file.typeScopes[index].get(name);
    if (found !== undefined) return found;
  }
  const imported = file.imports.types.get(name);
  if (imported !== undefined) return imported;
  return isJavaLang(name) ? `java.lang.${name}` : name;
}

/** Whether an identifier in an expression can only be a type: known, or written like one. */
export function looksLikeType(file: JavaFile, name: string): boolean {
  return typeof lookUpType(file, name) !== 'string' || lookUpType(file, name) !== name || /^[A-Z]/.test(name);
}

/** `a.b.Outer.Inner` → what it means. */
export function lookUpPath(file: JavaFile, path: readonly string[]): ClassOutline | TypeName {
  let found = lookUpType(file, path[0]);
  for (const name of path.slice(1)) {
    if (typeof found === 'string') found = `${found}.${name}`;
    else found = found.members.get(name) ?? `${found.qualifiedName}.${name}`;
  }
  return found;
}

/** The value of a class: a variable for one of this file, an import for a qualified name, a global otherwise. */
export function typeValue(file: JavaFile, found: ClassOutline | TypeName, node: NodeIndex): Expression {
  if (typeof found !== 'string') return classReference(file, found, node);
  if (found.includes('.')) return { kind: 'import', node, module: found, name: null };
  return { kind: 'global', node, name: found };
}

/** The names of a type node without its type arguments, dimensions and annotations; [] for what is no class. */
export function typePath(file: JavaFile, type: NodeIndex): string[] {
  const { tree } = file;
  let node = strip(file, type);
  const path: string[] = [];
  while (kindOf(tree, node) === 'scoped_type_identifier' || kindOf(tree, node) === 'scoped_identifier') {
    const parts = namedChildrenOf(tree, node).filter((child) => /(identifier|generic_type)$/.test(kindOf(tree, child)));
    if (parts.length === 0) break;
    if (parts.length > 1) path.push(textOf(tree, parts[parts.length - 1]));
    node = strip(file, parts[0]);
  }
  path.push(textOf(tree, node));
  return path.reverse();
}

/** Takes off type arguments, annotations and array dimensions. */
function strip(file: JavaFile, type: NodeIndex): NodeIndex {
  const { tree } = file;
  let node = type;
  for (;;) {
    const kind = kindOf(tree, node);
    if (kind !== 'generic_type' && kind !== 'annotated_type' && kind !== 'array_type') return node;
    const inner =
      kind === 'array_type'
        ? childByField(tree, node, 'element')
        : namedChildrenOf(tree, node).find((child) => !/annotation$|comment$|arguments$/.test(kindOf(tree, child)));
    if (inner === undefined || inner < 0) return node;
    node = inner;
  }
}

/** What a type node means; a class of this file or a qualified name, arrays by their element. */
export function resolveType(file: JavaFile, type: NodeIndex): ClassOutline | TypeName {
  return lookUpPath(file, typePath(file, type));
}

/**
 * The declared type at a type node. `dimensions` may add brackets written after the variable. `var`, `Object` and
 * type parameters without a bound say nothing about the value and give no name.
 */
export function declaredType(file: JavaFile, type: NodeIndex, dimensions: NodeIndex = -1): DeclaredType {
  if (type < 0) return UNTYPED;
  const found = resolveType(file, type);
  const qualified = typeof found === 'string' ? found : found.qualifiedName;
  const depth = arrayDepth(file, type) + (dimensions < 0 ? 0 : brackets(file, dimensions));
  if (qualified === 'var' || (qualified === 'java.lang.Object' && depth === 0)) return UNTYPED;
  return { name: irTypeName(qualified) + '[]'.repeat(depth), isIntegral: depth === 0 && isIntegralType(qualified) };
}

function arrayDepth(file: JavaFile, type: NodeIndex): number {
  const { tree } = file;
  let depth = 0;
  let node = type;
  while (node >= 0) {
    const kind = kindOf(tree, node);
    if (kind === 'array_type') {
      depth += brackets(file, childByField(tree, node, 'dimensions'));
      node = childByField(tree, node, 'element');
    } else if (kind === 'annotated_type') {
      node = namedChildrenOf(tree, node).find((child) => !/annotation$/.test(kindOf(tree, child))) ?? -1;
    } else break;
  }
  return depth;
}

export function brackets(file: JavaFile, dimensions: NodeIndex): number {
  if (dimensions < 0) return 0;
  return childrenOf(file.tree, dimensions).filter((child) => textOf(file.tree, child) === '[').length;
}

/** Makes the type parameters of a class or method stand for their first bound in the innermost type scope. */
export function bindTypeParameters(file: JavaFile, declaration: NodeIndex): void {
  const list = childByField(file.tree, declaration, 'type_parameters');
  if (list < 0) return;
  const scope = file.typeScopes[file.typeScopes.length - 1];
  for (const parameter of namedChildrenOf(file.tree, list)) {
    const [name, bound] = namedChildrenOf(file.tree, parameter).filter(
      (child) => !/annotation$/.test(kindOf(file.tree, child)),
    );
    if (name === undefined) continue;
    const [boundType] = bound === undefined ? [] : namedChildrenOf(file.tree, bound);
    scope.set(textOf(file.tree, name), boundType === undefined ? 'java.lang.Object' : resolveType(file, boundType));
  }
}
