// The state of lowering one Java file: scopes, the classes around the current point, imports, and where `this` is.
import type { Expression, Step, TypeName, Variable } from '../../ir.ts';
import {
  kindIdOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  type SyntaxTree,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { ProgramBuilder } from '../program-builder.ts';
import { ScopeStack } from '../scope.ts';
import { type ClassOutline, classValue, withBases } from './class-outline.ts';

export interface DeclaredType {
  readonly name: TypeName | null;
  /** arithmetic on it truncates */
  readonly isIntegral: boolean;
}

export const UNTYPED: DeclaredType = { name: null, isIntegral: false };

/** One open function, beside the scope stack's. */
export interface FunctionFrame {
  /** a lambda takes `this` from around it */
  readonly isLambda: boolean;
  /** its class; null in the file's own steps */
  readonly owner: ClassOutline | null;
  readonly hasThis: boolean;
  /** types by slot */
  readonly types: Map<number, DeclaredType>;
  /** keeps `this` for the local and anonymous classes in it; taken into the body only when used */
  readonly thisVariable: Variable | null;
  usesThisVariable: boolean;
  /** steps of classes found inside expressions, run before the body */
  readonly prelude: Step[];
}

export interface Imports {
  /** simple name → qualified type */
  readonly types: ReadonlyMap<string, TypeName>;
  /** statically imported member → qualified type that declares it */
  readonly members: ReadonlyMap<string, TypeName>;
  readonly wildcards: readonly string[];
  readonly memberWildcards: readonly TypeName[];
}

/** Lives as long as the lowering of one file. */
export interface JavaFile {
  readonly tree: SyntaxTree;
  readonly builder: ProgramBuilder;
  readonly scopes: ScopeStack;
  readonly package: string;
  readonly imports: Imports;
  readonly frames: FunctionFrame[];
  /** classes around the current point, innermost last */
  readonly classes: ClassOutline[];
  /** names of types by scope, innermost last: a class of the file, or what a type parameter stands for */
  readonly typeScopes: Map<string, ClassOutline | TypeName>[];
  /** first nodes of class bodies, ascending: tells which methods hold classes */
  readonly classBodies: readonly NodeIndex[];
}

export function openFile(tree: SyntaxTree): JavaFile {
  const classBodies: NodeIndex[] = [];
  const bodyKinds = new Set(tree.grammar.kindIds.get('class_body') ?? []);
  for (let node = 0; node < tree.count; node++) if (bodyKinds.has(kindIdOf(tree, node))) classBodies.push(node);
  return {
    tree,
    builder: new ProgramBuilder(tree),
    scopes: new ScopeStack(),
    ...readHeader(tree),
    frames: [],
    classes: [],
    typeScopes: [new Map()],
    classBodies,
  };
}

/** Package and imports. */
function readHeader(tree: SyntaxTree): { readonly package: string; readonly imports: Imports } {
  const types = new Map<string, TypeName>();
  const members = new Map<string, TypeName>();
  const wildcards: string[] = [];
  const memberWildcards: TypeName[] = [];
  let packageName = '';
  for (const node of namedChildrenOf(tree, 0)) {
    const kind = kindOf(tree, node);
    if (kind !== 'package_declaration' && kind !== 'import_declaration') continue;
    const path = namedChildrenOf(tree, node).find((child) => /identifier$/.test(kindOf(tree, child)));
    if (path === undefined) continue;
    const name = textOf(tree, path).replace(/\s+/g, '');
    if (kind === 'package_declaration') {
      packageName = name;
      continue;
    }
    const isStatic = /^import\s+static\b/.test(textOf(tree, node));
    const isWildcard = namedChildrenOf(tree, node).some((child) => kindOf(tree, child) === 'asterisk');
    const dot = name.lastIndexOf('.');
    if (isWildcard) (isStatic ? memberWildcards : wildcards).push(name);
    else if (isStatic) members.set(name.slice(dot + 1), name.slice(0, dot));
    else types.set(name.slice(dot + 1), name);
  }
  return { package: packageName, imports: { types, members, wildcards, memberWildcards } };
}

export function currentClass(file: JavaFile): ClassOutline | null {
  return file.classes[file.classes.length - 1] ?? null;
}

export function currentFrame(file: JavaFile): FunctionFrame {
  return file.frames[file.frames.length - 1];
}

/** Declares a local with its type in the innermost block. */
export function declareLocal(file: JavaFile, name: string, type: DeclaredType): Variable {
  const variable = file.scopes.declare(name);
  currentFrame(file).types.set(variable.slot, type);
  return variable;
}

export function typeOfVariable(file: JavaFile, variable: Variable): DeclaredType {
  return file.frames[file.frames.length - 1 - variable.depth]?.types.get(variable.slot) ?? UNTYPED;
}

export function classReference(file: JavaFile, outline: ClassOutline, node: NodeIndex): Expression {
  return classValue(outline, node, file.scopes.functionDepth);
}

/** Hidden field and constructor parameter of inner classes that hold the object of the outer class. */
export const OUTER_OBJECT = 'this$0';

/** The object of class `wanted` (or of a class that inherits from it) as seen from here: `this`, or an outer one. */
export function thisOf(file: JavaFile, wanted: ClassOutline, node: NodeIndex): Expression {
  let object: Expression = { kind: 'this', node };
  let frameIndex = thisFrame(file, file.frames.length - 1);
  let outline: ClassOutline | null = file.frames[frameIndex]?.owner ?? currentClass(file);
  while (outline && !withBases(outline).includes(wanted)) {
    if (outline.form === 'member') {
      if (!outline.isInner) break;
      object = { kind: 'member', node, object, key: OUTER_OBJECT };
      outline = outline.outer;
      continue;
    }
    // The function around a local class keeps its `this` in a variable that the methods of the class see.
    frameIndex = thisFrame(file, frameIndex - 1);
    const frame: FunctionFrame | undefined = file.frames[frameIndex];
    if (!frame?.thisVariable) break;
    frame.usesThisVariable = true;
    object = {
      kind: 'variable',
      node,
      variable: { ...frame.thisVariable, depth: file.frames.length - 1 - frameIndex },
    };
    outline = frame.owner;
  }
  return object;
}

/** The nearest function at or below `from` that has a `this` of its own. */
function thisFrame(file: JavaFile, from: number): number {
  let index = from;
  while (index > 0 && file.frames[index].isLambda) index--;
  return index;
}

/** Whether a class is written somewhere inside this node. */
export function holdsClass(file: JavaFile, node: NodeIndex, end: NodeIndex): boolean {
  const { classBodies } = file;
  let low = 0;
  let high = classBodies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (classBodies[middle] < node) low = middle + 1;
    else high = middle;
  }
  return low < classBodies.length && classBodies[low] < end;
}
