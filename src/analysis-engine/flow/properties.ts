// Property and JSON files among the context files: their entries as constants.
import { LIMITS } from '../limits.ts';
import { normalisePath, type ProjectFile } from '../project/source-tree.ts';
import { normaliseKey } from './children.ts';
import { joinAll } from './join.ts';

import type { Pass } from './pass.ts';
import { constantOf, constantValue, type Key, type Value, withKids } from './value.ts';

/** The object with the entries of the file that `path` names; unchanged when there is no such file. */
export function loadProperties(pass: Pass, object: Value, path: Value | undefined): Value {
  const name = path === undefined ? undefined : constantOf(path);
  if (typeof name !== 'string') return object;
  const file = findFile(pass.modules.files, name);
  const entries = file === undefined ? null : entriesOf(file);
  if (entries === null) return object;
  const kids = new Map<Key, Value>();
  for (const [key, value] of entries) kids.set(normaliseKey(key), constantValue(value));
  if (kids.size <= LIMITS.kidsPerValue) return withKids(object, kids, null, -1);
  return withKids(object, new Map([...kids].slice(0, LIMITS.kidsPerValue)), joinAll(kids.values()), -1);
}

/** The file whose path ends in the name, as class paths and resource folders hide its beginning. */
function findFile(files: readonly ProjectFile[], name: string): ProjectFile | undefined {
  const wanted = normalisePath(name).replace(/^(classpath:)?\/+/, '');
  return files.find((file) => {
    const path = normalisePath(file.path);
    return path === wanted || path.endsWith(`/${wanted}`);
  });
}

function entriesOf(file: ProjectFile): [string, string][] | null {
  if (file.path.endsWith('.properties')) return propertiesOf(file.code);
  return file.path.endsWith('.json') ? jsonEntries(file.code) : null;
}

/** Java property files: `key=value`, `key: value`, comments, lines continued by a backslash. */
function propertiesOf(code: string): [string, string][] {
  const entries: [string, string][] = [];
  for (const line of code.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const match = /^\s*([^#!\s=:][^\s=:]*)\s*[=:\s]\s*(.*)$/.exec(line);
    if (match) entries.push([match[1], match[2].trimEnd()]);
  }
  return entries;
}

function jsonEntries(code: string): [string, string][] | null {
  try {
    const parsed: unknown = JSON.parse(code);
    if (typeof parsed !== 'object' || parsed === null) return null;
    return Object.entries(parsed).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value] as [string, string]] : [],
    );
  } catch {
    return null;
  }
}
