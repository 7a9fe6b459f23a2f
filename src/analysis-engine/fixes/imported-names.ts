// Names that a Python file takes out of a module: a new one goes into the statement that is there, in the place of one that is not needed any more.
import type { Program } from '../ir.ts';
import { endOf, kindOf, type NodeIndex, namedChildrenOf, startOf, textOf } from '../parsing/syntax-tree.ts';
import { indentationAt, lineEndOf } from './code-style.ts';
import type { TextEdit } from './fix.ts';
import { namesIn } from './identifiers.ts';
import { type BoundImport, importsOf } from './imports.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** `sha256` where the file says `from hashlib import sha1`; null where it imports the module itself, or nothing of it. */
export function takenFrom(
  { tree, language }: Program,
  module: string,
  name: string,
  near: Range,
): { readonly text: string; readonly edits: readonly TextEdit[] } | null {
  if (language !== 'python') return null;
  const ofModule = importsOf(tree, language).filter((each) => each.module === module);
  if (ofModule.length === 0 || ofModule.some((each) => each.name === null)) return null;
  const known = ofModule.find((each) => each.name === name);
  if (known !== undefined) return { text: known.local, edits: [] };
  if ((namesIn(tree).get(name) ?? []).some((at) => tree.source[at - 1] !== '.')) return null;
  const edit = added(tree, ofModule, name, near);
  return edit === null ? null : { text: name, edits: [edit] };
}

function added(tree: Program['tree'], ofModule: readonly BoundImport[], name: string, near: Range): TextEdit | null {
  const last = ofModule[ofModule.length - 1];
  const { source } = tree;
  const parts = namedChildrenOf(tree, last.statement)
    .slice(1)
    .filter((part) => /^(?:dotted_name|aliased_import|identifier)$/.test(kindOf(tree, part)));
  if (parts.length === 0) return null;
  const goes = ofModule.find((each) => each.statement === last.statement && isOnlyIn(tree, each, near));
  const old = goes === undefined ? undefined : parts.find((part) => textOf(tree, part) === goes.local);
  if (old !== undefined) return { start: startOf(tree, old), end: endOf(tree, old), text: name };
  if (takesOneALine(tree)) {
    const at = endOf(tree, last.statement);
    return { start: at, end: at, text: `${lineEndOf(source)}from ${last.module} import ${name}` };
  }
  const behind = parts.find((part) => textOf(tree, part) > name);
  const isMultiline = source.slice(startOf(tree, last.statement), endOf(tree, last.statement)).includes('\n');
  const between = isMultiline ? `,${lineEndOf(source)}${indentationAt(source, startOf(tree, parts[0]))}` : ', ';
  const at = behind === undefined ? endOf(tree, parts[parts.length - 1]) : startOf(tree, behind);
  return { start: at, end: at, text: behind === undefined ? between + name : name + between };
}

/** Every use of the import is in what is written anew. */
function isOnlyIn(tree: Program['tree'], { local, statement }: BoundImport, near: Range): boolean {
  const uses = (namesIn(tree).get(local) ?? []).filter(
    (at) => at < startOf(tree, statement) || at >= endOf(tree, statement),
  );
  return uses.length > 0 && uses.every((at) => at >= near.start && at < near.end);
}

/** Some files have a statement for each name. */
function takesOneALine(tree: Program['tree']): boolean {
  const statements = new Map<string, Set<NodeIndex>>();
  for (const { module, name, statement } of importsOf(tree, 'python')) {
    if (name === null) continue;
    const known = statements.get(module);
    if (known) known.add(statement);
    else statements.set(module, new Set([statement]));
  }
  return [...statements.values()].some((each) => each.size > 1);
}
