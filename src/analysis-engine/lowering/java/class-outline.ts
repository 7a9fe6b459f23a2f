// What a class declares, gathered before anything in it is lowered: Java uses members before their declaration, and a
// bare name may be a local, a field of this class, of an outer one or of a superclass in the same file.
import type { Expression, TypeName } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import {
  childByField,
  childrenByField,
  childrenOf,
  isNamed,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  type SyntaxTree,
  textOf,
} from '../../parsing/syntax-tree.ts';

/** Classes nested deeper are not lowered: each takes many frames of the stack, and only hostile input has them. */
export const DEEPEST_CLASS_NESTING = 40;

export type ClassKind = 'class' | 'interface' | 'enum' | 'record' | 'annotation';

export interface FieldOutline {
  readonly isStatic: boolean;
  /** type node, or -1 (enum constants) */
  readonly type: NodeIndex;
}

export interface MethodOutline {
  readonly isStatic: boolean;
  readonly arity: number;
  readonly isVariadic: boolean;
}

export interface ClassOutline {
  /** the declaration; for an anonymous class its body */
  readonly node: NodeIndex;
  readonly body: NodeIndex;
  readonly name: string;
  readonly qualifiedName: TypeName;
  readonly kind: ClassKind;
  readonly form: 'member' | 'local' | 'anonymous';
  readonly outer: ClassOutline | null;
  /** whether its objects know an object of the outer class */
  readonly isInner: boolean;
  /** type nodes of superclass and interfaces, the superclass first */
  readonly baseNodes: readonly NodeIndex[];
  readonly fields: ReadonlyMap<string, FieldOutline>;
  readonly methods: ReadonlyMap<string, readonly MethodOutline[]>;
  readonly members: ReadonlyMap<string, ClassOutline>;
  /** where the class value lives: a variable of the function at this depth; set when the class is declared */
  variable: { readonly name: string; readonly slot: number; readonly functionDepth: number } | null;
  /** in-file bases, and whether there are others; set when the class is declared */
  bases: readonly ClassOutline[];
  hasForeignBase: boolean;
  /** an inner member class that mentions members of its outer classes: its constructors take the outer object first */
  needsOuter: boolean;
}

const CLASS_KINDS: Readonly<Record<string, ClassKind>> = {
  class_declaration: 'class',
  interface_declaration: 'interface',
  enum_declaration: 'enum',
  record_declaration: 'record',
  annotation_type_declaration: 'annotation',
};

export const isClassDeclaration = kindSet(...Object.keys(CLASS_KINDS));
const isWrapper = kindSet('enum_body_declarations', 'ERROR');
const isTypeList = kindSet('superclass', 'super_interfaces', 'extends_interfaces', 'type_list');

/** Named children, with the children of ERROR nodes and of an enum's second half in their place. */
export function membersOf(tree: SyntaxTree, body: NodeIndex): NodeIndex[] {
  const members: NodeIndex[] = [];
  const pending = namedChildrenOf(tree, body).reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isWrapper(tree, node)) pending.push(...namedChildrenOf(tree, node).reverse());
    else members.push(node);
  }
  return members;
}

/** Tokens and annotations in front of a declaration. */
export function modifiersOf(tree: SyntaxTree, declaration: NodeIndex): NodeIndex {
  return childrenOf(tree, declaration).find((child) => kindOf(tree, child) === 'modifiers') ?? -1;
}

export function hasModifier(tree: SyntaxTree, declaration: NodeIndex, modifier: string): boolean {
  const modifiers = modifiersOf(tree, declaration);
  return modifiers >= 0 && childrenOf(tree, modifiers).some((child) => textOf(tree, child) === modifier);
}

/** The outline of a class declaration and of the member classes in it. */
export function outlineClass(
  tree: SyntaxTree,
  node: NodeIndex,
  place: { readonly outer: ClassOutline | null; readonly prefix: string; readonly form: 'member' | 'local' },
  nesting = 0,
): ClassOutline {
  const kind = CLASS_KINDS[kindOf(tree, node)] ?? 'class';
  const name = nameOf(tree, node);
  const isStatic =
    kind !== 'class' || place.outer?.kind === 'interface' || place.outer === null || hasModifier(tree, node, 'static');
  return fill(tree, nesting, {
    node,
    body: childByField(tree, node, 'body'),
    name,
    qualifiedName: qualify(place.prefix, place.form === 'local' && place.outer ? `${name}$${node}` : name),
    kind,
    form: place.form,
    outer: place.outer,
    isInner: place.form === 'local' ? kind === 'class' : !isStatic,
    baseNodes: baseTypeNodes(tree, node),
  });
}

const qualify = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`);

/** `new Base(…) { … }` and enum constants with a body. */
export function outlineAnonymous(
  tree: SyntaxTree,
  body: NodeIndex,
  base: NodeIndex,
  outer: ClassOutline | null,
): ClassOutline {
  return fill(tree, 0, {
    node: body,
    body,
    name: '',
    // Numbered by its place, since types are told apart by their names.
    qualifiedName: `${outer?.qualifiedName ?? ''}$${body}`,
    kind: 'class',
    form: 'anonymous',
    outer,
    isInner: true,
    baseNodes: base < 0 ? [] : [base],
  });
}

type Head = Omit<
  ClassOutline,
  'fields' | 'methods' | 'members' | 'variable' | 'bases' | 'hasForeignBase' | 'needsOuter'
>;

function fill(tree: SyntaxTree, nesting: number, head: Head): ClassOutline {
  const fields = new Map<string, FieldOutline>();
  const methods = new Map<string, MethodOutline[]>();
  const members = new Map<string, ClassOutline>();
  const outline: ClassOutline = {
    ...head,
    fields,
    methods,
    members,
    variable: null,
    bases: [],
    hasForeignBase: false,
    needsOuter: false,
  };
  if (head.kind === 'record') addComponents(tree, head.node, fields, methods);
  if (head.kind === 'enum') {
    addMethod(methods, 'values', { isStatic: true, arity: 0, isVariadic: false });
    addMethod(methods, 'valueOf', { isStatic: true, arity: 1, isVariadic: false });
  }
  for (const member of head.body < 0 ? [] : membersOf(tree, head.body)) {
    const kind = kindOf(tree, member);
    if (kind === 'field_declaration' || kind === 'constant_declaration') {
      const isStatic = kind === 'constant_declaration' || hasModifier(tree, member, 'static');
      const type = childByField(tree, member, 'type');
      for (const declarator of childrenByField(tree, member, 'declarator')) {
        fields.set(nameOf(tree, declarator), { isStatic, type });
      }
    } else if (kind === 'method_declaration') {
      const parameters = parametersOf(tree, member);
      addMethod(methods, nameOf(tree, member), {
        isStatic: hasModifier(tree, member, 'static'),
        arity: parameters.length,
        isVariadic: parameters.some((parameter) => kindOf(tree, parameter) === 'spread_parameter'),
      });
    } else if (kind === 'enum_constant') {
      fields.set(nameOf(tree, member), { isStatic: true, type: -1 });
    } else if (isClassDeclaration(tree, member) && nesting < DEEPEST_CLASS_NESTING) {
      const inner = outlineClass(
        tree,
        member,
        { outer: outline, prefix: outline.qualifiedName, form: 'member' },
        nesting + 1,
      );
      members.set(inner.name, inner);
    }
  }
  return outline;
}

function addMethod(methods: Map<string, MethodOutline[]>, name: string, method: MethodOutline): void {
  const overloads = methods.get(name);
  if (overloads) overloads.push(method);
  else methods.set(name, [method]);
}

function addComponents(
  tree: SyntaxTree,
  node: NodeIndex,
  fields: Map<string, FieldOutline>,
  methods: Map<string, MethodOutline[]>,
): void {
  for (const parameter of parametersOf(tree, node)) {
    const name = nameOf(tree, parameter);
    fields.set(name, { isStatic: false, type: childByField(tree, parameter, 'type') });
    addMethod(methods, name, { isStatic: false, arity: 0, isVariadic: false });
  }
}

/** Formal parameters of a method, constructor or record, without a receiver parameter (`Foo this`). */
export function parametersOf(tree: SyntaxTree, declaration: NodeIndex): NodeIndex[] {
  const list = childByField(tree, declaration, 'parameters');
  if (list < 0) return [];
  return namedChildrenOf(tree, list).filter((child) => {
    const kind = kindOf(tree, child);
    return kind === 'formal_parameter' || kind === 'spread_parameter';
  });
}

/** The declared name; a spread parameter keeps it in its declarator. */
export function nameOf(tree: SyntaxTree, declaration: NodeIndex): string {
  const name = childByField(tree, declaration, 'name');
  if (name >= 0) return textOf(tree, name);
  const declarator = namedChildrenOf(tree, declaration).find((child) => kindOf(tree, child) === 'variable_declarator');
  return declarator === undefined ? '' : nameOf(tree, declarator);
}

function baseTypeNodes(tree: SyntaxTree, node: NodeIndex): NodeIndex[] {
  const types: NodeIndex[] = [];
  const pending = childrenOf(tree, node).filter((child) => isTypeList(tree, child));
  pending.reverse();
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const child of namedChildrenOf(tree, list)) {
      if (isTypeList(tree, child)) pending.push(child);
      else if (isNamed(tree, child)) types.push(child);
    }
  }
  return types;
}

/** `outline` and everything it inherits from in this file, nearest first. */
export function withBases(outline: ClassOutline): ClassOutline[] {
  const all = [outline];
  for (let index = 0; index < all.length; index++) {
    for (const base of all[index].bases) if (!all.includes(base)) all.push(base);
  }
  return all;
}

/** The overload that fits a call with so many arguments best, in the class or an in-file base; null when none. */
export function findMethod(
  outline: ClassOutline,
  name: string,
  argumentCount: number,
): { readonly owner: ClassOutline; readonly method: MethodOutline } | null {
  let named: { readonly owner: ClassOutline; readonly method: MethodOutline } | null = null;
  for (const owner of withBases(outline)) {
    for (const method of owner.methods.get(name) ?? []) {
      if (method.arity === argumentCount) return { owner, method };
      if (!named || (method.isVariadic && argumentCount >= method.arity - 1)) named = { owner, method };
    }
  }
  return named;
}

/** Reading the class value from a function at `functionDepth`. */
export function classValue(outline: ClassOutline, node: NodeIndex, functionDepth: number): Expression {
  const { variable } = outline;
  if (!variable) return { kind: 'global', node, name: outline.name };
  const depth = functionDepth - variable.functionDepth;
  return { kind: 'variable', node, variable: { name: variable.name, slot: variable.slot, depth } };
}
