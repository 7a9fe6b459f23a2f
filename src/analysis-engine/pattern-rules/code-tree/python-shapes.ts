// How Python's grammar becomes code nodes.
import type { NodeIndex } from '../../parsing/syntax-tree.ts';
import { type CodeNode, LIST_KINDS, NONE, PLAIN } from './code-node.ts';
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
  nameShape,
  oneOrTuple,
  operation,
  spelled,
  splice,
  transparent,
} from './common-shapes.ts';
import type { Reader, Shape, Shapes } from './reader.ts';
import { computed, joinedText, template, textPiece } from './texts.ts';

const string: Shape = (reader, node) => {
  const parts = reader.ofKind(node, 'string_content', 'interpolation');
  return template(reader, node, parts);
};

const stringContent: Shape = (reader, node) => textPiece(reader, node);

/** Comparisons of two operands are binary; longer chains stay what they are. */
const comparison: Shape = (reader, node) => {
  const operands = reader.children(node);
  const operators = reader.tokens(node);
  if (operands.length === 2) return reader.make(node, 'binary', spelled(operators.join(' ')), operands);
  return reader.make(node, 'comparison', operators.join(' '), operands);
};

function parameterOf(reader: Reader, node: NodeIndex, name: CodeNode, kind: string): CodeNode {
  if (isEllipsis(name) || name.kind === '$ellipsis-metavariable') return name;
  const type = reader.field(node, 'type');
  const value = reader.field(node, 'value');
  return reader.make(node, 'parameter', kind, [reader.subset(node, []), type, name, value]);
}

const SPLATS: Readonly<Record<string, string>> = { list_splat_pattern: '*', dictionary_splat_pattern: '**' };

const parameters: Shape = (reader, node) => {
  const made = reader.named(node).map((child) => {
    const kind = reader.kind(child);
    if (kind === 'default_parameter' || kind === 'typed_default_parameter') {
      return parameterOf(reader, child, reader.field(child, 'name'), PLAIN);
    }
    if (kind === 'typed_parameter') {
      const inner = reader.named(child)[0];
      const [name] = reader.loose(child);
      return parameterOf(reader, child, unsplat(name), SPLATS[reader.kind(inner)] ?? PLAIN);
    }
    if (kind in SPLATS) return parameterOf(reader, child, unsplat(reader.at(child)), SPLATS[kind]);
    if (kind === 'identifier') return parameterOf(reader, child, reader.at(child), PLAIN);
    return reader.at(child);
  });
  return reader.listOf(node, LIST_KINDS.ordered, made);
};

const unsplat = (node: CodeNode): CodeNode => (node.kind === 'spread' ? node.parts[0] : node);

const spread =
  (kind: string): Shape =>
  (reader, node) => {
    const parts = reader.children(node);
    if (parts.length === 1 && isEllipsis(parts[0])) return parts[0];
    return reader.make(node, 'spread', kind, parts);
  };

const functionShape: Shape = (reader, node) =>
  reader.make(node, 'function', PLAIN, [
    reader.subset(node, []),
    reader.words(node, reader.has(node, 'async') ? ['async'] : []),
    NONE,
    reader.field(node, 'name'),
    reader.field(node, 'parameters'),
    reader.field(node, 'return_type'),
    reader.block(reader.child(node, 'body')),
  ]);

const lambda: Shape = (reader, node) =>
  reader.make(node, 'lambda', PLAIN, [
    reader.subset(node, []),
    reader.child(node, 'parameters') < 0 ? reader.list(node, []) : reader.field(node, 'parameters'),
    NONE,
    reader.field(node, 'body'),
  ]);

const classShape: Shape = (reader, node) => {
  const bases = reader.field(node, 'superclasses');
  return reader.make(node, 'class', PLAIN, [
    reader.subset(node, []),
    reader.subset(node, []),
    reader.field(node, 'name'),
    reader.subset(node, bases === NONE ? [] : bases.parts),
    membersOf(reader, reader.child(node, 'body')),
  ]);
};

function membersOf(reader: Reader, body: NodeIndex): CodeNode {
  return body < 0 ? NONE : reader.listOf(body, LIST_KINDS.members, reader.block(body).parts);
}

/** A function or class with the decorators above it. */
const decorated: Shape = (reader, node) => {
  const definition = reader.field(node, 'definition');
  const decorators = reader.subset(node, reader.ofKind(node, 'decorator'));
  return reader.make(node, definition.kind, definition.value, [decorators, ...definition.parts.slice(1)]);
};

const decorator: Shape = (reader, node) => {
  const [expression = NONE] = reader.children(node);
  if (isEllipsis(expression)) return expression;
  if (expression.kind === 'call') return reader.make(node, 'annotation', PLAIN, expression.parts);
  return reader.make(node, 'annotation', PLAIN, [expression, NONE]);
};

/** `a.b.c` of an import, as the member it is elsewhere. */
const dottedName: Shape = (reader, node) => {
  const [first, ...rest] = reader.children(node);
  return rest.reduce((object, name) => member(reader, node, object, name), first);
};

function importOf(reader: Reader, node: NodeIndex, module: CodeNode, from: boolean): CodeNode {
  const aliased = reader.kind(node) === 'aliased_import';
  const name = aliased ? reader.field(node, 'name') : reader.at(node);
  const alias = aliased ? reader.field(node, 'alias') : NONE;
  if (isEllipsis(name)) return name;
  return reader.make(node, 'import', PLAIN, from ? [module, name, alias] : [name, NONE, alias]);
}

/** One node for each thing that is imported, over the range of the whole statement. */
const importStatement: Shape = (reader, node) => {
  const moduleNode = reader.child(node, 'module_name');
  const from = moduleNode >= 0;
  const module = reader.at(moduleNode);
  const names = reader
    .named(node)
    .filter((child) => child !== moduleNode)
    .map((child) => importOf(reader, child, module, from));
  const whole = names.map((each) => (isEllipsis(each) ? each : reader.make(node, each.kind, each.value, each.parts)));
  return reader.listOf(node, LIST_KINDS.splice, whole);
};

const ifShape: Shape = (reader, node) => {
  const alternatives = reader
    .named(node)
    .filter((child) => reader.kind(child) === 'elif_clause' || reader.kind(child) === 'else_clause');
  let otherwise: CodeNode = NONE;
  for (const child of alternatives.reverse()) {
    if (reader.kind(child) === 'else_clause') otherwise = reader.at(child);
    else otherwise = reader.listOf(child, LIST_KINDS.block, [branch(reader, child, otherwise)]);
  }
  return branch(reader, node, otherwise);
};

function branch(reader: Reader, node: NodeIndex, otherwise: CodeNode): CodeNode {
  const body = reader.block(reader.child(node, 'consequence'));
  return reader.make(node, 'if', PLAIN, [reader.field(node, 'condition'), body, otherwise]);
}

const bodyOf: Shape = (reader, node) => {
  const body = reader.first(node, 'block');
  return body < 0 ? NONE : reader.at(body);
};

const tryShape: Shape = (reader, node) => {
  const handlers = reader.ofKind(node, 'except_clause', 'except_group_clause');
  return reader.make(node, 'try', PLAIN, [
    reader.list(node, []),
    reader.block(reader.child(node, 'body')),
    reader.subset(node, handlers),
    reader.at(reader.first(node, 'else_clause')),
    reader.at(reader.first(node, 'finally_clause')),
  ]);
};

const catchShape: Shape = (reader, node) => {
  const caught = reader.child(node, 'value');
  const body = reader.at(reader.first(node, 'block'));
  if (caught >= 0 && reader.kind(caught) === 'as_pattern') {
    const [type] = reader.loose(caught);
    return reader.make(node, 'catch', PLAIN, [type, reader.field(caught, 'alias'), body]);
  }
  return reader.make(node, 'catch', PLAIN, [reader.at(caught), reader.field(node, 'alias'), body]);
};

const withShape: Shape = (reader, node) => {
  const clause = reader.first(node, 'with_clause');
  const items = clause < 0 ? [] : reader.children(clause);
  return reader.make(node, 'with', reader.has(node, 'async') ? 'async' : PLAIN, [
    reader.list(node, items, LIST_KINDS.subset),
    reader.block(reader.child(node, 'body')),
  ]);
};

const withItem: Shape = (reader, node) => {
  const value = reader.child(node, 'value');
  if (value >= 0 && reader.kind(value) === 'as_pattern') {
    const [operand] = reader.loose(value);
    return reader.make(node, 'resource', PLAIN, [operand, reader.field(value, 'alias')]);
  }
  const operand = reader.at(value);
  return isEllipsis(operand) ? operand : reader.make(node, 'resource', PLAIN, [operand, NONE]);
};

const each: Shape = (reader, node) =>
  reader.make(node, 'each', PLAIN, [
    reader.words(node, reader.has(node, 'async') ? ['async'] : []),
    NONE,
    reader.field(node, 'left'),
    reader.field(node, 'right'),
    reader.block(reader.child(node, 'body')),
    reader.field(node, 'alternative'),
  ]);

const assignment: Shape = (reader, node) =>
  assign(reader, node, {
    target: reader.field(node, 'left'),
    type: reader.field(node, 'type'),
    value: reader.field(node, 'right'),
    operator: reader.fieldText(node, 'operator') || '=',
  });

const optionalOperand =
  (kind: string): Shape =>
  (reader, node) => {
    const parts = reader.loose(node);
    return reader.make(node, kind, PLAIN, [parts.length === 0 ? NONE : oneOrTuple(reader, node, parts)]);
  };

const raise: Shape = (reader, node) => {
  const [operand = NONE] = reader.loose(node);
  return reader.make(node, 'throw', PLAIN, [operand, reader.field(node, 'cause')]);
};

const subscript: Shape = (reader, node) => {
  const indexes = reader.fields(node, 'subscript');
  return reader.make(node, 'index', PLAIN, [reader.field(node, 'value'), oneOrTuple(reader, node, indexes)]);
};

/** `{...}` in a pattern may be either; it is read as a dictionary. */
const set: Shape = (reader, node) => {
  const parts = reader.children(node);
  return reader.listOf(node, parts.every(isEllipsis) ? 'dictionary' : 'set', parts);
};

const interpolation: Shape = (reader, node) => {
  const expression = reader.field(node, 'expression');
  return computed(reader, node, expression === NONE ? oneOrTuple(reader, node, reader.children(node)) : expression);
};

/** The root, too, is a block of statements. */
export const PYTHON_SHAPES: Shapes = {
  module: block,
  block,
  identifier: nameShape,
  expression_statement: (reader, node) => oneOrTuple(reader, node, reader.children(node)),
  parenthesized_expression: transparent,
  type: transparent,
  as_pattern_target: transparent,
  string,
  string_content: stringContent,
  interpolation,
  concatenated_string: joinedText,
  integer: literal('number'),
  float: literal('number'),
  true: literal('constant'),
  false: literal('constant'),
  none: literal('constant'),
  attribute: (reader, node) => member(reader, node, reader.field(node, 'object'), reader.field(node, 'attribute')),
  subscript,
  call: (reader, node) => {
    const args = reader.field(node, 'arguments');
    const list = args.kind === LIST_KINDS.arguments ? args : reader.list(node, [args], LIST_KINDS.arguments);
    return call(reader, node, reader.field(node, 'function'), list);
  },
  argument_list: argumentList,
  keyword_argument: fieldsAs('keyword', 'name', 'value'),
  list_splat: spread('*'),
  list_splat_pattern: spread('*'),
  dictionary_splat: spread('**'),
  dictionary_splat_pattern: spread('**'),
  binary_operator: operation('binary', 'left', 'right'),
  boolean_operator: operation('binary', 'left', 'right'),
  comparison_operator: comparison,
  not_operator: (reader, node) => reader.make(node, 'unary', '!', [reader.field(node, 'argument')]),
  unary_operator: operation('unary', 'argument'),
  await: (reader, node) => reader.make(node, 'unary', 'await', reader.children(node)),
  conditional_expression: (reader, node) => {
    const [then = NONE, condition = NONE, otherwise = NONE] = reader.children(node);
    return reader.make(node, 'conditional', PLAIN, [condition, then, otherwise]);
  },
  named_expression: (reader, node) =>
    assign(reader, node, { target: reader.field(node, 'name'), value: reader.field(node, 'value') }),
  assignment,
  augmented_assignment: assignment,
  pattern_list: listAs('tuple'),
  expression_list: listAs('tuple'),
  tuple: listAs('tuple'),
  tuple_pattern: listAs('tuple'),
  list: listAs('array'),
  list_pattern: listAs('array'),
  set,
  dictionary: listAs('dictionary'),
  dictionary_comprehension: listAs('comprehension-in-braces'),
  set_comprehension: listAs('comprehension-in-braces'),
  pair: fieldsAs('pair', 'key', 'value'),
  lambda,
  parameters,
  lambda_parameters: parameters,
  function_definition: functionShape,
  class_definition: classShape,
  decorated_definition: decorated,
  decorator,
  dotted_name: dottedName,
  import_statement: importStatement,
  import_from_statement: importStatement,
  wildcard_import: (reader, node) => reader.make(node, 'name', '*', []),
  relative_import: (reader, node) => reader.make(node, 'name', reader.text(node), []),
  if_statement: ifShape,
  else_clause: bodyOf,
  finally_clause: bodyOf,
  while_statement: (reader, node) =>
    reader.make(node, 'while', PLAIN, [
      reader.field(node, 'condition'),
      reader.block(reader.child(node, 'body')),
      reader.field(node, 'alternative'),
    ]),
  for_statement: each,
  try_statement: tryShape,
  except_clause: catchShape,
  except_group_clause: catchShape,
  with_statement: withShape,
  with_item: withItem,
  return_statement: optionalOperand('return'),
  raise_statement: raise,
  generic_type: childrenAs('generic', 2),
  type_parameter: splice,
};
