// Classes written as functions: `function F() {}` with `F.prototype.m = function () {}` beside it becomes a class, so
// that `new F().m()` is found like any other method.
import type { ClassDefinition, Expression } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { qualifiedName } from './decorators.ts';
import { type FileLowering, firstPartOf, lowerExpression, partsOf, unwrap } from './file-lowering.ts';
import { lowerFunction } from './functions.ts';

/** What is assigned to the prototype of one function. */
export interface Prototype {
  readonly methods: { readonly name: string; readonly node: NodeIndex }[];
  /** expressions of what it inherits from */
  readonly bases: NodeIndex[];
}

/** Notes the prototypes of the functions in a list of statements, and the statements that are thereby done. */
export function gatherPrototypes(file: FileLowering, statements: readonly NodeIndex[]): void {
  const { tree } = file;
  let functions: Map<string, NodeIndex> | null = null;
  for (const statement of statements) {
    if (kindOf(tree, statement) !== 'expression_statement') continue;
    const assignment = firstPartOf(tree, statement);
    if (assignment < 0 || kindOf(tree, assignment) !== 'assignment_expression') continue;
    const place = prototypePlace(file, childByField(tree, assignment, 'left'));
    if (place === null) continue;
    functions ??= functionsIn(file, statements);
    const owner = functions.get(place.owner);
    const value = childByField(tree, assignment, 'right');
    if (owner === undefined || value < 0) continue;
    if (addToPrototype(file, owner, place.key, unwrap(file, value))) file.absorbed.add(statement);
  }
}

/** `F.prototype.key` or `F.prototype` (key null). */
function prototypePlace(file: FileLowering, left: NodeIndex): { owner: string; key: string | null } | null {
  const outer = memberParts(file, left);
  if (outer === null) return null;
  if (outer.key === 'prototype') {
    return kindOf(file.tree, outer.object) === 'identifier'
      ? { owner: textOf(file.tree, outer.object), key: null }
      : null;
  }
  const inner = memberParts(file, outer.object);
  if (inner?.key !== 'prototype' || kindOf(file.tree, inner.object) !== 'identifier') return null;
  return { owner: textOf(file.tree, inner.object), key: outer.key };
}

function memberParts(file: FileLowering, node: NodeIndex): { object: NodeIndex; key: string } | null {
  const { tree } = file;
  if (node < 0 || kindOf(tree, node) !== 'member_expression') return null;
  const object = childByField(tree, node, 'object');
  const property = childByField(tree, node, 'property');
  return object < 0 || property < 0 ? null : { object, key: textOf(tree, property) };
}

/** Functions that these statements give a name: declarations, and variables that begin as one. */
function functionsIn(file: FileLowering, statements: readonly NodeIndex[]): Map<string, NodeIndex> {
  const { tree } = file;
  const functions = new Map<string, NodeIndex>();
  for (const statement of statements) {
    const exported = kindOf(tree, statement) === 'export_statement' ? childByField(tree, statement, 'declaration') : -1;
    const node = exported < 0 ? statement : exported;
    const kind = kindOf(tree, node);
    if (kind === 'function_declaration') functions.set(textOf(tree, childByField(tree, node, 'name')), node);
    if (kind !== 'variable_declaration' && kind !== 'lexical_declaration') continue;
    for (const declarator of partsOf(tree, node)) {
      const value = childByField(tree, declarator, 'value');
      if (value < 0 || kindOf(tree, value) !== 'function_expression') continue;
      functions.set(textOf(tree, childByField(tree, declarator, 'name')), value);
    }
  }
  return functions;
}

/** Gives false for values that are no methods: those are assigned as they stand. */
function addToPrototype(file: FileLowering, owner: NodeIndex, key: string | null, value: NodeIndex): boolean {
  const { tree } = file;
  const prototype = file.prototypes.get(owner) ?? { methods: [], bases: [] };
  const kind = kindOf(tree, value);
  if (key !== null) {
    if (kind !== 'function_expression') return false;
    prototype.methods.push({ name: key, node: value });
  } else if (kind === 'object') {
    if (!addObject(file, prototype, value)) return false;
  } else {
    const base = inheritedFrom(file, value);
    if (base < 0) return false;
    prototype.bases.push(base);
  }
  file.prototypes.set(owner, prototype);
  return true;
}

/** `F.prototype = { m: function () {}, n() {} }`; anything else among the entries spoils it. */
function addObject(file: FileLowering, prototype: Prototype, object: NodeIndex): boolean {
  const { tree } = file;
  const methods: Prototype['methods'] = [];
  for (const entry of partsOf(tree, object)) {
    const isMethod = kindOf(tree, entry) === 'method_definition';
    const key = childByField(tree, entry, isMethod ? 'name' : 'key');
    const node = isMethod ? entry : childByField(tree, entry, 'value');
    if (key < 0 || node < 0 || kindOf(tree, key) !== 'property_identifier') return false;
    const name = textOf(tree, key);
    if (name === 'constructor') continue;
    if (!isMethod && kindOf(tree, node) !== 'function_expression') return false;
    methods.push({ name, node });
  }
  prototype.methods.push(...methods);
  return methods.length > 0;
}

/** `Base` of `new Base()` and `Object.create(Base.prototype)`; -1 for anything else. */
function inheritedFrom(file: FileLowering, value: NodeIndex): NodeIndex {
  const { tree } = file;
  if (kindOf(tree, value) === 'new_expression') return childByField(tree, value, 'constructor');
  if (kindOf(tree, value) !== 'call_expression') return -1;
  if (textOf(tree, childByField(tree, value, 'function')) !== 'Object.create') return -1;
  const given = childByField(tree, value, 'arguments');
  const base = given < 0 ? null : memberParts(file, firstPartOf(tree, given));
  return base?.key === 'prototype' ? base.object : -1;
}

/** The class that a function with a prototype is. */
export function lowerPrototypeClass(
  file: FileLowering,
  node: NodeIndex,
  name: string,
  prototype: Prototype,
): Expression {
  const { program } = file;
  const id = program.openClass();
  const bases = prototype.bases.map((base) => lowerExpression(file, base));
  const baseTypes = bases.map(qualifiedName).filter((type) => type !== null);
  const construct = lowerFunction(file, node, { name: 'constructor', receiver: 'this' });
  const methods = prototype.methods.map((method) =>
    lowerFunction(file, method.node, { name: method.name, receiver: 'this' }),
  );
  const definition: ClassDefinition = program.closeClass({
    id,
    node,
    name,
    qualifiedName: name,
    bases,
    baseTypes,
    fields: [],
    methods: [construct, ...methods],
    setup: [],
    annotations: [],
  });
  return { kind: 'class', node, definition };
}
