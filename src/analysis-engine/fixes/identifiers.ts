// Where the names of a file stand, told from its tokens: what is still used once some of its text is gone.
import { kindTest } from '../parsing/kind-sets.ts';
import { endOf, nextOf, type SyntaxTree, startOf } from '../parsing/syntax-tree.ts';
import { literalPattern } from '../regex/index.ts';
import type { TextEdit } from './fix.ts';
import { dropImport, importsOf } from './imports.ts';

const isName = kindTest((kind, named) => named && /identifier/.test(kind) && kind !== 'scoped_identifier');

const KNOWN = new WeakMap<SyntaxTree, ReadonlyMap<string, readonly number[]>>();

/** Offsets of each name. */
export function namesIn(tree: SyntaxTree): ReadonlyMap<string, readonly number[]> {
  let known = KNOWN.get(tree);
  if (known === undefined) {
    const names = new Map<string, number[]>();
    for (let node = 0; node < tree.count; node++) {
      if (nextOf(tree, node) !== node + 1 || !isName(tree, node)) continue;
      const name = tree.source.slice(startOf(tree, node), endOf(tree, node));
      const places = names.get(name);
      if (places) places.push(startOf(tree, node));
      else names.set(name, [startOf(tree, node)]);
    }
    known = names;
    KNOWN.set(tree, known);
  }
  return known;
}

/** The edits, and those that drop the imports whose last use they take away. */
export function withoutUnusedImports(tree: SyntaxTree, language: string, edits: readonly TextEdit[]): TextEdit[] {
  const gone = (offset: number): boolean => edits.some(({ start, end }) => offset >= start && offset < end);
  const inserted = edits.map(({ text }) => text).join('\n');
  const dropped: TextEdit[] = [];
  const imports = importsOf(tree, language);
  const uses = (statement: number, local: string): readonly number[] => {
    const places = namesIn(tree).get(local.split('.')[0]) ?? [];
    return places.filter((at) => at < startOf(tree, statement) || at >= endOf(tree, statement));
  };
  for (const statement of new Set(imports.map((each) => each.statement))) {
    const bound = imports.filter((each) => each.statement === statement);
    const isUnused = bound.every(({ local }) => {
      const places = uses(statement, local);
      return (
        places.length > 0 &&
        places.every(gone) &&
        !new RegExp(`(?<![\\w$])${literalPattern(local)}(?![\\w$])`).test(inserted)
      );
    });
    // A module of scripts may be imported for what it does.
    if (!isUnused || bound.length !== bound[0].siblings) continue;
    // A name of it is replaced by the one that is needed now.
    if (edits.some(({ start, end }) => start > startOf(tree, statement) && end <= endOf(tree, statement))) continue;
    const edit = dropImport(tree, statement);
    if (edit !== null) dropped.push(edit);
  }
  return inPlaceOf(dropped, edits);
}

/** An import that is added just behind one that goes takes its place. */
function inPlaceOf(dropped: readonly TextEdit[], edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  const gone = [...dropped];
  for (const edit of edits) {
    const at = gone.findIndex(({ start, end }) => edit.start === edit.end && edit.start > start && edit.start < end);
    const breaks = /^\r?\n/.exec(edit.text)?.[0];
    if (at < 0 || breaks === undefined) kept.push(edit);
    else kept.push({ ...gone.splice(at, 1)[0], text: edit.text.slice(breaks.length) + breaks });
  }
  return [...kept, ...gone];
}

/** Go does not compile a file that imports what it does not use. */
export function unusedImports(tree: SyntaxTree, language: string): ReadonlySet<string> {
  const unused = new Set<string>();
  for (const { local, statement } of importsOf(tree, language)) {
    if (local === '_' || local === '.') continue;
    const places = namesIn(tree).get(local.split('.')[0]) ?? [];
    if (places.every((at) => at >= startOf(tree, statement) && at < endOf(tree, statement))) unused.add(local);
  }
  return unused;
}

/** Nor one with a variable that nothing uses: names that stand nowhere but where they are declared. */
export function unusedVariables(tree: SyntaxTree): ReadonlySet<string> {
  const unused = new Set<string>();
  for (const [name, [at, ...others]] of namesIn(tree)) {
    if (others.length > 0 || name === '_') continue;
    const after = tree.source.slice(at + name.length, at + name.length + 80);
    if (/^(?:\s*,\s*\w+)*\s*:=/.test(after)) unused.add(name);
  }
  return unused;
}
