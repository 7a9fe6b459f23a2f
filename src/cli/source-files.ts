// Finds and reads the files to analyse, and counts what it leaves out and why.
import { isUtf8 } from 'node:buffer';
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { LIMITS } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { enterFolder, type IgnoreRules, isIgnored, rulesAround } from './ignore-rules.ts';

/** A file to analyse, not read yet. */
export interface SourceFile {
  /** absolute, or null for standard input */
  readonly file: string | null;
  /** as reports show it: relative to the working directory, with slashes */
  readonly path: string;
  /** named on the command line: what is wrong with it is an error, not a reason to skip */
  readonly named: boolean;
}

export const SKIP_REASONS = ['ignored', 'excluded', 'link', 'binary', 'too large', 'not UTF-8', 'unreadable'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
export type SkipCounts = Map<SkipReason, number>;

/** Folders that hold no source of the project, whatever `.gitignore` says: own rules lie beside code that they are tested on. */
const EXCLUDED = new Set(['node_modules', '.git', '.hg', '.svn', '.assay']);

export const countSkip = (skipped: SkipCounts, reason: SkipReason): void => {
  skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
};

/** The path as reports show it. */
function shownPath(file: string, workingDirectory: string): string {
  const inside = relative(workingDirectory, file);
  return (inside.startsWith('..') ? file : inside).split(sep).join('/');
}

/**
 * The files that the arguments name, folders entered, in the order of their names. Throws AssayError `not_found` for
 * an argument that does not exist.
 */
export function findSourceFiles(
  targets: readonly string[],
  workingDirectory: string,
  skipped: SkipCounts,
): SourceFile[] {
  const found = new Map<string, SourceFile>();
  for (const target of targets) {
    const file = resolve(workingDirectory, target);
    const stats = statsOf(file);
    if (stats === null) throw new AssayError('not_found', { detail: `There is no file or folder ${target}.` });
    if (!stats.isDirectory()) {
      found.set(file, { file, path: shownPath(file, workingDirectory), named: true });
      continue;
    }
    for (const below of filesBelow(file, skipped)) {
      if (!found.has(below)) found.set(below, { file: below, path: shownPath(below, workingDirectory), named: false });
    }
  }
  return [...found.values()];
}

/** null when it does not exist or cannot be looked at (a file taken for a folder, a loop of links, no permission) */
function statsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

/** Files below a folder, depth first, with a stack of its own: folders may be nested deeper than calls. */
function* filesBelow(root: string, skipped: SkipCounts): Generator<string> {
  const pending: { readonly path: string; readonly rules: IgnoreRules | null; readonly isFolder: boolean }[] = [
    { path: root, rules: null, isFolder: true },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!next.isFolder) {
      yield next.path;
      continue;
    }
    const rules = next.rules === null ? rulesAround(root) : enterFolder(next.path, next.rules);
    const entries = entriesOf(next.path, skipped);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? 1 : -1))) {
      const path = join(next.path, entry.name);
      const reason = reasonToSkip(entry, path, rules);
      if (reason === null) pending.push({ path, rules, isFolder: entry.isDirectory() });
      else countSkip(skipped, reason);
    }
  }
}

function entriesOf(folder: string, skipped: SkipCounts): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    countSkip(skipped, 'unreadable');
    return [];
  }
}

function reasonToSkip(entry: Dirent, path: string, rules: IgnoreRules): SkipReason | null {
  // A link may lead out of the folder or back into it.
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory() && EXCLUDED.has(entry.name)) return 'excluded';
  if (isIgnored(path, entry.isDirectory(), rules)) return 'ignored';
  return entry.isFile() || entry.isDirectory() ? null : 'unreadable';
}

export type SourceText = { readonly code: string } | { readonly reason: SkipReason };

/** The text of a file, or why it cannot be analysed. */
export function readSource(file: string): SourceText {
  try {
    const stats = lstatSync(file);
    if (stats.isFile() && stats.size > LIMITS.codeBytes) return { reason: 'too large' };
    return decodeSource(readFileSync(file));
  } catch {
    return { reason: 'unreadable' };
  }
}

/** Source text, or why these bytes are none. */
export function decodeSource(bytes: Uint8Array): SourceText {
  if (bytes.length > LIMITS.codeBytes) return { reason: 'too large' };
  if (bytes.includes(0)) return { reason: 'binary' };
  if (!isUtf8(bytes)) return { reason: 'not UTF-8' };
  return { code: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}
