// Where a new import goes: into the group of its kind, in the order that the group has.
import {
  childrenOf,
  endOf,
  kindOf,
  type NodeIndex,
  nextOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../parsing/syntax-tree.ts';
import { lineEndOf } from './code-style.ts';
import type { TextEdit } from './fix.ts';
import { type BoundImport, importsOf } from './imports.ts';
import { isStandard } from './standard-modules.ts';

/** An import to be added: its module, and the line as the file would write it. */
export interface NewImport {
  readonly module: string;
  readonly line: string;
}

/** One import statement of the group at the top of the file; in Go the line of a list. */
interface Written {
  readonly node: NodeIndex;
  readonly module: string;
  /** `from x import y` of Python stands behind `import x` */
  readonly isFrom: boolean;
}

/** The edit that adds an import. */
export function addImport(tree: SyntaxTree, language: string, { module, line }: NewImport): TextEdit {
  const { source } = tree;
  const end = lineEndOf(source);
  const group = firstGroup(tree, importsOf(tree, language));
  const last = group.at(-1);
  const isListed = last !== undefined && kindOf(tree, last.node) === 'import_spec';
  const written = language === 'go' && !isListed ? `import ${line}` : line;
  const put = (node: NodeIndex, where: 'before' | 'after', gap = ''): TextEdit => {
    const indentation = isListed ? '\t' : '';
    if (where === 'before') {
      const at = startOf(tree, node);
      return { start: at, end: at, text: `${written}${gap}${end}${indentation}` };
    }
    const at = endOfLine(source, endOfStatement(tree, node));
    return { start: at, end: at, text: `${gap}${end}${indentation}${written}` };
  };
  if (last !== undefined) {
    const [place, where, gap] = placeFor(group, language, module, line);
    return put(place.node, where, gap ? end : '');
  }
  const future = childrenOf(tree, 0).find((node) => kindOf(tree, node) === 'future_import_statement');
  if (future !== undefined) return put(future, 'after', end);
  const package_ = childrenOf(tree, 0).find((node) => /^package_(?:declaration|clause)$/.test(kindOf(tree, node)));
  if (package_ !== undefined) return put(package_, 'after', end);
  const start = startOfCode(tree);
  return { start, end: start, text: `${written}${end}${source.slice(start).startsWith(end) ? '' : end}` };
}

type Place = readonly [Written, 'before' | 'after', boolean];

/** Beside the others of its kind: before the first that sorts behind it, where they are sorted; else behind them all. */
function placeFor(group: readonly Written[], language: string, module: string, line: string): Place {
  const [first] = group;
  const last = group[group.length - 1];
  if (language === 'java') return sorted(sameRoot(group, module), module) ?? [last, 'after', false];
  const isOwn = isStandard(language, module);
  const isFrom = line.startsWith('from ');
  const kin = group.filter((each) => isStandard(language, each.module) === isOwn && !isRelative(each.module));
  const alike = kin.filter((each) => each.isFrom === isFrom);
  const among = sorted(alike, module);
  if (among !== null) return among;
  // `import x` stands before, `from x import y` behind what there is.
  if (kin.length > 0) return isFrom ? [kin[kin.length - 1], 'after', false] : [kin[0], 'before', false];
  if (isOwn) return [first, 'before', language === 'python' || language === 'go'];
  const own = group.filter((each) => isStandard(language, each.module));
  return own.length === 0 ? [last, 'after', false] : [own[own.length - 1], 'after', language !== 'javascript'];
}

function sameRoot(group: readonly Written[], module: string): readonly Written[] {
  const root = module.split('.')[0];
  const alike = group.filter((each) => each.module.split('.')[0] === root);
  return alike.length > 0 ? alike : group;
}

function sorted(alike: readonly Written[], module: string): Place | null {
  const last = alike.at(-1);
  if (last === undefined) return null;
  const isSorted = alike.every((each, index) => index === 0 || alike[index - 1].module <= each.module);
  const behind = isSorted ? alike.find((each) => each.module > module) : undefined;
  return behind === undefined ? [last, 'after', false] : [behind, 'before', false];
}

const isRelative = (module: string): boolean => module.startsWith('.');

/** Imports that follow each other; whatever follows other code is there for a reason. */
function firstGroup(tree: SyntaxTree, imports: readonly BoundImport[]): Written[] {
  const modules = new Map(imports.map(({ statement, module }) => [statement, module]));
  const group: Written[] = [];
  for (const child of childrenOf(tree, 0)) {
    const inside = [...modules].filter(([node]) => node >= child && node < nextOf(tree, child));
    for (const [node, module] of inside) {
      group.push({ node, module, isFrom: kindOf(tree, node) === 'import_from_statement' });
    }
    if (inside.length > 0 || group.length === 0) continue;
    const kind = kindOf(tree, child);
    if (kind !== 'comment' && !/^import_|_comment$/.test(kind)) break;
  }
  return group;
}

function endOfStatement(tree: SyntaxTree, node: NodeIndex): number {
  const end = endOf(tree, node);
  return tree.source[end] === ';' ? end + 1 : end;
}

/** A comment on the same line belongs to the import. */
function endOfLine(source: string, at: number): number {
  return at + (/^[ \t]*(?:#|\/\/)[^\r\n]*/.exec(source.slice(at, at + 400))?.[0].length ?? 0);
}

/** After a shebang, comments at the top, a docstring and `'use strict'`. */
function startOfCode(tree: SyntaxTree): number {
  let isFirst = true;
  for (const child of childrenOf(tree, 0)) {
    const text = textOf(tree, child);
    const kind = kindOf(tree, child);
    if (kind === 'comment' || kind === 'hash_bang_line') continue;
    const isText = isFirst && kind === 'expression_statement' && /^[rRuU]?['"]/.test(text);
    isFirst = false;
    if (!isText) return startOf(tree, child);
  }
  return 0;
}
