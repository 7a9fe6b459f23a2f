// Class declarations → class definitions. Every named class becomes a variable of the function around it (the file's
// own for top-level and member classes); static initialisers run as steps once all classes of the group are made.
import type { ClassDefinition, Export, Expression, Step, TypeName } from '../../ir.ts';
import { fieldOf, kindOf, type NodeIndex, nextOf, textOf } from '../../parsing/syntax-tree.ts';
import { annotationsOf } from './annotations.ts';
import { lowerMembers } from './class-members.ts';
import { type ClassOutline, modifiersOf, outlineAnonymous, outlineClass, withBases } from './class-outline.ts';
import { classReference, currentClass, currentFrame, type JavaFile } from './java-file.ts';
import { bindFields } from './names.ts';
import { bindTypeParameters, resolveType, typeValue } from './type-names.ts';

/** Inner classes nested deeper are not searched for uses of outer members: each level would read the text again. */
const DEEPEST_OUTER_SEARCH = 8;

/** Outlines the classes of a block and gives them variables; their names join the innermost type scope. */
export function declareClasses(file: JavaFile, nodes: readonly NodeIndex[]): Map<NodeIndex, ClassOutline> {
  const outer = currentClass(file);
  const isFile = file.frames.length === 1 && outer === null;
  const prefix = outer ? outer.qualifiedName : file.package;
  const declared = new Map<NodeIndex, ClassOutline>();
  const scope = file.typeScopes[file.typeScopes.length - 1];
  for (const node of nodes) {
    const outline = outlineClass(file.tree, node, { outer, prefix, form: isFile ? 'member' : 'local' });
    declared.set(node, outline);
    scope.set(outline.name, outline);
  }
  for (const outline of declared.values()) declare(file, outline, outline.name, 0);
  return declared;
}

/** Gives a class and its member classes variables, and finds their bases. */
function declare(file: JavaFile, outline: ClassOutline, name: string, nesting: number): void {
  if (outline.form !== 'anonymous') {
    const { slot } = file.scopes.declareHidden(name);
    outline.variable = { name, slot, functionDepth: file.scopes.functionDepth };
  }
  file.typeScopes.push(new Map(outline.members));
  bindTypeParameters(file, outline.node);
  const bases = outline.baseNodes.map((base) => resolveType(file, base));
  outline.bases = bases.filter((base): base is ClassOutline => typeof base !== 'string' && base !== outline);
  outline.hasForeignBase = bases.some((base) => typeof base === 'string');
  for (const member of outline.members.values()) declare(file, member, `${name}.${member.name}`, nesting + 1);
  outline.needsOuter =
    outline.form === 'member' && outline.isInner && nesting <= DEEPEST_OUTER_SEARCH && mentionsOuter(file, outline);
  file.typeScopes.pop();
}

/** Whether the text of an inner class holds the name of a member that only an object of an outer class has. */
function mentionsOuter(file: JavaFile, outline: ClassOutline): boolean {
  if (outline.bases.some((base) => base.needsOuter)) return true;
  const names = new Set<string>(['this']);
  for (let outer = outline.outer; outer; outer = outer.isInner ? outer.outer : null) {
    for (const owner of withBases(outer)) {
      for (const [name, field] of owner.fields) if (!field.isStatic) names.add(name);
      for (const [name, overloads] of owner.methods) if (overloads.some((method) => !method.isStatic)) names.add(name);
    }
  }
  const { tree } = file;
  const end = nextOf(tree, outline.node);
  for (let node = outline.body; node >= 0 && node < end; node++) {
    const kind = kindOf(tree, node);
    // `Outer.this` counts, `this` alone does not.
    if (kind === 'identifier' ? names.has(textOf(tree, node)) : kind === 'this' && isQualifiedThis(file, node))
      return true;
  }
  return false;
}

function isQualifiedThis(file: JavaFile, node: NodeIndex): boolean {
  return fieldOf(file.tree, node) === 'field';
}

/** A class with the step that makes it; in the order of the text, outer classes before their members. */
interface Made {
  readonly outline: ClassOutline;
  step: Step | null;
}

/** Writes the steps that make declared classes: superclasses of the group first, static initialisers last. */
export function defineClasses(file: JavaFile, outlines: readonly ClassOutline[], steps: Step[]): void {
  const made: Made[] = [];
  const statics: Step[] = [];
  for (const outline of outlines) define(file, outline, made, statics);
  const waiting = new Map(made.map(({ outline, step }) => [outline, step]));
  for (const { outline } of made) {
    for (const base of withBases(outline).reverse()) {
      const step = waiting.get(base);
      if (step) steps.push(step);
      waiting.delete(base);
    }
  }
  steps.push(...statics);
}

function define(file: JavaFile, outline: ClassOutline, made: Made[], statics: Step[]): void {
  const { node, variable } = outline;
  const entry: Made = { outline, step: null };
  made.push(entry);
  const definition = within(file, outline, () => {
    const lowered = lowerClass(file, outline, statics);
    for (const member of outline.members.values()) define(file, member, made, statics);
    return lowered;
  });
  if (!variable) return;
  const target = {
    kind: 'variable',
    node,
    variable: { name: variable.name, slot: variable.slot, depth: 0 },
    type: null,
  } as const;
  const value: Expression = { kind: 'class', node, definition };
  const expression: Expression = { kind: 'assign', node, target, value, operator: null };
  entry.step = { kind: 'evaluate', node, expression };
}

/** Runs something with the class's members, member classes and type parameters in scope. */
function within<Result>(file: JavaFile, outline: ClassOutline, run: () => Result): Result {
  const inherited = withBases(outline);
  const scope = new Map<string, ClassOutline | TypeName>();
  for (const owner of inherited) {
    for (const [name, member] of owner.members) if (!scope.has(name)) scope.set(name, member);
  }
  file.typeScopes.push(scope);
  bindTypeParameters(file, outline.node);
  file.classes.push(outline);
  file.scopes.enterBlock();
  bindFields(file, inherited);
  const result = run();
  file.scopes.leaveBlock();
  file.classes.pop();
  file.typeScopes.pop();
  return result;
}

function lowerClass(file: JavaFile, outline: ClassOutline, statics: Step[]): ClassDefinition {
  const id = file.builder.openClass();
  const { tree } = file;
  const bases = outline.baseNodes.map((base) => ({ found: resolveType(file, base), base }));
  const members = lowerMembers(file, outline, statics);
  return file.builder.closeClass({
    id,
    node: outline.node,
    name: outline.name,
    qualifiedName: outline.qualifiedName,
    bases: bases.map(({ found, base }) => typeValue(file, found, base)),
    baseTypes:
      bases.length === 0
        ? ['java.lang.Object']
        : bases.map(({ found }) => (typeof found === 'string' ? found : found.qualifiedName)),
    fields: members.fields,
    methods: members.methods,
    setup: [],
    annotations: outline.form === 'anonymous' ? [] : annotationsOf(file, modifiersOf(tree, outline.node)),
  });
}

/** `new Base(…) { … }`: the class as a value; its own member classes and statics are made when the function starts. */
export function lowerAnonymousClass(file: JavaFile, body: NodeIndex, base: NodeIndex): Expression {
  const outline = outlineAnonymous(file.tree, body, base, currentClass(file));
  declare(file, outline, '', 0);
  const statics: Step[] = [];
  const made: Made[] = [];
  const value = within(file, outline, (): Expression => {
    const definition = lowerClass(file, outline, statics);
    for (const member of outline.members.values()) define(file, member, made, statics);
    return { kind: 'class', node: body, definition };
  });
  currentFrame(file).prelude.push(...made.flatMap(({ step }) => step ?? []), ...statics);
  return value;
}

/** What other files can import: every named class that is not local, nested ones as `Outer.Inner`. */
export function exportsOf(file: JavaFile, outlines: Iterable<ClassOutline>): Export[] {
  const exports: Export[] = [];
  const pending = [...outlines];
  for (let outline = pending.shift(); outline; outline = pending.shift()) {
    if (outline.variable)
      exports.push({ name: outline.variable.name, value: classReference(file, outline, outline.node) });
    pending.push(...outline.members.values());
  }
  return exports;
}
