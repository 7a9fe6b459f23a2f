// Named types with fields or methods as classes: structs, interfaces, and any other type that has methods.
import type { ClassDefinition, Expression, Field, FunctionDefinition, Parameter, Step, TypeName } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { evaluateStep, type GoContext, partsOf } from './context.ts';
import { lowerFunction, parameterOf } from './functions.ts';
import { fieldText, membersOf } from './outline.ts';
import { bareType, isClass, qualified, simpleOf, typeNameOf, withTypeParameters } from './types.ts';

/** `type T …`: assigns the class to its name; nothing for types that only rename others. */
export function typeSteps(context: GoContext, node: NodeIndex): Step[] {
  const { tree, scopes } = context;
  const name = fieldText(tree, node, 'name');
  if (!isClass(context, name) || context.outline.types.get(name) !== node) return [];
  const variable = scopes.declare(name);
  const definition = withTypeParameters(context, node, () => lowerClass(context, node, name));
  const target = { kind: 'variable', node, variable, type: null } as const;
  const value: Expression = { kind: 'class', node, definition };
  return [evaluateStep(node, { kind: 'assign', node, target, value, operator: null })];
}

/** Where the methods are that a file adds to a type of another file of its package. */
const elsewhere = (type: TypeName): TypeName => `${type}.methods`;

function lowerClass(context: GoContext, node: NodeIndex, name: string): ClassDefinition {
  const { tree, builder } = context;
  const type = childByField(tree, node, 'type');
  const kind = kindOf(tree, type);
  const members = kind === 'struct_type' || kind === 'interface_type' ? membersOf(tree, type) : [];
  const id = builder.openClass();
  const fields = members.flatMap((member) => fieldsOf(context, member));
  const methods = methodsOf(context, name);
  if (kind === 'struct_type') methods.unshift(generatedConstructor(context, node, fields));
  for (const member of members)
    if (kindOf(tree, member) === 'method_elem') methods.push(lowerFunction(context, member, -1));
  const embedded = members.flatMap((member) => embeddedType(context, member));
  const baseTypes = [
    ...embedded.map(({ type: base }) => base),
    ...interfacesOf(context, name),
    elsewhere(qualified(context, name)),
  ];
  return builder.closeClass({
    id,
    node,
    name,
    qualifiedName: qualified(context, name),
    bases: embedded.flatMap(({ value }) => value ?? []),
    baseTypes,
    fields,
    methods,
    setup: [],
    annotations: [],
  });
}

/** Classes for the methods of types that other files of the package declare. */
export function partialClassSteps(context: GoContext): Step[] {
  const { outline, builder, scopes } = context;
  const steps: Step[] = [];
  for (const [name, declarations] of outline.methods) {
    if (outline.types.has(name)) continue;
    const node = declarations[0];
    const id = builder.openClass();
    const definition = builder.closeClass({
      id,
      node,
      name,
      qualifiedName: elsewhere(qualified(context, name)),
      bases: [scopes.read(name, node)],
      baseTypes: [],
      fields: [],
      methods: methodsOf(context, name),
      setup: [],
      annotations: [],
    });
    steps.push(evaluateStep(node, { kind: 'class', node, definition }));
  }
  return steps;
}

function methodsOf(context: GoContext, name: string): FunctionDefinition[] {
  return (context.outline.methods.get(name) ?? []).map((method) =>
    lowerFunction(context, method, childByField(context.tree, method, 'receiver')),
  );
}

function fieldsOf(context: GoContext, member: NodeIndex): Field[] {
  const { tree } = context;
  if (kindOf(tree, member) !== 'field_declaration') return [];
  const type = typeNameOf(context, childByField(tree, member, 'type'));
  const names = childrenByField(tree, member, 'name').map((name) => textOf(tree, name));
  if (names.length === 0 && type !== null) names.push(simpleOf(type));
  return names.map((name) => ({ node: member, name, isStatic: false, type, value: null, annotations: [] }));
}

/** A field without a name, or an interface within an interface: its methods are those of the type, too. */
function embeddedType(context: GoContext, member: NodeIndex): { type: TypeName; value: Expression | null }[] {
  const { tree } = context;
  const kind = kindOf(tree, member);
  const isEmbedded = kind === 'field_declaration' && childByField(tree, member, 'name') < 0;
  if (!isEmbedded && kind !== 'type_elem') return [];
  const written = isEmbedded ? childByField(tree, member, 'type') : (partsOf(context, member)[0] ?? -1);
  const type = typeNameOf(context, written);
  if (type === null || !type.includes('.')) return [];
  const bare = bareType(context, written);
  const isNear = kindOf(tree, bare) === 'type_identifier';
  return [{ type, value: isNear ? context.scopes.read(textOf(tree, bare), bare) : null }];
}

const MOST_INTERFACES = 200;

/** Interfaces of the file that the type satisfies, told by the names of its methods. */
function interfacesOf(context: GoContext, name: string): TypeName[] {
  const { tree, outline } = context;
  const own = new Set((outline.methods.get(name) ?? []).map((method) => fieldText(tree, method, 'name')));
  if (own.size === 0) return [];
  const satisfied: TypeName[] = [];
  for (const [other, declared] of [...outline.types].slice(0, MOST_INTERFACES)) {
    const type = childByField(tree, declared, 'type');
    if (other === name || type < 0 || kindOf(tree, type) !== 'interface_type') continue;
    const wanted = partsOf(context, type).filter((part) => kindOf(tree, part) === 'method_elem');
    if (wanted.length > 0 && wanted.every((method) => own.has(fieldText(tree, method, 'name')))) {
      satisfied.push(qualified(context, other));
    }
  }
  return satisfied;
}

/** What a composite literal does: the fields are its parameters, by name or in order. */
function generatedConstructor(context: GoContext, node: NodeIndex, fields: readonly Field[]): FunctionDefinition {
  const { builder, scopes } = context;
  const id = builder.openFunction();
  scopes.enterFunction();
  const self = parameterOf(context, node, 'this', null, false);
  const parameters: Parameter[] = [self];
  const body: Step[] = [];
  const object: Expression = { kind: 'variable', node, variable: scopes.declare('this') };
  for (const field of fields) {
    if (field.name === '_' || parameters.some(({ name }) => name === field.name)) continue;
    parameters.push(parameterOf(context, field.node, field.name, field.type, false));
    const value: Expression = { kind: 'variable', node: field.node, variable: scopes.declare(field.name) };
    const target = { kind: 'member', node: field.node, object, key: field.name } as const;
    body.push(evaluateStep(field.node, { kind: 'assign', node: field.node, target, value, operator: null }));
  }
  return builder.closeFunction({
    id,
    node,
    name: 'constructor',
    parameters,
    body,
    slots: scopes.leaveFunction(),
    receiver: 'first',
    isPublic: true,
  });
}
