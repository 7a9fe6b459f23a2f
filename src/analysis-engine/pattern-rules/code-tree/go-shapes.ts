// How Go's grammar becomes code nodes.
import { type NodeIndex, startOf } from '../../parsing/syntax-tree.ts';
import { CodeNode, LIST_KINDS, NONE, PLAIN } from './code-node.ts';
import {
  argumentList,
  assign,
  block,
  call,
  childrenAs,
  fieldsAs,
  isEllipsis,
  listAs,
  literal,
  member,
  members,
  nameShape,
  oneOrTuple,
  operation,
  splice,
  transparent,
} from './common-shapes.ts';
import { PATTERN_KINDS, TYPED_MARK } from './placeholders.ts';
import type { Reader, Shape, Shapes } from './reader.ts';
import { contentOf, plainText } from './texts.ts';

const string: Shape = (reader, node) => plainText(reader, node, contentOf(reader, node, 1, 1));

const expressionList: Shape = (reader, node) => oneOrTuple(reader, node, reader.children(node));

const isPlaceholder = (node: CodeNode): boolean => isEllipsis(node) || node.kind === '$ellipsis-metavariable';

/** `a, b int` are two parameters; a type alone is one without name. */
const parameter: Shape = (reader, node) => {
  const type = reader.field(node, 'type');
  const names = reader.fields(node, 'name');
  const value = reader.kind(node) === 'variadic_parameter_declaration' ? '*' : PLAIN;
  if (names.length === 0) {
    if (isPlaceholder(type)) return type;
    return reader.make(node, 'parameter', value, [reader.subset(node, []), type, NONE, NONE]);
  }
  const made = names.map((name) =>
    isPlaceholder(name) ? name : reader.make(node, 'parameter', value, [reader.subset(node, []), type, name, NONE]),
  );
  return reader.listOf(node, LIST_KINDS.splice, made);
};

const functionShape: Shape = (reader, node) =>
  reader.make(node, 'function', PLAIN, [
    reader.subset(node, []),
    reader.subset(node, []),
    reader.field(node, 'receiver'),
    reader.field(node, 'name'),
    reader.field(node, 'parameters'),
    reader.field(node, 'result'),
    reader.field(node, 'body'),
  ]);

/** Types are arguments of `make` only, so that typed metavariables of patterns are written as one. */
const callShape: Shape = (reader, node) => {
  const callee = reader.field(node, 'function');
  const args = reader.field(node, 'arguments');
  const [type, operand, mark] = args.parts;
  if (reader.isPattern && mark?.value === TYPED_MARK)
    return reader.make(node, PATTERN_KINDS.typed, '', [operand, type]);
  return call(reader, node, callee, args);
};

const lambda: Shape = (reader, node) =>
  reader.make(node, 'lambda', PLAIN, [
    reader.subset(node, []),
    reader.field(node, 'parameters'),
    reader.field(node, 'result'),
    reader.field(node, 'body'),
  ]);

const shortDeclaration: Shape = (reader, node) =>
  assign(reader, node, {
    modifiers: ['declares'],
    target: reader.field(node, 'left'),
    value: reader.field(node, 'right'),
  });

const assignment: Shape = (reader, node) =>
  assign(reader, node, {
    target: reader.field(node, 'left'),
    value: reader.field(node, 'right'),
    operator: reader.fieldText(node, 'operator'),
  });

const variable: Shape = (reader, node) => {
  const constant = reader.kind(node) === 'const_spec';
  return assign(reader, node, {
    modifiers: constant ? ['declares', 'const'] : ['declares'],
    target: oneOrTuple(reader, node, reader.fields(node, 'name')),
    type: reader.field(node, 'type'),
    value: reader.field(node, 'value'),
  });
};

/** A struct is a class whose members are its fields. */
const typeSpec: Shape = (reader, node) => {
  const type = reader.child(node, 'type');
  const name = reader.field(node, 'name');
  const kind = type < 0 ? '' : reader.kind(type);
  if (kind !== 'struct_type' && kind !== 'interface_type')
    return reader.make(node, 'typedef', PLAIN, [name, reader.at(type)]);
  const none = reader.subset(node, []);
  return reader.make(node, 'class', kind, [none, none, name, none, reader.at(type).parts[0] ?? reader.at(type)]);
};

const structField: Shape = (reader, node) => {
  const type = reader.field(node, 'type');
  const names = reader.fields(node, 'name');
  if (names.length === 0) return isEllipsis(type) ? type : reader.make(node, 'embedded', PLAIN, [type]);
  const made = names.map((target) =>
    isEllipsis(target) ? target : assign(reader, node, { modifiers: ['declares'], target, type }),
  );
  return reader.listOf(node, LIST_KINDS.splice, made);
};

/** `if v := f(); c` is the statement before and the branch. */
function withInitializer(reader: Reader, node: NodeIndex, made: CodeNode): CodeNode {
  const before = reader.field(node, 'initializer');
  return before === NONE ? made : reader.listOf(node, LIST_KINDS.splice, [before, made]);
}

const ifShape: Shape = (reader, node) =>
  withInitializer(
    reader,
    node,
    reader.make(node, 'if', PLAIN, [
      reader.field(node, 'condition'),
      reader.field(node, 'consequence'),
      reader.block(reader.child(node, 'alternative')),
    ]),
  );

const forShape: Shape = (reader, node) => {
  const body = reader.field(node, 'body');
  const clause = reader.first(node, 'for_clause');
  if (clause >= 0) {
    return reader.make(node, 'for', PLAIN, [
      reader.list(clause, reader.fields(clause, 'initializer')),
      reader.field(clause, 'condition'),
      reader.list(clause, reader.fields(clause, 'update')),
      body,
    ]);
  }
  const range = reader.first(node, 'range_clause');
  if (range >= 0) {
    const words = reader.words(range, []);
    const target = reader.field(range, 'left');
    return reader.make(node, 'each', PLAIN, [words, NONE, target, reader.field(range, 'right'), body, NONE]);
  }
  const [condition = NONE] = reader.loose(node);
  return reader.make(node, 'while', PLAIN, [condition, body, NONE]);
};

const cases: readonly string[] = ['expression_case', 'default_case', 'type_case', 'communication_case'];

const switchShape: Shape = (reader, node) =>
  withInitializer(
    reader,
    node,
    reader.make(node, 'switch', PLAIN, [
      reader.field(node, 'value'),
      reader.list(node, reader.ofKind(node, 'case', ...cases), LIST_KINDS.unordered),
    ]),
  );

const caseShape: Shape = (reader, node) => {
  const tests = [
    ...reader.fields(node, 'value'),
    ...reader.fields(node, 'type'),
    ...reader.fields(node, 'communication'),
  ];
  return reader.make(node, 'case', PLAIN, [
    reader.list(node, tests),
    reader.list(node, reader.loose(node), LIST_KINDS.block),
  ]);
};

const importSpec: Shape = (reader, node) => {
  const path = reader.field(node, 'path');
  return reader.make(node, 'import', PLAIN, [path, NONE, reader.field(node, 'name')]);
};

/** Each import of a group begins where the group begins. */
const importDeclaration: Shape = (reader, node) => {
  const specs = reader.children(node);
  const start = startOf(reader.tree, node);
  const made = specs.map(({ kind, value, parts, end, syntax }) => new CodeNode(kind, value, parts, start, end, syntax));
  return reader.listOf(node, LIST_KINDS.splice, made);
};

const optionalOperand =
  (kind: string): Shape =>
  (reader, node) =>
    reader.make(node, kind, PLAIN, [reader.children(node)[0] ?? NONE]);

const keyed: Shape = (reader, node) =>
  reader.make(node, 'pair', PLAIN, [reader.field(node, 'key'), reader.field(node, 'value')]);

const update: Shape = (reader, node) =>
  reader.make(node, 'update', reader.kind(node) === 'inc_statement' ? '++' : '--', reader.children(node));

export const GO_SHAPES: Shapes = {
  source_file: block,
  block,
  statement_list: splice,
  identifier: nameShape,
  field_identifier: nameShape,
  type_identifier: nameShape,
  package_identifier: nameShape,
  label_name: nameShape,
  blank_identifier: nameShape,
  dot: nameShape,
  expression_statement: transparent,
  parenthesized_expression: transparent,
  parenthesized_type: transparent,
  empty_statement: () => NONE,
  interpreted_string_literal: string,
  raw_string_literal: string,
  int_literal: literal('number'),
  float_literal: literal('number'),
  rune_literal: literal('character'),
  true: literal('constant'),
  false: literal('constant'),
  nil: literal('constant'),
  selector_expression: (reader, node) =>
    member(reader, node, reader.field(node, 'operand'), reader.field(node, 'field')),
  qualified_type: (reader, node) => member(reader, node, reader.field(node, 'package'), reader.field(node, 'name')),
  pointer_type: (reader, node) => reader.make(node, 'unary', '*', reader.children(node)),
  index_expression: fieldsAs('index', 'operand', 'index'),
  call_expression: callShape,
  type_conversion_expression: (reader, node) => {
    const operand = reader.field(node, 'operand');
    return call(reader, node, reader.field(node, 'type'), reader.list(node, [operand], LIST_KINDS.arguments));
  },
  argument_list: argumentList,
  variadic_argument: (reader, node) => reader.make(node, 'spread', '*', reader.children(node)),
  composite_literal: fieldsAs('composite', 'type', 'body'),
  literal_value: listAs(LIST_KINDS.unordered),
  literal_element: transparent,
  keyed_element: keyed,
  binary_expression: operation('binary', 'left', 'right'),
  unary_expression: operation('unary', 'operand'),
  inc_statement: update,
  dec_statement: update,
  expression_list: expressionList,
  short_var_declaration: shortDeclaration,
  assignment_statement: assignment,
  var_declaration: splice,
  const_declaration: splice,
  var_spec_list: splice,
  var_spec: variable,
  const_spec: variable,
  type_declaration: splice,
  type_spec: typeSpec,
  struct_type: childrenAs('struct', 1),
  field_declaration_list: members,
  field_declaration: structField,
  parameter_list: listAs(LIST_KINDS.ordered),
  parameter_declaration: parameter,
  variadic_parameter_declaration: parameter,
  function_declaration: functionShape,
  method_declaration: functionShape,
  method_elem: functionShape,
  func_literal: lambda,
  generic_type: childrenAs('generic', 2),
  import_declaration: importDeclaration,
  import_spec_list: splice,
  import_spec: importSpec,
  if_statement: ifShape,
  for_statement: forShape,
  expression_switch_statement: switchShape,
  type_switch_statement: switchShape,
  select_statement: switchShape,
  expression_case: caseShape,
  default_case: caseShape,
  type_case: caseShape,
  communication_case: caseShape,
  return_statement: optionalOperand('return'),
};
