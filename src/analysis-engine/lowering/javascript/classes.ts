// Classes: heritage, fields, methods, accessors, static blocks, decorators.
import type { Annotation, ClassDefinition, Expression, Field, FunctionDefinition, Step } from '../../ir.ts';
import {
  childByField,
  childrenByField,
  hasToken,
  kindOf,
  type NodeIndex,
  parentOf,
  textOf,
} from '../../parsing/index.ts';
import { lowerDecorator, lowerDecorators, qualifiedName } from './decorators.ts';
import { type FileLowering, lowerExpression, partsOf, tokenOf } from './file-lowering.ts';
import { lowerFunction } from './functions.ts';
import { memberName } from './property-keys.ts';
import { lowerBody } from './statements.ts';
import { annotatedType, typeName } from './types.ts';

/** The class as a value; `fallbackName` is that of the variable it is assigned to. */
export function lowerClass(file: FileLowering, node: NodeIndex, fallbackName = ''): Expression {
  const { tree, program, scopes } = file;
  const id = program.openClass();
  const nameNode = childByField(tree, node, 'name');
  const name = nameNode < 0 ? fallbackName : textOf(tree, nameNode);
  const annotations = classDecorators(file, node);
  const heritage = lowerHeritage(file, node);
  const members = lowerMembers(file, childByField(tree, node, 'body'));
  const definition = program.closeClass({ id, node, name, qualifiedName: name, ...heritage, ...members, annotations });
  const value: Expression = { kind: 'class', node, definition };
  if (nameNode < 0 || kindOf(tree, node) !== 'class') return value;
  // A class expression's own name.
  scopes.enterBlock();
  const variable = scopes.declare(name);
  scopes.leaveBlock();
  return { kind: 'assign', node, target: { kind: 'variable', node, variable, type: null }, value, operator: null };
}

export function lowerClassExpression(file: FileLowering, node: NodeIndex): Expression {
  return lowerClass(file, node);
}

export function lowerClassDeclaration(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const nameNode = childByField(file.tree, node, 'name');
  const value = lowerClass(file, node);
  if (nameNode < 0) {
    steps.push({ kind: 'evaluate', node, expression: value });
    return;
  }
  const target = file.scopes.target(textOf(file.tree, nameNode), nameNode);
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } });
}

/** Decorators may stand before `export`, too. */
function classDecorators(file: FileLowering, node: NodeIndex): Annotation[] {
  const parent = parentOf(file.tree, node);
  const outer = parent >= 0 && kindOf(file.tree, parent) === 'export_statement' ? lowerDecorators(file, parent) : [];
  return [...outer, ...lowerDecorators(file, node)];
}

function lowerHeritage(file: FileLowering, node: NodeIndex): Pick<ClassDefinition, 'bases' | 'baseTypes'> {
  const { tree } = file;
  const heritage = partsOf(tree, node).find((part) => kindOf(tree, part) === 'class_heritage');
  const bases: Expression[] = [];
  const baseTypes: string[] = [];
  for (const part of heritage === undefined ? [] : partsOf(tree, heritage)) {
    if (kindOf(tree, part) === 'implements_clause') {
      for (const type of partsOf(tree, part)) addType(baseTypes, typeName(file, type));
      continue;
    }
    const extended = kindOf(tree, part) === 'extends_clause' ? childrenByField(tree, part, 'value') : [part];
    for (const base of extended) {
      const value = lowerExpression(file, base);
      bases.push(value);
      addType(baseTypes, qualifiedName(value));
    }
  }
  return { bases, baseTypes };
}

function addType(types: string[], type: string | null): void {
  if (type !== null) types.push(type);
}

interface Members {
  readonly fields: Field[];
  readonly methods: FunctionDefinition[];
  readonly setup: Step[];
}

function lowerMembers(file: FileLowering, body: NodeIndex): Members {
  const { tree } = file;
  const members: Members = { fields: [], methods: [], setup: [] };
  let decorators: Annotation[] = [];
  for (const part of body < 0 ? [] : partsOf(tree, body)) {
    switch (kindOf(tree, part)) {
      case 'decorator':
        // TypeScript's grammar has a method's decorators before it, as its siblings.
        decorators.push(lowerDecorator(file, part));
        continue;
      case 'method_definition':
        members.methods.push(lowerMethod(file, part, decorators));
        break;
      case 'field_definition':
      case 'public_field_definition':
        members.fields.push(lowerField(file, part, decorators));
        break;
      case 'class_static_block':
        members.setup.push(...lowerBody(file, childByField(tree, part, 'body')));
        break;
      default:
    }
    decorators = [];
  }
  return members;
}

function lowerMethod(file: FileLowering, node: NodeIndex, decorators: readonly Annotation[]): FunctionDefinition {
  const { tree } = file;
  const nameNode = childByField(tree, node, 'name');
  const name = nameNode < 0 ? '' : memberName(file, nameNode);
  return lowerFunction(file, node, {
    name,
    receiver: 'this',
    isStatic: hasToken(tree, node, 'static'),
    isPublic: isPublic(file, node, name),
    accessor: accessorOf(file, node),
    annotations: [...decorators, ...lowerDecorators(file, node)],
  });
}

function accessorOf(file: FileLowering, node: NodeIndex): FunctionDefinition['accessor'] {
  if (hasToken(file.tree, node, 'get')) return 'get';
  return hasToken(file.tree, node, 'set') ? 'set' : 'none';
}

function isPublic(file: FileLowering, node: NodeIndex, name: string): boolean {
  if (name.startsWith('#')) return false;
  const modifier = partsOf(file.tree, node).find((part) => tokenOf(file.tree, part) === 'accessibility_modifier');
  return modifier === undefined || textOf(file.tree, modifier) === 'public';
}

/** An initialiser belongs to the scope around the class; `this` in it is the object (or the class of a static one). */
function lowerField(file: FileLowering, node: NodeIndex, decorators: readonly Annotation[]): Field {
  const { tree } = file;
  const property = childByField(tree, node, 'property');
  const nameNode = property < 0 ? childByField(tree, node, 'name') : property;
  const value = childByField(tree, node, 'value');
  return {
    node,
    name: nameNode < 0 ? '' : memberName(file, nameNode),
    isStatic: hasToken(tree, node, 'static'),
    type: annotatedType(file, node),
    value: value < 0 ? null : lowerExpression(file, value),
    annotations: [...decorators, ...lowerDecorators(file, node)],
  };
}
