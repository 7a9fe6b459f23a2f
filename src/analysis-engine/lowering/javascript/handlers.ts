// Which handler lowers which kind of node; kinds are named as the grammars (javascript, typescript, tsx) name them.
import type { Grammar } from '../../parsing/index.ts';
import { kindTable } from '../../parsing/kind-sets.ts';
import { lowerAssertion } from './assertions.ts';
import { lowerChain, lowerNew, lowerStraySpread } from './chains.ts';
import { lowerClassDeclaration, lowerClassExpression } from './classes.ts';
import { lowerArray, lowerObject } from './collections.ts';
import { lowerExport } from './exports.ts';
import { type Handlers, kindMask, type LowerExpression, type LowerStatement } from './file-lowering.ts';
import { lowerArrowFunction, lowerFunctionExpression } from './functions.ts';
import { lowerElement, lowerJsxExpression, lowerJsxText, lowerSelfClosingElement } from './jsx.ts';
import {
  lowerFalse,
  lowerNull,
  lowerNumber,
  lowerRegex,
  lowerString,
  lowerTemplate,
  lowerTrue,
  lowerWord,
} from './literals.ts';
import { lowerFor, lowerForIn, lowerWhile } from './loops.ts';
import { lowerIdentifier, lowerMetaProperty, lowerSuper, lowerThis } from './names.ts';
import { lowerEnum, lowerNamespace } from './namespaces.ts';
import {
  lowerAssignment,
  lowerAwait,
  lowerBinary,
  lowerConditional,
  lowerSequence,
  lowerUnary,
  lowerUpdate,
  lowerYield,
} from './operators.ts';
import {
  lowerBlock,
  lowerBreak,
  lowerContinue,
  lowerDeclaration,
  lowerExpressionStatement,
  lowerIf,
  lowerLabeled,
  lowerNothing,
  lowerReturn,
  lowerSwitch,
  lowerThrow,
  lowerTry,
  lowerWith,
} from './statements.ts';

const LEAVES: Readonly<Record<string, LowerExpression>> = {
  identifier: lowerIdentifier,
  shorthand_property_identifier: lowerIdentifier,
  this: lowerThis,
  super: lowerSuper,
  string: lowerString,
  number: lowerNumber,
  true: lowerTrue,
  false: lowerFalse,
  null: lowerNull,
  undefined: lowerNull,
  regex: lowerRegex,
  meta_property: lowerMetaProperty,
  private_property_identifier: lowerWord,
  property_identifier: lowerWord,
  jsx_text: lowerJsxText,
  html_character_reference: lowerJsxText,
};

const EXPRESSIONS: Readonly<Record<string, LowerExpression>> = {
  member_expression: lowerChain,
  subscript_expression: lowerChain,
  call_expression: lowerChain,
  new_expression: lowerNew,
  array: lowerArray,
  object: lowerObject,
  template_string: lowerTemplate,
  function_expression: lowerFunctionExpression,
  generator_function: lowerFunctionExpression,
  arrow_function: lowerArrowFunction,
  class: lowerClassExpression,
  binary_expression: lowerBinary,
  unary_expression: lowerUnary,
  update_expression: lowerUpdate,
  ternary_expression: lowerConditional,
  assignment_expression: lowerAssignment,
  augmented_assignment_expression: lowerAssignment,
  sequence_expression: lowerSequence,
  await_expression: lowerAwait,
  yield_expression: lowerYield,
  spread_element: lowerStraySpread,
  as_expression: lowerAssertion,
  type_assertion: lowerAssertion,
  jsx_element: lowerElement,
  jsx_fragment: lowerElement,
  jsx_self_closing_element: lowerSelfClosingElement,
  jsx_expression: lowerJsxExpression,
};

const STATEMENTS: Readonly<Record<string, LowerStatement>> = {
  expression_statement: lowerExpressionStatement,
  variable_declaration: lowerDeclaration,
  lexical_declaration: lowerDeclaration,
  using_declaration: lowerDeclaration,
  statement_block: lowerBlock,
  if_statement: lowerIf,
  switch_statement: lowerSwitch,
  for_statement: lowerFor,
  for_in_statement: lowerForIn,
  while_statement: lowerWhile,
  do_statement: lowerWhile,
  try_statement: lowerTry,
  with_statement: lowerWith,
  return_statement: lowerReturn,
  throw_statement: lowerThrow,
  break_statement: lowerBreak,
  continue_statement: lowerContinue,
  labeled_statement: lowerLabeled,
  class_declaration: lowerClassDeclaration,
  abstract_class_declaration: lowerClassDeclaration,
  export_statement: lowerExport,
  enum_declaration: lowerEnum,
  internal_module: lowerNamespace,
  module: lowerNamespace,
  function_declaration: lowerNothing,
  generator_function_declaration: lowerNothing,
  function_signature: lowerNothing,
  import_statement: lowerNothing,
  import_alias: lowerNothing,
  type_alias_declaration: lowerNothing,
  interface_declaration: lowerNothing,
  ambient_declaration: lowerNothing,
  empty_statement: lowerNothing,
  debugger_statement: lowerNothing,
  hash_bang_line: lowerNothing,
};

const leaves = kindTable(LEAVES);
const expressions = kindTable(EXPRESSIONS);
const statements = kindTable(STATEMENTS);

/** Kinds that wrap one expression and change nothing about it at run time. */
const WRAPPERS = [
  'parenthesized_expression',
  'non_null_expression',
  'satisfies_expression',
  'instantiation_expression',
] as const;

const known = new WeakMap<Grammar, Handlers>();

export function handlersOf(grammar: Grammar): Handlers {
  const made = known.get(grammar) ?? {
    leaves: leaves(grammar),
    expressions: expressions(grammar),
    statements: statements(grammar),
    wrappers: kindMask(grammar, ...WRAPPERS),
  };
  known.set(grammar, made);
  return made;
}
