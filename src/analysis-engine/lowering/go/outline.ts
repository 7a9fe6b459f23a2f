// What a Go file declares, found before anything is lowered: its package, imports, named types, and which of these have
// methods. Go lets names be used before they are declared.

import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, kindOf, type NodeIndex, nextOf, type SyntaxTree, textOf } from '../../parsing/syntax-tree.ts';
import { partsOf } from './context.ts';

export interface Outline {
  readonly packageName: string;
  /** local name → import path without versions */
  readonly imports: ReadonlyMap<string, string>;
  /** `import . "m"` */
  readonly dotImports: readonly string[];
  /** named type → its `type_spec` or `type_alias` */
  readonly types: ReadonlyMap<string, NodeIndex>;
  /** named type → its `method_declaration`s */
  readonly methods: ReadonlyMap<string, readonly NodeIndex[]>;
  /** names of package-level functions */
  readonly functions: ReadonlySet<string>;
}

const isTypeDeclaration = kindSet('type_spec', 'type_alias');

export function outlineOf(tree: SyntaxTree): Outline {
  const imports = new Map<string, string>();
  const dotImports: string[] = [];
  const types = new Map<string, NodeIndex>();
  const methods = new Map<string, NodeIndex[]>();
  const functions = new Set<string>();
  let packageName = '';
  for (let node = 0; node < tree.count; node++) {
    if (isTypeDeclaration(tree, node)) {
      const name = fieldText(tree, node, 'name');
      if (!types.has(name)) types.set(name, node);
      continue;
    }
    const kind = kindOf(tree, node);
    if (kind === 'package_identifier' && packageName === '') packageName = textOf(tree, node);
    else if (kind === 'import_spec') addImport(tree, node, imports, dotImports);
    else if (kind === 'function_declaration') functions.add(fieldText(tree, node, 'name'));
    else if (kind === 'method_declaration') {
      const receiver = receiverTypeName(tree, node);
      if (receiver !== '') methods.set(receiver, [...(methods.get(receiver) ?? []), node]);
    }
  }
  return { packageName, imports, dotImports, types, methods, functions };
}

export function fieldText(tree: SyntaxTree, node: NodeIndex, field: string): string {
  const child = childByField(tree, node, field);
  return child < 0 ? '' : textOf(tree, child);
}

/** The name of the type that a method belongs to: `T` of `(t *T[K])`. */
function receiverTypeName(tree: SyntaxTree, method: NodeIndex): string {
  const receiver = childByField(tree, method, 'receiver');
  if (receiver < 0) return '';
  const end = nextOf(tree, receiver);
  for (let node = receiver + 1; node < end; node++)
    if (kindOf(tree, node) === 'type_identifier') return textOf(tree, node);
  return '';
}

function addImport(tree: SyntaxTree, node: NodeIndex, imports: Map<string, string>, dotImports: string[]): void {
  const path = childByField(tree, node, 'path');
  if (path < 0) return;
  const written = textOf(tree, path).slice(1, -1);
  const module = withoutVersion(written);
  const name = childByField(tree, node, 'name');
  if (name < 0) {
    for (const local of packageNames(module)) if (!imports.has(local)) imports.set(local, module);
  } else if (kindOf(tree, name) === 'dot') dotImports.push(module);
  else if (kindOf(tree, name) !== 'blank_identifier') imports.set(textOf(tree, name), module);
}

/** `github.com/a/b/v4/c` is `github.com/a/b/c`, `gopkg.in/yaml.v3` is `gopkg.in/yaml`: facts hold for every version. */
export function withoutVersion(path: string): string {
  return path.replace(/\/v\d+(?=\/|$)/g, '').replace(/\.v\d+(?=\/|$)/g, '');
}

/** What a package may be called whose name is not in sight: the end of its path, without `go` around it. */
function packageNames(module: string): string[] {
  const last = module.slice(module.lastIndexOf('/') + 1);
  const bare = last.replace(/^go[-.]/, '').replace(/[-.]go$/, '');
  return [...new Set([last, bare, bare.replaceAll('-', '_'), bare.replaceAll('-', ''), bare.replace(/^.*[-.]/, '')])];
}

/** Struct fields, methods of interfaces and the like: the members of a type node, flat. */
export function membersOf(tree: SyntaxTree, type: NodeIndex): NodeIndex[] {
  return partsOf({ tree }, type).flatMap((part) =>
    kindOf(tree, part) === 'field_declaration_list' ? partsOf({ tree }, part) : [part],
  );
}
