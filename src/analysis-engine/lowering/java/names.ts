// What a bare name, a dotted name and the callee of a call mean.
import type { Expression, Target, TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { type ClassOutline, findMethod } from './class-outline.ts';
import { classReference, currentClass, type DeclaredType, type JavaFile, thisOf, typeOfVariable } from './java-file.ts';
import { looksLikeType, lookUpType, typeValue } from './type-names.ts';

/** Lets the fields of a class, inherited ones of this file included, be read by their bare names in the open block. */
export function bindFields(file: JavaFile, outlines: readonly ClassOutline[]): void {
  for (const owner of outlines) {
    for (const [name, field] of owner.fields) {
      file.scopes.bind(name, (node) => ({
        kind: 'member',
        node,
        object: field.isStatic ? classReference(file, owner, node) : thisOf(file, owner, node),
        key: name,
      }));
    }
  }
}

/** An identifier in an expression. */
export function readName(file: JavaFile, node: NodeIndex): Expression {
  const name = textOf(file.tree, node);
  if (file.scopes.has(name)) return file.scopes.read(name, node);
  const holder = file.imports.members.get(name);
  if (holder !== undefined) return { kind: 'import', node, module: holder, name };
  if (looksLikeType(file, name)) return readTypeName(file, name, node);
  return readInherited(file, name, node);
}

/** An upper-case name that nothing explains may still be an inherited constant, but a type is likelier. */
function readTypeName(file: JavaFile, name: string, node: NodeIndex): Expression {
  const found = lookUpType(file, name);
  if (found === name && /^[A-Z][A-Z0-9_]+$/.test(name)) {
    const constant = enumConstant(file, name, node);
    if (constant) return constant;
  }
  return typeValue(file, found, node);
}

/** A lower-case name that no scope declares: a field of a superclass in another file, where there is one. */
function readInherited(file: JavaFile, name: string, node: NodeIndex): Expression {
  const heir = file.classes.findLast((outline) => outline.hasForeignBase);
  if (!heir) return { kind: 'global', node, name };
  return { kind: 'member', node, object: thisOf(file, heir, node), key: name };
}

/** A constant of an enum in this file, named alone as case labels do. */
export function enumConstant(file: JavaFile, name: string, node: NodeIndex): Expression | null {
  for (const scope of file.typeScopes) {
    for (const outline of scope.values()) {
      if (typeof outline === 'string' || outline.kind !== 'enum' || !outline.fields.get(name)?.isStatic) continue;
      return { kind: 'member', node, object: classReference(file, outline, node), key: name };
    }
  }
  return null;
}

/** The callee of `name(…)`: a method of this class, of one around it, statically imported, or of a superclass elsewhere. */
export function bareCallee(file: JavaFile, name: string, argumentCount: number, node: NodeIndex): Expression {
  for (let index = file.classes.length - 1; index >= 0; index--) {
    const found = findMethod(file.classes[index], name, argumentCount);
    if (!found) continue;
    const object = found.method.isStatic
      ? classReference(file, found.owner, node)
      : thisOf(file, file.classes[index], node);
    return { kind: 'member', node, object, key: name };
  }
  const holder = file.imports.members.get(name) ?? onlyWildcardHolder(file);
  if (holder !== undefined) return { kind: 'import', node, module: holder, name };
  if (file.classes.length === 0) return file.scopes.read(name, node);
  const heir = file.classes.findLast((outline) => outline.hasForeignBase) ?? currentClass(file);
  return { kind: 'member', node, object: heir ? thisOf(file, heir, node) : { kind: 'this', node }, key: name };
}

/** With one `import static a.B.*` and no superclass elsewhere, an unknown method can only be `a.B`'s. */
function onlyWildcardHolder(file: JavaFile): TypeName | undefined {
  if (file.imports.memberWildcards.length !== 1) return undefined;
  return file.classes.some((outline) => outline.hasForeignBase) ? undefined : file.imports.memberWildcards[0];
}

/** Reading as writing: the target of an assignment to an expression, or null when it is none. */
export function targetOf(file: JavaFile, expression: Expression): Target | null {
  const { node } = expression;
  if (expression.kind === 'variable') {
    const { variable } = expression;
    return { kind: 'variable', node, variable, type: typeOfVariable(file, variable).name };
  }
  if (expression.kind === 'member') return { kind: 'member', node, object: expression.object, key: expression.key };
  if (expression.kind === 'index') return { kind: 'index', node, object: expression.object, index: expression.index };
  if (expression.kind === 'global') return { kind: 'global', node, name: expression.name };
  if (expression.kind === 'import' && expression.name !== null) {
    const object: Expression = { kind: 'import', node, module: expression.module, name: null };
    return { kind: 'member', node, object, key: expression.name };
  }
  return null;
}

/**
 * `java.util.List.of` written out: the value of the class and how many of the names it took, or null when the first
 * name is something else. `spine` holds the names' nodes, innermost first.
 */
export function packageClass(
  file: JavaFile,
  spine: readonly NodeIndex[],
): { readonly value: Expression; readonly taken: number } | null {
  const { tree } = file;
  if (kindOf(tree, spine[0]) !== 'identifier') return null;
  const first = textOf(tree, spine[0]);
  if (!/^[a-z_]/.test(first) || file.scopes.has(first) || file.imports.members.has(first)) return null;
  const path = [first];
  for (let index = 1; index < spine.length; index++) {
    if (kindOf(tree, spine[index]) !== 'field_access') return null;
    const field = childByField(tree, spine[index], 'field');
    const name = field < 0 ? '' : textOf(tree, field);
    path.push(name);
    if (/^[A-Z]/.test(name)) {
      const value: Expression = { kind: 'import', node: spine[index], module: path.join('.'), name: null };
      return { value, taken: index + 1 };
    }
    if (!/^[a-z_][\w]*$/.test(name)) return null;
  }
  return null;
}

/** The declared type of a plain variable or field read by a bare name, for arithmetic. */
export function typeOfName(file: JavaFile, name: string): DeclaredType | null {
  const variable = file.scopes.resolve(name);
  return variable ? typeOfVariable(file, variable) : null;
}
