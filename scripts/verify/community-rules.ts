// `npm run verify community-rules -- --rules-dir DIR [--language L] [--only TEXT] [--details]`: runs a directory of rules in
// the Semgrep rule language on the annotated test files beside them, and counts those that agree with every annotation.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import { lineIndexOf } from '../../src/analysis-engine/parsing/line-index.ts';
import type { SourceParser } from '../../src/analysis-engine/parsing/parser.ts';
import { PatternRun } from '../../src/analysis-engine/pattern-rules/index.ts';
import { RuleRefusal } from '../../src/analysis-engine/pattern-rules/rule-language/refusal.ts';
import { compilePatternRule } from '../../src/analysis-engine/pattern-rules/rule-language/rule-compiler.ts';
import { textTree } from '../../src/analysis-engine/plain-text/text-tree.ts';
import { TEXT_LANGUAGES } from '../../src/analysis-engine/rule-languages.ts';
import { parserForTests } from '../../src/analysis-engine/testing/load-grammar.ts';
import { canonicalLanguageId } from '../../src/contract/index.ts';
import { readAnnotations } from '../../src/model-service/own-rules/rule-annotations.ts';

/** Languages with data flow, then those of which only the text is looked at, which any test file is written in. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  python: ['.py', '.pyi'],
  java: ['.java'],
  javascript: ['.js', '.jsx', '.mjs', '.cjs'],
  typescript: ['.ts', '.tsx'],
  go: ['.go'],
  generic: [''],
  regex: [''],
};
/** The languages that the engine has a front end for. */
const WITH_FLOW = ['python', 'java', 'javascript', 'typescript', 'go'];

interface RuleFile {
  readonly path: string;
  readonly rules: readonly Record<string, unknown>[];
  readonly tests: readonly string[];
}

interface Outcome {
  readonly id: string;
  readonly language: string;
  readonly status: 'agrees' | 'disagrees' | 'refused' | 'untested';
  /** why refused, or which lines differ */
  readonly details: readonly string[];
  readonly feature: string;
}

/** Every rule file below a directory with the test files beside it. */
function ruleFiles(directory: string): RuleFile[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  const all = new Set(names);
  return names
    .filter((name) => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name) && !basename(name).startsWith('.'))
    .flatMap((name) => {
      const parsed = readRules(join(directory, name));
      if (parsed === null) return [];
      const stem = name.replace(/\.ya?ml$/, '');
      const tests = [...all].filter(
        (each) =>
          each.startsWith(`${stem}.`) &&
          (!/\.ya?ml$/.test(each) || /\.test\.ya?ml$/.test(each)) &&
          !each.includes('.fixed.'),
      );
      return [{ path: name, rules: parsed, tests: tests.map((each) => join(directory, each)) }];
    });
}

function readRules(path: string): Record<string, unknown>[] | null {
  try {
    const document = parse(readFileSync(path, 'utf8'), { maxAliasCount: 1_000 }) as { rules?: unknown } | null;
    return Array.isArray(document?.rules) ? (document.rules as Record<string, unknown>[]) : null;
  } catch {
    return null;
  }
}

/** One rule in one of its languages, on the test files of that language. */
function runRule(
  rule: Record<string, unknown>,
  language: string,
  tests: readonly string[],
  parser: SourceParser,
): Outcome {
  const outcome = (status: Outcome['status'], details: readonly string[] = [], feature = ''): Outcome => ({
    id: String(rule.id),
    language,
    status,
    details,
    feature,
  });
  let compiled: ReturnType<typeof compilePatternRule>;
  try {
    compiled = compilePatternRule(rule, language, (text, grammar) => parser.parse(text, grammar));
  } catch (error) {
    if (error instanceof RuleRefusal) return outcome('refused', [error.message], error.feature);
    throw error;
  }
  const own = tests.filter((test) => (EXTENSIONS[language] ?? []).some((extension) => test.endsWith(extension)));
  let annotated = false;
  const differences: string[] = [];
  for (const test of own) {
    const code = readFileSync(test, 'utf8');
    const { expected, ignored } = readAnnotations(code, String(rule.id));
    if (expected.size === 0 && !code.includes(String(rule.id))) continue;
    annotated = true;
    const tree = TEXT_LANGUAGES.includes(language) ? textTree(code) : parser.parseFile(code, language, test);
    const run = new PatternRun(tree, language, test);
    const lines = lineIndexOf(code);
    const found = new Set(run.hits(compiled).map(({ start }) => lines.positionAt(start).line));
    if (run.exhausted) differences.push(`${basename(test)}: out of steps`);
    for (const line of expected) if (!found.has(line)) differences.push(`${basename(test)}:${line} missed`);
    for (const line of found) {
      if (!expected.has(line) && !ignored.has(line)) differences.push(`${basename(test)}:${line} false`);
    }
  }
  if (!annotated) return outcome('untested');
  return outcome(differences.length === 0 ? 'agrees' : 'disagrees', differences);
}

const FLOW_TOTAL = 'these five';

function printSummary(outcomes: readonly Outcome[]): void {
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
  console.log('language     rules  loaded           agree            of loaded and tested');
  const others = [...new Set(outcomes.map(({ language }) => language))].filter((name) => !WITH_FLOW.includes(name));
  for (const language of [...WITH_FLOW, FLOW_TOTAL, ...others.sort(), 'all']) {
    const isCounted = (name: string) =>
      language === 'all' || name === language || (language === FLOW_TOTAL && WITH_FLOW.includes(name));
    const own = outcomes.filter((each) => isCounted(each.language));
    const loaded = own.filter(({ status }) => status !== 'refused');
    const tested = own.filter(({ status }) => status !== 'untested');
    const agree = own.filter(({ status }) => status === 'agrees');
    const testedLoaded = loaded.filter(({ status }) => status !== 'untested');
    console.log(
      `${language.padEnd(12)} ${String(own.length).padStart(5)}  ${`${loaded.length} ${percent(loaded.length, own.length)}`.padEnd(15)}  ${`${agree.length} ${percent(agree.length, tested.length)}`.padEnd(15)}  ${percent(agree.length, testedLoaded.length)}`,
    );
  }
  const features = new Map<string, number>();
  for (const { feature, status } of outcomes)
    if (status === 'refused') features.set(feature, (features.get(feature) ?? 0) + 1);
  for (const [feature, count] of [...features].sort((a, b) => b[1] - a[1]))
    console.log(`refused ${String(count).padStart(4)}  ${feature}`);
}

/** Options are described at the top of the file. */
export async function verifyCommunityRules(args: readonly string[]): Promise<void> {
  const option = (name: string): string | undefined => args[args.indexOf(name) + 1];
  const directory = args.includes('--rules-dir') ? option('--rules-dir') : undefined;
  if (directory === undefined)
    throw new Error('--rules-dir DIR is needed: rules with annotated test files beside them');
  const only = args.includes('--only') ? (option('--only') ?? '') : '';
  const language = args.includes('--language') ? option('--language') : undefined;
  const parser = await parserForTests();
  const outcomes: Outcome[] = [];
  for (const { path, rules, tests } of ruleFiles(directory)) {
    if (!path.includes(only)) continue;
    for (const rule of rules) {
      const own = Array.isArray(rule.languages) ? rule.languages.map((each) => canonicalLanguageId(String(each))) : [];
      for (const name of new Set(own)) {
        if (language !== undefined && name !== language) continue;
        const outcome = runRule(rule, name, tests, parser);
        outcomes.push(outcome);
        if (!args.includes('--details') || outcome.status === 'agrees' || outcome.status === 'untested') continue;
        console.log(`${outcome.status} ${language} ${relative('.', path)} ${outcome.id}`);
        for (const detail of outcome.details.slice(0, 12)) console.log(`    ${detail}`);
      }
    }
  }
  printSummary(outcomes);
}
