// Code to try things on: the examples of the rules, folders of the caller.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { languageOfPath } from '../../src/analysis-engine/language-of-path.ts';
import { repositoryRoot } from '../repository-root.ts';

export interface CodeSample {
  readonly language: string;
  readonly path: string;
  readonly code: string;
}

const RULES = join(repositoryRoot, 'src/rules');
const EXTENSIONS: Readonly<Record<string, string>> = {
  python: 'py',
  java: 'java',
  javascript: 'js',
  typescript: 'ts',
  go: 'go',
};
/** Larger files make trials slow without showing more. */
const LARGEST = 20_000;

/** The fenced examples of the rules' READMEs and the files of their examples. */
export function ruleExamples(): CodeSample[] {
  return readdirSync(RULES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [...fencedExamples(name), ...samplesBelow(join(RULES, name))]);
}

function fencedExamples(rule: string): CodeSample[] {
  const readme = readFileSync(join(RULES, rule, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```(\w+) (?:bad|good)\n([\s\S]*?)^```$/gm)].map(([, language, code], index) => ({
    language,
    path: `${rule}/readme-${index}.${EXTENSIONS[language]}`,
    code,
  }));
}

/** Every file of a language that has an analyser, in the order of their paths. */
export function samplesBelow(folder: string, isWanted: (path: string) => boolean = () => true): CodeSample[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isWanted)
    .sort();
  return paths.flatMap((path) => {
    // Fixtures are kept from the tools of their language by another ending.
    const language = languageOfPath(path.replace(/\.txt$/, ''));
    if (language === null || !(language in EXTENSIONS)) return [];
    const code = readFileSync(path, 'utf8');
    return code.length <= LARGEST ? [{ language, path: basename(path, '.txt'), code }] : [];
  });
}

const FIXTURES = ['src/analysis-engine/parsing/fixtures', 'src/analysis-engine/lowering'];

/** What exercises every node kind of the grammars. */
export function fixtures(): CodeSample[] {
  return FIXTURES.flatMap((folder) =>
    samplesBelow(join(repositoryRoot, folder), (path) => path.includes('/fixtures/')),
  );
}
