// Runs every example of every rule: the README's fences and the files in examples/. Each line marked
// `assay: <rule-id>` must have exactly that finding, and every other line none, with all rules on. Only rules that are not
// about security are silent in the examples of other rules: those are short, and do not close what they open.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine, lineIndexOf } from '../analysis-engine/index.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../analysis-engine/testing/load-grammar.ts';
import { BUILT_IN_RULES } from './index.ts';

const ROOT = new URL('.', import.meta.url).pathname;
const EXTENSIONS: Readonly<Record<string, string>> = {
  python: 'py',
  java: 'java',
  javascript: 'js',
  typescript: 'ts',
  go: 'go',
};
/** What an answer shows at the default preference. */
const SHOWN = 0.3;

interface Example {
  readonly name: string;
  readonly language: string;
  readonly path: string;
  readonly code: string;
}

function readmeExamples(rule: string): Example[] {
  const readme = readFileSync(join(ROOT, rule, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```(\w+) (bad|good)\n([\s\S]*?)^```$/gm)].map(([, language, verdict, code], index) => {
    if ((verdict === 'bad') !== code.includes('assay: '))
      throw new Error(`${rule}: a ${verdict} example ${index} is marked wrongly`);
    return {
      name: `README ${index + 1} (${language} ${verdict})`,
      language,
      path: `example.${EXTENSIONS[language]}`,
      code,
    };
  });
}

function fileExamples(rule: string): Example[] {
  const folder = join(ROOT, rule, 'examples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((language) =>
    readdirSync(join(folder, language)).map((file) => ({
      name: `${language}/${file}`,
      language,
      path: file,
      code: readFileSync(join(folder, language, file), 'utf8'),
    })),
  );
}

const marksOf = (code: string) =>
  code.split('\n').flatMap((line, index) => {
    const mark = /assay: ([a-z0-9-]+(?:, ?[a-z0-9-]+)*)\s*(?:\*\/|-->)?\s*$/.exec(line);
    return mark === null ? [] : mark[1].split(/, ?/).map((rule) => `${index + 1} ${rule}`);
  });

describe('examples', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({
      loadGrammar: loadGrammarFromNodeModules,
      loadRuntime: loadRuntimeFromNodeModules,
      rules: BUILT_IN_RULES,
    });
    for (const language of engine.supportedLanguages) await engine.prepare(language);
  });

  const rules = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  describe.each(rules.map(({ name }) => name))('%s', (rule) => {
    const examples = [...readmeExamples(rule), ...fileExamples(rule)];

    it.each(examples.map((example) => [example.name, example] as const))('%s', (_, { language, path, code }) => {
      const { findings } = engine.analyze({ code, language, path, files: [] });
      const index = lineIndexOf(code);
      const found = findings
        .filter(({ confidence, suppressedBy }) => confidence >= SHOWN && suppressedBy === null)
        .filter(({ ruleId, category }) => ruleId === rule || category === 'security')
        .map(({ ruleId, range }) => `${index.positionAt(range.start).line} ${ruleId}`);
      expect([...new Set(found)].sort()).toEqual(marksOf(code).sort());
    });

    it('has a bad and a good example in its README', () => {
      const text = examples
        .filter(({ name }) => name.startsWith('README'))
        .map(({ name }) => name)
        .join();
      expect(text).toMatch(/bad/);
      expect(text).toMatch(/good/);
    });
  });
});
