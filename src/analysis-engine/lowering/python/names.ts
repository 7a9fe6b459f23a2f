// Which names a function body, class body or file binds: Python decides by looking at the whole body before it runs.

import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import {
  childByField,
  fieldOf,
  type Grammar,
  kindIdOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  type SyntaxTree,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { dottedText } from './context.ts';

/** `import module as local`; `name` set for `from module import name as local`. */
export interface ImportedName {
  readonly node: NodeIndex;
  readonly local: string;
  readonly module: string;
  readonly name: string | null;
  /** everything that the statement names, `a.b` of `import a.b` as well */
  readonly whole: string;
}

export interface BoundNames {
  /** in order of appearance → whether anything but a stand-in for a missing import is assigned to it */
  readonly variables: Map<string, boolean>;
  readonly imports: ImportedName[];
  readonly wildcards: string[];
  /** names of `global` and of `nonlocal` statements: bound elsewhere */
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  hasYield: boolean;
}

/** Collects the names that the subtree binds in its own scope; functions, classes and lambdas in it are scopes of their own. */
export function boundNamesOf(tree: SyntaxTree, body: NodeIndex): BoundNames {
  const names: BoundNames = {
    variables: new Map(),
    imports: [],
    wildcards: [],
    globals: new Set(),
    nonlocals: new Set(),
    hasYield: false,
  };
  const collectors = COLLECTORS(tree.grammar);
  const end = nextOf(tree, body);
  let node = body;
  while (node < end) {
    const collect = collectors[kindIdOf(tree, node)];
    if (collect) collect(tree, node, names);
    node = node !== body && isScope(tree, node) ? nextOf(tree, node) : node + 1;
  }
  return names;
}

/** Names of all `global` statements of the file: the file's own scope binds them too. */
export function globalNamesOf(tree: SyntaxTree): Set<string> {
  const names = new Set<string>();
  const isGlobal = kindSet('global_statement');
  for (let node = 0; node < tree.count; node++) {
    if (isGlobal(tree, node)) for (const child of namedChildrenOf(tree, node)) names.add(textOf(tree, child));
  }
  return names;
}

const isScope = kindSet('function_definition', 'class_definition', 'lambda');

type Collect = (tree: SyntaxTree, node: NodeIndex, names: BoundNames) => void;

function bind(variables: BoundNames['variables'], name: string, strong: boolean): void {
  variables.set(name, strong || (variables.get(name) ?? false));
}

const TARGET_CONTAINERS = kindSet(
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'list_splat',
  'tuple',
  'list',
  'expression_list',
  'parenthesized_expression',
  'as_pattern_target',
);

/** Identifiers that a target binds; members and elements of objects bind no name. */
export function bindTarget(
  tree: SyntaxTree,
  target: NodeIndex,
  variables: BoundNames['variables'],
  strong = true,
): void {
  const end = nextOf(tree, target);
  let node = target;
  while (node < end) {
    if (kindOf(tree, node) === 'identifier') bind(variables, textOf(tree, node), strong);
    node = TARGET_CONTAINERS(tree, node) ? node + 1 : nextOf(tree, node);
  }
}

const isNothing = kindSet('none', 'false', 'true', 'lambda');
const isName = kindSet('identifier', 'attribute');

/** `json = None`, or any other name in an `except` clause: what stands in when an import fails. */
function isStandIn(tree: SyntaxTree, left: NodeIndex, right: NodeIndex): boolean {
  if (right < 0 || kindOf(tree, left) !== 'identifier') return false;
  if (isNothing(tree, right)) return true;
  const block = parentOf(tree, parentOf(tree, parentOf(tree, left)));
  return isName(tree, right) && block >= 0 && kindOf(tree, parentOf(tree, block)) === 'except_clause';
}

const collectAssignment: Collect = (tree, node, names) => {
  const left = childByField(tree, node, 'left');
  const right = childByField(tree, node, 'right');
  if (left >= 0) bindTarget(tree, left, names.variables, !isStandIn(tree, left, right));
};

const collectName: Collect = (tree, node, names) => {
  const name = childByField(tree, node, 'name');
  if (name >= 0) bind(names.variables, textOf(tree, name), kindOf(tree, node) === 'named_expression');
};

/** `case x`: a dotted name without dots captures. */
const collectCapture: Collect = (tree, node, names) => {
  if (isCapture(tree, node)) bind(names.variables, textOf(tree, node), true);
};

const isPattern = kindSet(
  'case_pattern',
  'keyword_pattern',
  'union_pattern',
  'list_pattern',
  'tuple_pattern',
  'dict_pattern',
);

export function isCapture(tree: SyntaxTree, node: NodeIndex): boolean {
  if (textOf(tree, node) === '_' || !isPattern(tree, parentOf(tree, node))) return false;
  return fieldOf(tree, node) !== 'key' && namedChildrenOf(tree, node).length === 1;
}

/** `*rest`, `**rest` and `pattern as name` hold the name they capture directly. */
const collectDirectIdentifiers: Collect = (tree, node, names) => {
  if (kindOf(tree, node) === 'as_pattern' && kindOf(tree, parentOf(tree, node)) !== 'case_pattern') return;
  for (const child of namedChildrenOf(tree, node)) {
    if (kindOf(tree, child) === 'identifier') bind(names.variables, textOf(tree, child), true);
  }
};

const collectOuter =
  (key: 'globals' | 'nonlocals'): Collect =>
  (tree, node, names) => {
    for (const child of namedChildrenOf(tree, node)) names[key].add(textOf(tree, child));
  };

function importsIn(tree: SyntaxTree, node: NodeIndex): { node: NodeIndex; name: string; alias: string | null }[] {
  const found = [];
  for (const child of namedChildrenOf(tree, node)) {
    if (fieldOf(tree, child) !== 'name') continue;
    const aliased = kindOf(tree, child) === 'aliased_import';
    const name = aliased ? childByField(tree, child, 'name') : child;
    const alias = aliased ? childByField(tree, child, 'alias') : -1;
    if (name < 0) continue;
    found.push({ node: child, name: dottedText(tree, name), alias: alias < 0 ? null : textOf(tree, alias) });
  }
  return found;
}

/** `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`. */
const collectImport: Collect = (tree, node, names) => {
  for (const { node: at, name, alias } of importsIn(tree, node)) {
    const top = name.split('.')[0];
    names.imports.push({ node: at, local: alias ?? top, module: alias === null ? top : name, name: null, whole: name });
  }
};

const collectImportFrom: Collect = (tree, node, names) => {
  const moduleNode = childByField(tree, node, 'module_name');
  if (moduleNode < 0) return;
  const module = dottedText(tree, moduleNode);
  for (const { node: at, name, alias } of importsIn(tree, node)) {
    names.imports.push({ node: at, local: alias ?? name, module, name, whole: `${module}.${name}` });
  }
  if (namedChildrenOf(tree, node).some((child) => kindOf(tree, child) === 'wildcard_import')) {
    names.wildcards.push(module);
  }
};

const COLLECTORS: (grammar: Grammar) => readonly (Collect | undefined)[] = kindTable<Collect>({
  as_pattern: collectDirectIdentifiers,
  as_pattern_target: (tree, node, names) => bindTarget(tree, node, names.variables),
  assignment: collectAssignment,
  augmented_assignment: collectAssignment,
  class_definition: collectName,
  dotted_name: collectCapture,
  for_statement: collectAssignment,
  function_definition: collectName,
  global_statement: collectOuter('globals'),
  import_from_statement: collectImportFrom,
  import_statement: collectImport,
  named_expression: collectName,
  nonlocal_statement: collectOuter('nonlocals'),
  splat_pattern: collectDirectIdentifiers,
  yield: (_tree, _node, names) => {
    names.hasYield = true;
  },
});
