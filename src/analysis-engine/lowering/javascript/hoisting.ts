// What is known before the first step of a function or block runs: its names. And what one look at the whole file tells.
import {
  childByField,
  type Grammar,
  isNamed,
  kindIdOf,
  kindOf,
  type NodeIndex,
  nextOf,
  parentOf,
  type SyntaxTree,
  textOf,
} from '../../parsing/index.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { type FileLowering, kindMask, partsOf, type Survey, tokenOf } from './file-lowering.ts';
import { bindImportAlias, bindImportDeclarator, bindImports } from './imports.ts';
import { namesOfPattern } from './patterns.ts';

interface Masks {
  /** subtrees with `var` scopes of their own */
  readonly ownScope: Uint8Array;
  /** what may declare `var` names */
  readonly variables: Uint8Array;
  readonly surveyed: Uint8Array;
}

const masks = new WeakMap<Grammar, Masks>();

const isOrdinaryFunction = kindSet(
  ...['function_declaration', 'function_expression', 'generator_function', 'generator_function_declaration'],
  'method_definition',
);

function masksOf(grammar: Grammar): Masks {
  const known = masks.get(grammar);
  if (known) return known;
  const made = {
    ownScope: kindMask(
      grammar,
      ...['function_declaration', 'function_expression', 'generator_function', 'generator_function_declaration'],
      ...['arrow_function', 'class_body', 'method_definition', 'ambient_declaration'],
    ),
    variables: kindMask(grammar, 'variable_declaration', 'for_in_statement'),
    surveyed: kindMask(
      grammar,
      ...['assignment_expression', 'augmented_assignment_expression', 'update_expression', 'identifier'],
      ...['type_alias_declaration', 'interface_declaration'],
    ),
  };
  masks.set(grammar, made);
  return made;
}

/** One pass over the tree, before lowering. */
export function surveyFile(tree: SyntaxTree): Survey {
  const { surveyed } = masksOf(tree.grammar);
  const reassigned = new Set<string>();
  const readsArguments = new Set<NodeIndex>();
  const types = new Map<string, NodeIndex>();
  for (let node = 0; node < tree.count; node++) {
    if (surveyed[kindIdOf(tree, node)] === 0) continue;
    switch (kindOf(tree, node)) {
      case 'identifier':
        if (textOf(tree, node) === 'arguments') noteArguments(tree, node, readsArguments);
        break;
      case 'type_alias_declaration':
      case 'interface_declaration':
        types.set(textOf(tree, childByField(tree, node, 'name')), node);
        break;
      default:
        noteAssigned(tree, node, reassigned);
    }
  }
  return { reassigned, readsArguments, types };
}

function noteAssigned(tree: SyntaxTree, assignment: NodeIndex, reassigned: Set<string>): void {
  let target = childByField(tree, assignment, 'left');
  if (target < 0) target = childByField(tree, assignment, 'argument');
  if (target >= 0 && kindOf(tree, target) === 'identifier') reassigned.add(textOf(tree, target));
}

/** The function whose `arguments` a name means: the nearest that is no arrow function. */
function noteArguments(tree: SyntaxTree, node: NodeIndex, readsArguments: Set<NodeIndex>): void {
  let owner = parentOf(tree, node);
  while (owner >= 0 && !isOrdinaryFunction(tree, owner)) owner = parentOf(tree, owner);
  if (owner >= 0) readsArguments.add(owner);
}

/** Declares the `var` names of a function's body, however deep in its blocks they stand. */
export function declareVariables(file: FileLowering, body: NodeIndex): void {
  const { tree } = file;
  const { ownScope, variables } = masksOf(tree.grammar);
  const end = nextOf(tree, body);
  for (let node = body + 1; node < end; ) {
    const kind = kindIdOf(tree, node);
    if (variables[kind] === 1) declareVariablesOf(file, node);
    node = ownScope[kind] === 1 ? nextOf(tree, node) : node + 1;
  }
}

function declareVariablesOf(file: FileLowering, node: NodeIndex): void {
  const { tree } = file;
  if (kindOf(tree, node) === 'variable_declaration') {
    for (const declarator of partsOf(tree, node)) declareDeclarator(file, declarator);
    return;
  }
  const kind = childByField(tree, node, 'kind');
  if (kind >= 0 && tokenOf(tree, kind) === 'var') declarePattern(file, childByField(tree, node, 'left'));
}

function declareDeclarator(file: FileLowering, declarator: NodeIndex): void {
  if (bindImportDeclarator(file, declarator)) file.importDeclarators.add(declarator);
  else declarePattern(file, childByField(file.tree, declarator, 'name'));
}

export function declarePattern(file: FileLowering, pattern: NodeIndex): void {
  for (const name of namesOfPattern(file, pattern)) declareName(file, name);
}

function declareName(file: FileLowering, node: NodeIndex): void {
  if (node >= 0) file.scopes.declare(textOf(file.tree, node));
}

/** Declares the names that belong to one block: `let`, `const`, functions, classes, imports. */
export function declareBlock(file: FileLowering, statements: readonly NodeIndex[]): void {
  const { tree } = file;
  for (const statement of statements) {
    switch (kindOf(tree, statement)) {
      case 'lexical_declaration':
      case 'using_declaration':
        for (const declarator of partsOf(tree, statement)) declareDeclarator(file, declarator);
        break;
      case 'function_declaration':
      case 'generator_function_declaration':
      case 'class_declaration':
      case 'abstract_class_declaration':
      case 'enum_declaration':
        declareName(file, childByField(tree, statement, 'name'));
        break;
      case 'import_statement':
        bindImports(file, statement);
        break;
      case 'import_alias':
        bindImportAlias(file, statement);
        break;
      case 'export_statement':
        declareBlock(file, partsOf(tree, statement));
        break;
      case 'expression_statement':
        declareNamespace(file, statement);
        break;
      case 'internal_module':
      case 'module':
        declareName(file, rootOfName(file, childByField(tree, statement, 'name')));
        break;
      default:
    }
  }
}

function declareNamespace(file: FileLowering, statement: NodeIndex): void {
  const [inner] = partsOf(file.tree, statement);
  if (inner !== undefined && kindOf(file.tree, inner) === 'internal_module') declareBlock(file, [inner]);
}

/** `N` of `namespace N.M`; -1 for `module 'x'`. */
export function rootOfName(file: FileLowering, name: NodeIndex): NodeIndex {
  const { tree } = file;
  let root = name;
  while (root >= 0 && kindOf(tree, root) === 'nested_identifier') root = childByField(tree, root, 'object');
  return root >= 0 && kindOf(tree, root) === 'identifier' ? root : -1;
}

/** Statements with syntax errors looked through: what an ERROR node holds stands in its place. */
export function statementsOf(tree: SyntaxTree, nodes: readonly NodeIndex[]): NodeIndex[] {
  if (tree.errorCount === 0) return [...nodes];
  const statements: NodeIndex[] = [];
  const open = [...nodes].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (kindIdOf(tree, node) !== tree.grammar.errorKind) statements.push(node);
    else open.push(...partsOf(tree, node).reverse());
  }
  return statements.filter((node) => isNamed(tree, node));
}
