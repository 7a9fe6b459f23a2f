// Code to measure on. Everything is on the machine already: the installed packages, our own sources, the rules' examples.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  visit(join(repositoryRoot, folder));
  return samples;
}

/** Makes files of about `lines` lines by joining a language's examples; each differs from the others by a suffix. */
function joinedExamples(language: string, extension: string, count: number, lines: number): Sample[] {
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

/** Representative files of each language that the engine analyses. */
export function engineSamples(): Readonly<Record<string, readonly Sample[]>> {
  const javascript = ['fastify/lib', 'ioredis/built', 'commander/lib', 'pg/lib', 'pino/lib', 'kysely/dist'];
  return {
    javascript: javascript
      .flatMap((folder) => filesBelow(`node_modules/${folder}`, ['.js'], 2_000, 60_000))
      .slice(0, 300),
    typescript: filesBelow('src', ['.ts'], 1_000, 40_000).filter(({ path }) => !path.includes('.generated.')),
    python: joinedExamples('python', '.py', 150, 200),
    java: joinedExamples('java', '.java', 150, 200),
  };
}

/** Distinct files of about `lines` lines, for requests that no cache can answer. */
export function distinctFiles(count: number, lines: number): Sample[] {
  return joinedExamples('python', '.py', count, lines).map((sample, index) => ({
    path: sample.path,
    code: `# file ${index}\n${sample.code}`,
  }));
}
