// The members of a class: fields, methods, initialisers, enum constants, record components.
import type { Expression, Field, FunctionDefinition, Step } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, namedChildrenOf } from '../../parsing/syntax-tree.ts';
import { annotationsOf } from './annotations.ts';
import { lowerArguments } from './chains.ts';
import { type ClassOutline, hasModifier, membersOf, modifiersOf, nameOf, parametersOf } from './class-outline.ts';
import { lowerAnonymousClass } from './classes.ts';
import { lowerConstructors } from './constructors.ts';
import { classReference, type JavaFile } from './java-file.ts';
import { enumMethods, lowerMethod, recordAccessors } from './methods.ts';
import { initialValue, lowerBody } from './statements.ts';
import { declaredType } from './type-names.ts';

interface Members {
  readonly fields: readonly Field[];
  readonly methods: readonly FunctionDefinition[];
}

/** Writes the steps of an object's initialisation, inside the function that holds them. */
export type Initializer = (steps: Step[]) => void;

/** Lowers the members of a class whose scope is open; static initialisers go to `statics`. */
export function lowerMembers(file: JavaFile, outline: ClassOutline, statics: Step[]): Members {
  const { tree } = file;
  const fields: Field[] = [];
  const methods: FunctionDefinition[] = [];
  const initializers: Initializer[] = [];
  const constructors: NodeIndex[] = [];
  if (outline.kind === 'record') fields.push(...componentFields(file, outline));
  for (const member of outline.body < 0 ? [] : membersOf(tree, outline.body)) {
    switch (kindOf(tree, member)) {
      case 'field_declaration':
      case 'constant_declaration':
        fields.push(...lowerFields(file, outline, member, { statics, initializers }));
        break;
      case 'method_declaration':
        if (childByField(tree, member, 'body') >= 0) methods.push(lowerMethod(file, outline, member));
        break;
      case 'constructor_declaration':
      case 'compact_constructor_declaration':
        constructors.push(member);
        break;
      case 'static_initializer':
        for (const block of namedChildrenOf(tree, member)) {
          const body: Step[] = [];
          lowerBody(file, block, body);
          statics.push({ kind: 'block', node: member, body, label: null });
        }
        break;
      case 'block':
        initializers.push((steps) => lowerBody(file, member, steps));
        break;
      case 'enum_constant':
        fields.push(lowerEnumConstant(file, outline, member, statics));
        break;
    }
  }
  methods.push(...lowerConstructors(file, outline, constructors, initializers));
  if (outline.kind === 'record') methods.push(...recordAccessors(file, outline, methods));
  if (outline.kind === 'enum') methods.push(...enumMethods(file, outline));
  return { fields, methods };
}

function lowerFields(
  file: JavaFile,
  outline: ClassOutline,
  node: NodeIndex,
  into: { readonly statics: Step[]; readonly initializers: Initializer[] },
): Field[] {
  const { tree } = file;
  const isStatic = kindOf(tree, node) === 'constant_declaration' || hasModifier(tree, node, 'static');
  const typeNode = childByField(tree, node, 'type');
  const annotations = annotationsOf(file, modifiersOf(tree, node));
  return childrenByField(tree, node, 'declarator').map((declarator): Field => {
    const name = nameOf(tree, declarator);
    const type = declaredType(file, typeNode, childByField(tree, declarator, 'dimensions')).name;
    const valueNode = childByField(tree, declarator, 'value');
    let value: Expression | null = null;
    if (valueNode >= 0 && isPlain(file, valueNode)) value = initialValue(file, valueNode);
    else if (valueNode >= 0) {
      const assign = (steps: Step[]): void => {
        const object: Expression = isStatic
          ? classReference(file, outline, declarator)
          : { kind: 'this', node: declarator };
        steps.push(assignMember(declarator, object, name, initialValue(file, valueNode)));
      };
      if (isStatic) assign(into.statics);
      else into.initializers.push(assign);
    }
    return { node: declarator, name, isStatic, type, value, annotations };
  });
}

export function assignMember(node: NodeIndex, object: Expression, key: string, value: Expression): Step {
  const target = { kind: 'member', node, object, key } as const;
  return { kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } };
}

/** Literals, and operations on them: need no function to be evaluated in. */
function isPlain(file: JavaFile, node: NodeIndex): boolean {
  return /^(string_literal|character_literal|true|false|null_literal|\w+_(integer|point)_literal)$/.test(
    kindOf(file.tree, node),
  );
}

/** `NAME(arguments) { body }` → a static field that the class's static steps fill. */
function lowerEnumConstant(file: JavaFile, outline: ClassOutline, node: NodeIndex, statics: Step[]): Field {
  const { tree } = file;
  const name = nameOf(tree, node);
  const body = childByField(tree, node, 'body');
  const callee =
    body < 0
      ? classReference(file, outline, node)
      : lowerAnonymousClass(file, body, childByField(tree, outline.node, 'name'));
  const value: Expression = {
    kind: 'call',
    node,
    callee,
    arguments: lowerArguments(file, node),
    construction: true,
  };
  statics.push(assignMember(node, classReference(file, outline, node), name, value));
  return { node, name, isStatic: true, type: outline.qualifiedName, value: null, annotations: [] };
}

function componentFields(file: JavaFile, outline: ClassOutline): Field[] {
  return parametersOf(file.tree, outline.node).map((parameter) => ({
    node: parameter,
    name: nameOf(file.tree, parameter),
    isStatic: false,
    type: declaredType(file, childByField(file.tree, parameter, 'type')).name,
    value: null,
    annotations: [],
  }));
}
