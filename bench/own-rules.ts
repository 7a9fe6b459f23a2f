// Own rules: what a folder of rules in the Semgrep rule language costs on one file, first and again; of the build, since what
// tsx makes of the sources is slower.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { repositoryRoot } from '../scripts/repository-root.ts';
import type { SourceParser } from '../src/analysis-engine/parsing/parser.ts';
import type { CompiledPatternRule } from '../src/analysis-engine/pattern-rules/rule-language/rule-compiler.ts';
import { engineSamples, joinedExamples, type Sample } from './samples.ts';
import { percentile, printTable } from './statistics.ts';

type Patterns = typeof import('../src/analysis-engine/pattern-rules/index.ts');
type Compiler = typeof import('../src/analysis-engine/pattern-rules/rule-language/rule-compiler.ts');
type Names = typeof import('../src/analysis-engine/pattern-rules/rule-language/formula-compiler.ts');
type Parsing = typeof import('../src/analysis-engine/parsing/index.ts');
type Grammars = typeof import('../src/model-service/issue-identification/grammar-files.ts');

interface Built extends Patterns, Compiler, Names {
  readonly parser: SourceParser;
}

async function built(): Promise<Built> {
  execFileSync(process.execPath, [join(repositoryRoot, 'scripts/build.mjs')], { stdio: 'inherit' });
  const load = (path: string) => import(pathToFileURL(join(repositoryRoot, 'dist', path)).href);
  const rules = 'analysis-engine/pattern-rules';
  const { createParser, GRAMMAR_NAMES }: Parsing = await load('analysis-engine/parsing/index.js');
  const grammars: Grammars = await load('model-service/issue-identification/grammar-files.js');
  const parser = await createParser(grammars);
  for (const name of GRAMMAR_NAMES) await parser.load(name);
  return {
    ...((await load(`${rules}/index.js`)) as Patterns),
    ...((await load(`${rules}/rule-language/rule-compiler.js`)) as Compiler),
    ...((await load(`${rules}/rule-language/formula-compiler.js`)) as Names),
    parser,
  };
}

const LANGUAGES: Readonly<Record<string, string>> = { python: '.py', javascript: '.js', java: '.java', go: '.go' };
const LINES = 300;
const FILES = 40;

/** Rules below a folder that run on a language; each is compiled anew. */
function rulesBelow(folder: string, language: string, { parser, ...engine }: Built): CompiledPatternRule[] {
  const compiled: CompiledPatternRule[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.ya?ml$/.test(name) || /\.(?:test|fixed)\./.test(name)) continue;
    for (const rule of rulesOf(readFileSync(join(folder, name), 'utf8'))) {
      const own = Array.isArray(rule.languages) ? rule.languages.map((each) => engine.languageName(String(each))) : [];
      if (!own.includes(language)) continue;
      try {
        compiled.push(engine.compilePatternRule(rule, language, (text, grammar) => parser.parse(text, grammar)));
      } catch (error) {
        if (!(error instanceof engine.RuleRefusal)) throw error;
      }
    }
  }
  return compiled;
}

function rulesOf(text: string): Record<string, unknown>[] {
  try {
    const document = parse(text, { maxAliasCount: 1_000 }) as { rules?: unknown } | null;
    return Array.isArray(document?.rules) ? (document.rules as Record<string, unknown>[]) : [];
  } catch {
    return [];
  }
}

/** Milliseconds of processor time. */
function costOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function runAll(
  sample: Sample,
  language: string,
  rules: readonly CompiledPatternRule[],
  { parser, PatternRun }: Built,
): number {
  const tree = parser.parseFile(sample.code, language, sample.path);
  return costOf(() => {
    const run = new PatternRun(tree, language, sample.path);
    for (const rule of rules) run.hits(rule);
  });
}

/** Files to run on: of ordinary length below `code`, or made of the rules' examples, which rules have most to say about. */
function filesOf(language: string, extension: string, code: string | null): readonly Sample[] {
  if (code === null) return joinedExamples(language, extension, FILES, LINES);
  const all = engineSamples(code)[language] ?? [];
  return all.filter(({ code: text }) => Math.abs(text.split('\n').length - LINES) <= LINES / 3).slice(0, FILES);
}

/** Processor milliseconds a thousand rules, on the first file and as the median over others. */
export async function benchOwnRules(folder: string | null, code: string | null = null): Promise<void> {
  if (folder === null) {
    console.log('skipped: give a folder of rules in the Semgrep rule language with --samples FOLDER');
    return;
  }
  const engine = await built();
  const rows: string[][] = [];
  for (const [language, extension] of Object.entries(LANGUAGES)) {
    const samples = filesOf(language, extension, code);
    let rules: CompiledPatternRule[] = [];
    const loading = costOf(() => {
      rules = rulesBelow(folder, language, engine);
    });
    if (rules.length === 0 || samples.length < 10) continue;
    const costs = samples.map((sample) => runAll(sample, language, rules, engine));
    const scale = 1000 / rules.length;
    const figures = [loading, costs[0], percentile(costs.slice(5), 0.5)].map((each) => (each * scale).toFixed(1));
    rows.push([language, String(samples.length), String(rules.length), ...figures]);
  }
  printTable(['language', 'files', 'rules', 'loading, ms a 1,000', 'first file', 'later files'], rows);
}
