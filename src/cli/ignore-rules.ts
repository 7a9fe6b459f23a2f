// Which paths git would ignore: `.gitignore` files from the repository's root down to each folder, nearest last.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules that hold in one folder, and those of the folders above it. */
export interface IgnoreRules {
  readonly folder: string;
  readonly own: Ignore | null;
  readonly above: IgnoreRules | null;
}

function rulesOf(folder: string, file: string): string | null {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return null;
  }
}

/** The rules in `folder`, given those of its parent. */
export function enterFolder(folder: string, above: IgnoreRules | null): IgnoreRules {
  const text = rulesOf(folder, '.gitignore');
  return { folder, own: text === null ? null : ignore().add(text), above };
}

/** The rules in `folder` with those of all folders above it up to the root of its repository, if it is in one. */
export function rulesAround(folder: string): IgnoreRules {
  const folders = [folder];
  while (!existsSync(join(folders[0] ?? folder, '.git'))) {
    const parent = dirname(folders[0] ?? folder);
    // not in a repository: only what lies below counts
    if (parent === folders[0]) return enterFolder(folder, null);
    folders.unshift(parent);
  }
  const root = folders[0] ?? folder;
  const excluded = rulesOf(root, '.git/info/exclude');
  let rules: IgnoreRules | null = excluded === null ? null : { folder: root, own: ignore().add(excluded), above: null };
  for (const each of folders) {
    // Whoever names a folder that is ignored wants to see into it.
    if (rules !== null && each !== root && isIgnored(each, true, rules)) rules = null;
    rules = enterFolder(each, rules);
  }
  return rules ?? enterFolder(folder, null);
}

/** As git decides: the nearest file that says anything about the path wins. Folders that hold the path are not looked at. */
export function isIgnored(path: string, isFolder: boolean, rules: IgnoreRules): boolean {
  for (let each: IgnoreRules | null = rules; each !== null; each = each.above) {
    if (each.own === null) continue;
    const inside = relative(each.folder, path).split(sep).join('/') + (isFolder ? '/' : '');
    const { ignored, unignored } = each.own.test(inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}
