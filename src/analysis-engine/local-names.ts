// Which names are locals, by scope: the name of a local says nothing about a defect, so fingerprints leave it out.
import { functionAround } from './function-ranges.ts';
import type { FunctionDefinition, Program } from './ir.ts';
import {
  endOf,
  fieldOf,
  kindOf,
  type NodeIndex,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from './parsing/syntax-tree.ts';
import { indexProgram } from './program-index.ts';

/** A local of a program: the function that declares it and its name. */
export type LocalKey = string;

const DECLARED = new WeakMap<Program, ReadonlyMap<FunctionDefinition, ReadonlySet<string>>>();

/** The local that a name means at an offset, or null when it is an import, a function, a class or not of this file. */
export function localAt(program: Program, offset: number, name: string): LocalKey | null {
  const declared = declaredNames(program);
  const { enclosing } = indexProgram(program);
  let definition: FunctionDefinition | undefined = functionAround(program, offset);
  while (definition !== undefined) {
    if (declared.get(definition)?.has(name)) return `${definition.id} ${name}`;
    if (definition === program.main) return null;
    definition = enclosing.get(definition) ?? program.main;
  }
  return null;
}

/** The variables of each function. Functions and classes have slots too, but their names are those of code, not of data. */
function declaredNames(program: Program): ReadonlyMap<FunctionDefinition, ReadonlySet<string>> {
  let declared = DECLARED.get(program);
  if (declared !== undefined) return declared;
  const { enclosing, classScopes } = indexProgram(program);
  const names = new Map(program.functions.map((definition) => [definition, new Set(definition.slots)]));
  for (const [definition, around] of [...enclosing, ...classScopes]) names.get(around)?.delete(definition.name);
  declared = names;
  DECLARED.set(program, declared);
  return declared;
}

/** How an identifier token is to be read: as a local, as a local that is also the name of a key (`{ id }`), or as text. */
export type NameRole = 'local' | 'local-and-key' | 'text';

/** Tells names of variables from names of members, keys, types and labels, which may be spelled alike. */
export function roleOf(tree: SyntaxTree, node: NodeIndex): NameRole {
  const kind = kindOf(tree, node);
  if (kind.startsWith('shorthand_property_identifier')) return 'local-and-key';
  if (kind !== 'identifier') return 'text';
  const field = fieldOf(tree, node);
  if (field === 'attribute' || field === 'property' || field === 'field') return 'text';
  const parent = parentOf(tree, node);
  if (parent < 0) return 'local';
  const around = kindOf(tree, parent);
  if (field === 'name' && /^(method_invocation|keyword_argument)$/.test(around)) return 'text';
  return around === 'literal_element' && isKey(tree, parent) ? 'text' : 'local';
}

/** The name of a field in a composite literal of Go: `Person{Name: name}`. */
function isKey(tree: SyntaxTree, element: NodeIndex): boolean {
  const parent = parentOf(tree, element);
  return parent >= 0 && kindOf(tree, parent) === 'keyed_element' && tree.source[endOf(tree, element)] === ':';
}

/** The local that an identifier token stands for, or null. */
export function localOf(program: Program, node: NodeIndex): LocalKey | null {
  if (roleOf(program.tree, node) === 'text') return null;
  return localAt(program, startOf(program.tree, node), textOf(program.tree, node));
}
