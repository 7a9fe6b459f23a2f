// Code to measure on. Everything is on the machine already: the installed packages, our own sources, the rules' examples.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';

export interface Sample {
  readonly path: string;
  readonly code: string;
}

/** Files below `folder` with one of the extensions, between `least` and `most` bytes, in a stable order. */
function filesBelow(folder: string, extensions: readonly string[], least: number, most: number): Sample[] {
  const samples: Sample[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) visit(child);
      else if (extensions.some((extension) => entry.name.endsWith(extension)) && !entry.name.endsWith('.d.ts')) {
        const { size } = statSync(child);
        if (size >= least && size <= most) samples.push({ path: entry.name, code: readFileSync(child, 'utf8') });
      }
    }
  };
  visit(folder);
  return samples;
}

/** Makes files of about `lines` lines by joining a language's examples; each differs from the others by a suffix. */
export function joinedExamples(language: string, extension: string, count: number, lines: number): Sample[] {
  const rules = join(repositoryRoot, 'src/rules');
  const pieces = readdirSync(rules, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const readme = readFileSync(join(rules, entry.name, 'README.md'), 'utf8');
    return [...readme.matchAll(/^```(\w+) (?:bad|good)\n([\s\S]*?)^```$/gm)]
      .filter((match) => match[1] === language)
      .map((match) => match[2]);
  });
  return Array.from({ length: count }, (_, index) => {
    let code = '';
    for (let piece = index; code.split('\n').length < lines; piece++) {
      code += pieces[piece % pieces.length].replace(/\b(class|def|function) (\w+)/g, `$1 $2${index}x${piece}`);
    }
    return { path: `sample${index}${extension}`, code };
  });
}

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  javascript: ['.js', '.mjs', '.cjs'],
  typescript: ['.ts', '.tsx'],
  python: ['.py'],
  java: ['.java'],
  go: ['.go'],
};

/** Files of a language at most, taken evenly from all of a folder. */
const MOST_FILES = 300;

/** Files of ordinary size below any folder, by language: code that somebody else keeps well says most. */
function samplesBelow(folder: string): Readonly<Record<string, readonly Sample[]>> {
  const entries = Object.entries(EXTENSIONS).map(([language, extensions]) => {
    const all = filesBelow(resolve(folder), extensions, 1_000, 60_000);
    const step = Math.max(1, all.length / MOST_FILES);
    const count = Math.min(all.length, MOST_FILES);
    return [language, Array.from({ length: count }, (_, index) => all[Math.floor(index * step)])] as const;
  });
  return Object.fromEntries(entries.filter(([, samples]) => samples.length > 0));
}

/** Representative files of each language that the engine analyses: those below `folder`, or what is on the machine. */
export function engineSamples(folder: string | null): Readonly<Record<string, readonly Sample[]>> {
  if (folder !== null) return samplesBelow(folder);
  const javascript = ['fastify/lib', 'ioredis/built', 'commander/lib', 'pg/lib', 'pino/lib', 'kysely/dist'];
  return {
    javascript: javascript
      .flatMap((folder) => filesBelow(join(repositoryRoot, 'node_modules', folder), ['.js'], 2_000, 60_000))
      .slice(0, 300),
    typescript: filesBelow(join(repositoryRoot, 'src'), ['.ts'], 1_000, 40_000).filter(
      ({ path }) => !path.includes('.generated.'),
    ),
    python: joinedExamples('python', '.py', 150, 200),
    java: joinedExamples('java', '.java', 150, 200),
    go: joinedExamples('go', '.go', 150, 200),
  };
}

/** Distinct files of about `lines` lines, for requests that no cache can answer. */
export function distinctFiles(count: number, lines: number): Sample[] {
  return joinedExamples('python', '.py', count, lines).map((sample, index) => ({
    path: sample.path,
    code: `# file ${index}\n${sample.code}`,
  }));
}
