// How Java's grammar becomes code nodes.
import type { NodeIndex } from '../../parsing/syntax-tree.ts';
import { type CodeNode, LIST_KINDS, NONE, PLAIN } from './code-node.ts';
import {
  argumentList,
  assign,
  block,
  call,
  cast,
  childrenAs,
  fieldsAs,
  isEllipsis,
  listAs,
  literal,
  member,
  members,
  nameShape,
  operation,
  splice,
  transparent,
} from './common-shapes.ts';
import { PATTERN_KINDS, TYPED_MARK } from './placeholders.ts';
import type { Reader, Shape, Shapes } from './reader.ts';
import { contentOf, plainText } from './texts.ts';

const invocation: Shape = (reader, node) => {
  const object = reader.field(node, 'object');
  const name = reader.field(node, 'name');
  const callee = object === NONE ? name : member(reader, node, object, name);
  return call(reader, node, callee, reader.field(node, 'arguments'));
};

/** `ǀ[(T) x]` is what was `(T x)` in a pattern: the grammar takes it wherever an expression or a target may stand. */
const arrayAccess: Shape = (reader, node) => {
  const array = reader.field(node, 'array');
  const index = reader.field(node, 'index');
  if (reader.isPattern && array.value === TYPED_MARK && index.kind === 'cast') {
    return reader.make(node, PATTERN_KINDS.typed, '', [index.parts[1], index.parts[0]]);
  }
  return reader.make(node, 'index', PLAIN, [array, index]);
};

const construction: Shape = (reader, node) =>
  reader.make(node, 'new', PLAIN, [
    reader.field(node, 'type'),
    reader.field(node, 'arguments'),
    reader.at(reader.first(node, 'class_body')),
  ]);

/** The words of `modifiers`; annotations are its nodes. */
function modifiersOf(reader: Reader, node: NodeIndex): { words: string[]; annotations: CodeNode[] } {
  const modifiers = reader.first(node, 'modifiers');
  if (modifiers < 0) return { words: [], annotations: [] };
  return { words: reader.tokens(modifiers), annotations: reader.children(modifiers) };
}

/** A declaration for each declarator. `ǃ ǃ;` is a pattern's ellipsis where only declarations may stand. */
const declaration: Shape = (reader, node) => {
  const type = reader.field(node, 'type');
  const { words, annotations } = modifiersOf(reader, node);
  const declared = reader
    .named(node)
    .filter((child) => reader.kind(child) === 'variable_declarator')
    .map((child) => {
      const target = reader.field(child, 'name');
      if (isEllipsis(type) && isEllipsis(target)) return target;
      const value = reader.field(child, 'value');
      return assign(reader, node, {
        modifiers: ['declares', ...words],
        decorators: annotations,
        target,
        type: isInferred(type) ? NONE : type,
        value,
      });
    });
  return reader.listOf(node, LIST_KINDS.splice, declared);
};

const isInferred = (type: CodeNode): boolean => type.kind === 'name' && type.value === 'var';

const parameter: Shape = (reader, node) => {
  const { annotations } = modifiersOf(reader, node);
  const declarator = reader.first(node, 'variable_declarator');
  const spreads = declarator >= 0;
  const name = spreads ? reader.field(declarator, 'name') : reader.field(node, 'name');
  const type = spreads ? (reader.named(node).map((child) => reader.at(child))[0] ?? NONE) : reader.field(node, 'type');
  if (isEllipsis(name) || name.kind === PATTERN_KINDS.ellipsisMetavariable) return name;
  return reader.make(node, 'parameter', spreads ? '*' : PLAIN, [reader.subset(node, annotations), type, name, NONE]);
};

const method: Shape = (reader, node) => {
  const { words, annotations } = modifiersOf(reader, node);
  const body = reader.child(node, 'body');
  return reader.make(node, 'function', PLAIN, [
    reader.subset(node, annotations),
    reader.words(node, words),
    NONE,
    reader.field(node, 'name'),
    reader.field(node, 'parameters'),
    reader.field(node, 'type'),
    reader.block(body),
  ]);
};

/** Parameters of a lambda are perhaps names only. */
const lambda: Shape = (reader, node) => {
  const parameters = reader.field(node, 'parameters');
  const list =
    parameters.kind === LIST_KINDS.ordered ? parameters : reader.list(node, [bareParameter(reader, parameters)]);
  return reader.make(node, 'lambda', PLAIN, [reader.subset(node, []), list, NONE, reader.field(node, 'body')]);
};

function bareParameter(reader: Reader, name: CodeNode): CodeNode {
  if (isEllipsis(name) || name.kind === PATTERN_KINDS.ellipsisMetavariable) return name;
  return reader.make(name.syntax, 'parameter', PLAIN, [reader.subset(name.syntax, []), NONE, name, NONE]);
}

const inferredParameters: Shape = (reader, node) =>
  reader.list(
    node,
    reader.children(node).map((name) => bareParameter(reader, name)),
  );

const classShape: Shape = (reader, node) => {
  const { words, annotations } = modifiersOf(reader, node);
  const superclass = reader.child(node, 'superclass');
  const bases = [...(superclass < 0 ? [] : reader.children(superclass)), ...interfacesOf(reader, node)];
  return reader.make(node, 'class', KEYWORDS[reader.kind(node)] ?? PLAIN, [
    reader.subset(node, annotations),
    reader.words(node, words),
    reader.field(node, 'name'),
    reader.subset(node, bases),
    reader.field(node, 'body'),
  ]);
};

const KEYWORDS: Readonly<Record<string, string>> = { interface_declaration: 'interface', enum_declaration: 'enum' };

function interfacesOf(reader: Reader, node: NodeIndex): CodeNode[] {
  return reader
    .named(node)
    .filter((child) => reader.kind(child) === 'super_interfaces' || reader.kind(child) === 'extends_interfaces')
    .flatMap((child) => reader.children(child));
}

const annotation: Shape = (reader, node) =>
  reader.make(node, 'annotation', PLAIN, [reader.field(node, 'name'), reader.field(node, 'arguments')]);

/** `a.b.C`: parts by field, or by order where the grammar has none. */
const scoped: Shape = (reader, node) => {
  const [first, ...rest] = reader.children(node).filter(({ kind }) => kind !== 'annotation');
  return rest.reduce((object, name) => member(reader, node, object, name), first ?? NONE);
};

const importShape: Shape = (reader, node) => {
  const [module = NONE] = reader.children(node);
  const all = reader.first(node, 'asterisk') >= 0;
  const value = reader.has(node, 'static') ? 'static' : PLAIN;
  return reader.make(node, 'import', value, [module, all ? reader.make(node, 'name', '*', []) : NONE, NONE]);
};

const ifShape: Shape = (reader, node) =>
  reader.make(node, 'if', PLAIN, [
    reader.field(node, 'condition'),
    reader.block(reader.child(node, 'consequence')),
    reader.block(reader.child(node, 'alternative')),
  ]);

const whileShape: Shape = (reader, node) =>
  reader.make(node, 'while', reader.kind(node) === 'do_statement' ? 'do' : PLAIN, [
    reader.field(node, 'condition'),
    reader.block(reader.child(node, 'body')),
    NONE,
  ]);

const forShape: Shape = (reader, node) =>
  reader.make(node, 'for', PLAIN, [
    reader.list(node, reader.fields(node, 'init')),
    reader.field(node, 'condition'),
    reader.list(node, reader.fields(node, 'update')),
    reader.block(reader.child(node, 'body')),
  ]);

const each: Shape = (reader, node) =>
  reader.make(node, 'each', PLAIN, [
    reader.subset(node, []),
    reader.field(node, 'type'),
    reader.field(node, 'name'),
    reader.field(node, 'value'),
    reader.block(reader.child(node, 'body')),
    NONE,
  ]);

const tryShape: Shape = (reader, node) => {
  const resources = reader.child(node, 'resources');
  return reader.make(node, 'try', PLAIN, [
    reader.subset(node, resources < 0 ? [] : reader.children(resources)),
    reader.block(reader.child(node, 'body')),
    reader.subset(node, reader.ofKind(node, 'catch_clause')),
    NONE,
    reader.at(reader.first(node, 'finally_clause')),
  ]);
};

const resource: Shape = (reader, node) => {
  const target = reader.field(node, 'name');
  if (target === NONE) return reader.single(node);
  const type = reader.field(node, 'type');
  return assign(reader, node, { modifiers: ['declares'], target, type, value: reader.field(node, 'value') });
};

const catchShape: Shape = (reader, node) => {
  const caught = reader.first(node, 'catch_formal_parameter');
  const body = reader.block(reader.child(node, 'body'));
  if (caught < 0) return reader.make(node, 'catch', PLAIN, [NONE, NONE, body]);
  return reader.make(node, 'catch', PLAIN, [
    reader.at(reader.first(caught, 'catch_type')),
    reader.field(caught, 'name'),
    body,
  ]);
};

const switchGroup: Shape = (reader, node) => {
  const tests = reader.ofKind(node, 'switch_label');
  const body = reader.children(node).filter((part) => !tests.includes(part));
  return reader.make(node, 'case', PLAIN, [reader.list(node, tests), reader.list(node, body, LIST_KINDS.block)]);
};

const optionalOperand =
  (kind: string, count: number): Shape =>
  (reader, node) => {
    const parts = reader.children(node).slice(0, count);
    while (parts.length < count) parts.push(NONE);
    return reader.make(node, kind, PLAIN, parts);
  };

const string: Shape = (reader, node) => {
  const quotes = reader.text(node).startsWith('"""') ? 3 : 1;
  return plainText(reader, node, contentOf(reader, node, quotes, quotes));
};

const update: Shape = (reader, node) =>
  reader.make(node, 'update', reader.tokens(node).join(''), reader.children(node));

export const JAVA_SHAPES: Shapes = {
  program: block,
  block,
  constructor_body: block,
  class_body: members,
  interface_body: members,
  enum_body: members,
  enum_body_declarations: splice,
  annotation_type_body: members,
  identifier: nameShape,
  type_identifier: nameShape,
  integral_type: nameShape,
  floating_point_type: nameShape,
  boolean_type: nameShape,
  void_type: nameShape,
  this: nameShape,
  super: nameShape,
  scoped_identifier: scoped,
  scoped_type_identifier: scoped,
  expression_statement: transparent,
  parenthesized_expression: transparent,
  string_literal: string,
  character_literal: literal('character'),
  decimal_integer_literal: literal('number'),
  hex_integer_literal: literal('number'),
  octal_integer_literal: literal('number'),
  binary_integer_literal: literal('number'),
  decimal_floating_point_literal: literal('number'),
  true: literal('constant'),
  false: literal('constant'),
  null_literal: literal('constant'),
  field_access: (reader, node) => member(reader, node, reader.field(node, 'object'), reader.field(node, 'field')),
  array_access: arrayAccess,
  method_invocation: invocation,
  argument_list: argumentList,
  object_creation_expression: construction,
  array_initializer: listAs('array'),
  element_value_array_initializer: listAs('array'),
  binary_expression: operation('binary', 'left', 'right'),
  unary_expression: operation('unary', 'operand'),
  update_expression: update,
  ternary_expression: fieldsAs('conditional', 'condition', 'consequence', 'alternative'),
  cast_expression: (reader, node) => cast(reader, node, reader.field(node, 'type'), reader.field(node, 'value')),
  assignment_expression: (reader, node) =>
    assign(reader, node, {
      target: reader.field(node, 'left'),
      value: reader.field(node, 'right'),
      operator: reader.fieldText(node, 'operator'),
    }),
  local_variable_declaration: declaration,
  field_declaration: declaration,
  constant_declaration: declaration,
  formal_parameters: listAs(LIST_KINDS.ordered),
  formal_parameter: parameter,
  spread_parameter: parameter,
  inferred_parameters: inferredParameters,
  method_declaration: method,
  constructor_declaration: method,
  compact_constructor_declaration: method,
  lambda_expression: lambda,
  class_declaration: classShape,
  interface_declaration: classShape,
  enum_declaration: classShape,
  record_declaration: classShape,
  type_list: splice,
  annotation,
  marker_annotation: annotation,
  annotation_argument_list: argumentList,
  element_value_pair: (reader, node) => {
    const key = reader.field(node, 'key');
    return isEllipsis(key) ? key : reader.make(node, 'keyword', PLAIN, [key, reader.field(node, 'value')]);
  },
  generic_type: childrenAs('generic', 2),
  type_arguments: listAs(LIST_KINDS.ordered),
  import_declaration: importShape,
  if_statement: ifShape,
  while_statement: whileShape,
  do_statement: whileShape,
  for_statement: forShape,
  enhanced_for_statement: each,
  try_statement: tryShape,
  try_with_resources_statement: tryShape,
  resource,
  catch_clause: catchShape,
  finally_clause: transparent,
  switch_expression: fieldsAs('switch', 'condition', 'body'),
  switch_block: listAs(LIST_KINDS.unordered),
  switch_block_statement_group: switchGroup,
  switch_rule: switchGroup,
  return_statement: optionalOperand('return', 1),
  throw_statement: optionalOperand('throw', 2),
  explicit_constructor_invocation: (reader, node) =>
    call(reader, node, reader.field(node, 'constructor'), reader.field(node, 'arguments')),
};
