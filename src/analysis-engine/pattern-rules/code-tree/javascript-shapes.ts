// How the grammars of JavaScript, TypeScript and TSX become code nodes.
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
import { JAVASCRIPT_MODULE_SHAPES } from './javascript-module-shapes.ts';
import { JSX_SHAPES } from './jsx-shapes.ts';
import { PATTERN_KINDS, patternName } from './placeholders.ts';
import type { Reader, Shape, Shapes } from './reader.ts';
import { computed, contentOf, plainText, template, textPiece } from './texts.ts';

const string: Shape = (reader, node) => plainText(reader, node, contentOf(reader, node, 1, 1));

const regex: Shape = (reader, node) => {
  const pattern = reader.fieldText(node, 'pattern');
  const special = reader.isPattern ? patternName(pattern) : null;
  if (special) return reader.make(node, PATTERN_KINDS.regexMetavariable, special.value, []);
  return reader.make(node, 'regex', pattern, []);
};

const MODIFIERS: ReadonlySet<string> = new Set(['static', 'async', 'readonly', 'abstract', 'declare', 'override', '*']);

function modifiersOf(reader: Reader, node: NodeIndex): string[] {
  const words = reader.tokens(node).filter((token) => MODIFIERS.has(token));
  const access = reader.first(node, 'accessibility_modifier');
  return access < 0 ? words : [...words, reader.text(access)];
}

/** `let` and `var` say the same to a pattern; `const` is more. */
const declarations: Shape = (reader, node) => {
  const constant = reader.has(node, 'const') || reader.fieldText(node, 'kind') === 'const';
  const modifiers = ['declares'];
  if (constant) modifiers.push('const');
  else if (!reader.isPattern && reader.has(node, 'var')) modifiers.push('var');
  const declared = reader
    .named(node)
    .filter((child) => reader.kind(child) === 'variable_declarator')
    .map((child) =>
      assign(reader, node, {
        modifiers,
        target: reader.field(child, 'name'),
        type: reader.field(child, 'type'),
        value: reader.field(child, 'value'),
      }),
    );
  return reader.listOf(node, LIST_KINDS.splice, declared);
};

const assignment: Shape = (reader, node) =>
  assign(reader, node, {
    target: reader.field(node, 'left'),
    value: reader.field(node, 'right'),
    operator: reader.fieldText(node, 'operator') || '=',
  });

/** A parameter whatever the grammar makes of it: a bare name, a pattern, one with default or type. */
function parameterOf(reader: Reader, node: NodeIndex): CodeNode {
  const kind = reader.kind(node);
  const made = reader.at(node);
  if (isEllipsis(made) || made.kind === '$ellipsis-metavariable') return made;
  const none = reader.subset(node, []);
  if (kind === 'assignment_pattern') {
    return reader.make(node, 'parameter', PLAIN, [none, NONE, reader.field(node, 'left'), reader.field(node, 'right')]);
  }
  if (kind === 'rest_pattern') return reader.make(node, 'parameter', '*', [none, NONE, reader.single(node), NONE]);
  if (kind === 'required_parameter' || kind === 'optional_parameter') return typedParameter(reader, node);
  return reader.make(node, 'parameter', PLAIN, [none, NONE, made, NONE]);
}

function typedParameter(reader: Reader, node: NodeIndex): CodeNode {
  const name = reader.field(node, 'pattern');
  if (isEllipsis(name) || name.kind === '$ellipsis-metavariable') return name;
  const decorators = reader.subset(node, reader.ofKind(node, 'decorator'));
  const rest = name.kind === 'spread';
  return reader.make(node, 'parameter', rest ? '*' : PLAIN, [
    decorators,
    reader.field(node, 'type'),
    rest ? name.parts[0] : name,
    reader.field(node, 'value'),
  ]);
}

const parameters: Shape = (reader, node) =>
  reader.listOf(
    node,
    LIST_KINDS.ordered,
    reader.named(node).map((child) => parameterOf(reader, child)),
  );

function parametersOf(reader: Reader, node: NodeIndex): CodeNode {
  const bare = reader.child(node, 'parameter');
  return bare < 0 ? reader.field(node, 'parameters') : reader.list(bare, [parameterOf(reader, bare)]);
}

const functionShape: Shape = (reader, node) =>
  reader.make(node, 'function', PLAIN, [
    reader.subset(node, reader.ofKind(node, 'decorator')),
    reader.words(node, modifiersOf(reader, node)),
    NONE,
    reader.field(node, 'name'),
    parametersOf(reader, node),
    reader.field(node, 'return_type'),
    reader.block(reader.child(node, 'body')),
  ]);

/** The body of an arrow function that is an expression is what a block with `return` is. */
const lambda: Shape = (reader, node) => {
  const name = reader.child(node, 'name');
  if (name >= 0 && reader.isPattern) return functionShape(reader, node);
  const body = reader.child(node, 'body');
  const made = reader.at(body);
  const isBlock = made.kind === LIST_KINDS.block || isEllipsis(made);
  const asBlock = isBlock ? made : reader.listOf(body, LIST_KINDS.block, [reader.make(body, 'return', PLAIN, [made])]);
  return reader.make(node, 'lambda', PLAIN, [
    reader.words(node, modifiersOf(reader, node)),
    parametersOf(reader, node),
    reader.field(node, 'return_type'),
    asBlock,
  ]);
};

const classShape: Shape = (reader, node) => {
  const heritage = reader.first(node, 'class_heritage');
  return reader.make(node, 'class', PLAIN, [
    reader.subset(node, reader.ofKind(node, 'decorator')),
    reader.words(node, modifiersOf(reader, node)),
    reader.field(node, 'name'),
    reader.subset(node, heritage < 0 ? [] : reader.children(heritage)),
    reader.field(node, 'body'),
  ]);
};

const field: Shape = (reader, node) => {
  const named = reader.child(node, 'name');
  const target = named < 0 ? reader.field(node, 'property') : reader.at(named);
  if (isEllipsis(target)) return target;
  return assign(reader, node, {
    modifiers: ['declares', ...modifiersOf(reader, node)],
    decorators: reader.ofKind(node, 'decorator'),
    target,
    type: reader.field(node, 'type'),
    value: reader.field(node, 'value'),
  });
};

const decorator: Shape = (reader, node) => {
  const [expression = NONE] = reader.children(node);
  if (isEllipsis(expression)) return expression;
  if (expression.kind === 'call') return reader.make(node, 'annotation', PLAIN, expression.parts);
  return reader.make(node, 'annotation', PLAIN, [expression, NONE]);
};

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** `'a': 1` and `a: 1` are the same. */
const pair: Shape = (reader, node) => {
  const keyNode = reader.child(node, 'key');
  const key = reader.at(keyNode);
  const plain = key.kind === 'string' && IDENTIFIER.test(key.value);
  return reader.make(node, 'pair', PLAIN, [plain ? reader.name(keyNode, key.value) : key, reader.field(node, 'value')]);
};

const shorthand: Shape = (reader, node) => {
  const name = reader.name(node);
  if (isEllipsis(name) || name.kind === '$ellipsis-metavariable') return name;
  return reader.make(node, 'pair', PLAIN, [name, name]);
};

const callShape: Shape = (reader, node) => {
  const args = reader.field(node, 'arguments');
  const list = args.kind === LIST_KINDS.arguments ? args : reader.list(node, [args], LIST_KINDS.arguments);
  return call(reader, node, reader.field(node, 'function'), list);
};

const ifShape: Shape = (reader, node) => {
  const alternative = reader.child(node, 'alternative');
  const otherwise = alternative < 0 ? -1 : (reader.named(alternative)[0] ?? -1);
  return reader.make(node, 'if', PLAIN, [
    reader.field(node, 'condition'),
    reader.block(reader.child(node, 'consequence')),
    reader.block(otherwise),
  ]);
};

const loop: Shape = (reader, node) =>
  reader.make(node, 'while', reader.kind(node) === 'do_statement' ? 'do' : PLAIN, [
    reader.field(node, 'condition'),
    reader.block(reader.child(node, 'body')),
    NONE,
  ]);

const forShape: Shape = (reader, node) =>
  reader.make(node, 'for', PLAIN, [
    reader.list(node, reader.fields(node, 'initializer')),
    reader.field(node, 'condition'),
    reader.list(node, reader.fields(node, 'increment')),
    reader.block(reader.child(node, 'body')),
  ]);

const each: Shape = (reader, node) =>
  reader.make(node, 'each', reader.fieldText(node, 'operator'), [
    reader.words(node, reader.has(node, 'await') ? ['await'] : []),
    NONE,
    reader.field(node, 'left'),
    reader.field(node, 'right'),
    reader.block(reader.child(node, 'body')),
    NONE,
  ]);

const tryShape: Shape = (reader, node) =>
  reader.make(node, 'try', PLAIN, [
    reader.subset(node, []),
    reader.field(node, 'body'),
    reader.subset(node, reader.fields(node, 'handler')),
    NONE,
    reader.field(node, 'finalizer'),
  ]);

const catchShape: Shape = (reader, node) =>
  reader.make(node, 'catch', PLAIN, [NONE, reader.field(node, 'parameter'), reader.block(reader.child(node, 'body'))]);

const switchCase: Shape = (reader, node) =>
  reader.make(node, 'case', PLAIN, [
    reader.list(node, reader.fields(node, 'value')),
    reader.list(node, reader.fields(node, 'body'), LIST_KINDS.block),
  ]);

const optionalOperand =
  (kind: string, count: number): Shape =>
  (reader, node) => {
    const parts = reader.children(node).slice(0, count);
    while (parts.length < count) parts.push(NONE);
    return reader.make(node, kind, PLAIN, parts);
  };

/** Type last in `x as T`, first in `<T>x`. */
const assertion: Shape = (reader, node) => {
  const [operand = NONE, type = NONE] = reader.children(node);
  return cast(reader, node, type, operand);
};

const NAMES: readonly string[] = [
  'identifier',
  'property_identifier',
  'private_property_identifier',
  'type_identifier',
  'predefined_type',
  'statement_identifier',
  'undefined',
  'this',
  'super',
  'import',
];

export const JAVASCRIPT_SHAPES: Shapes = {
  ...JAVASCRIPT_MODULE_SHAPES,
  ...JSX_SHAPES,
  ...Object.fromEntries(NAMES.map((kind) => [kind, nameShape])),
  program: block,
  statement_block: block,
  class_static_block: block,
  class_body: members,
  interface_body: members,
  expression_statement: transparent,
  parenthesized_expression: transparent,
  type_annotation: transparent,
  non_null_expression: transparent,
  optional_chain: () => NONE,
  empty_statement: () => NONE,
  comment: () => NONE,
  string,
  template_string: (reader, node) => template(reader, node, reader.children(node)),
  string_fragment: (reader, node) => textPiece(reader, node),
  escape_sequence: (reader, node) => textPiece(reader, node),
  template_substitution: (reader, node) => computed(reader, node, reader.single(node)),
  number: literal('number'),
  true: literal('constant'),
  false: literal('constant'),
  null: literal('constant'),
  regex,
  member_expression: (reader, node) =>
    member(reader, node, reader.field(node, 'object'), reader.field(node, 'property')),
  subscript_expression: fieldsAs('index', 'object', 'index'),
  call_expression: callShape,
  arguments: argumentList,
  new_expression: (reader, node) =>
    reader.make(node, 'new', PLAIN, [reader.field(node, 'constructor'), reader.field(node, 'arguments'), NONE]),
  binary_expression: operation('binary', 'left', 'right'),
  unary_expression: operation('unary', 'argument'),
  update_expression: operation('update', 'argument'),
  await_expression: (reader, node) => reader.make(node, 'unary', 'await', reader.children(node)),
  ternary_expression: fieldsAs('conditional', 'condition', 'consequence', 'alternative'),
  sequence_expression: listAs('sequence'),
  as_expression: assertion,
  satisfies_expression: assertion,
  type_assertion: (reader, node) => {
    const parts = reader.children(node);
    return cast(reader, node, parts[0] ?? NONE, parts.at(-1) ?? NONE);
  },
  assignment_expression: assignment,
  augmented_assignment_expression: assignment,
  lexical_declaration: declarations,
  variable_declaration: declarations,
  spread_element: (reader, node) => reader.make(node, 'spread', '*', reader.children(node)),
  rest_pattern: (reader, node) => reader.make(node, 'spread', '*', reader.children(node)),
  array: listAs('array'),
  array_pattern: listAs('array'),
  object: listAs('record'),
  object_pattern: listAs('record'),
  pair,
  pair_pattern: pair,
  shorthand_property_identifier: shorthand,
  shorthand_property_identifier_pattern: shorthand,
  object_assignment_pattern: fieldsAs('pair', 'left', 'right'),
  formal_parameters: parameters,
  function_declaration: functionShape,
  function_signature: functionShape,
  method_signature: functionShape,
  generator_function_declaration: functionShape,
  method_definition: functionShape,
  function_expression: lambda,
  generator_function: lambda,
  arrow_function: lambda,
  class_declaration: classShape,
  abstract_class_declaration: classShape,
  class: classShape,
  class_heritage: splice,
  extends_clause: (reader, node) => reader.listOf(node, LIST_KINDS.splice, reader.fields(node, 'value')),
  implements_clause: splice,
  field_definition: field,
  public_field_definition: field,
  decorator,
  generic_type: childrenAs('generic', 2),
  type_arguments: listAs(LIST_KINDS.ordered),
  if_statement: ifShape,
  else_clause: transparent,
  while_statement: loop,
  do_statement: loop,
  for_statement: forShape,
  for_in_statement: each,
  try_statement: tryShape,
  catch_clause: catchShape,
  finally_clause: (reader, node) => reader.field(node, 'body'),
  switch_statement: fieldsAs('switch', 'value', 'body'),
  switch_body: listAs(LIST_KINDS.unordered),
  switch_case: switchCase,
  switch_default: switchCase,
  return_statement: optionalOperand('return', 1),
  throw_statement: optionalOperand('throw', 2),
};
