// Runs the engine on one file and prints what it finds, with rules and facts read from their YAML: for people who write
// a lowering, facts or rules. `npx tsx scripts/analyze-file.ts FILE [--ir] [--context FILE]… [--all]`
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import {
  createEngine,
  lineIndexOf,
  printProgram,
  type Rule,
  validateLibraryFacts,
} from '../src/analysis-engine/index.ts';
import { languageOfPath } from '../src/analysis-engine/language-of-path.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../src/analysis-engine/testing/load-grammar.ts';

const SOURCES = new URL('../src/', import.meta.url).pathname;

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readRules(): Rule[] {
  return yamlFiles(join(SOURCES, 'rules'))
    .filter((path) => basename(path) === 'rule.yaml')
    .map((path) => {
      const { check: _, ...rule } = parse(readFileSync(path, 'utf8'));
      return { languages: [], ...rule } as Rule;
    });
}

function readFacts() {
  return yamlFiles(join(SOURCES, 'analysis-engine', 'library-facts')).flatMap((path) => {
    try {
      return [
        validateLibraryFacts(
          parse(readFileSync(path, 'utf8'), { merge: true, maxAliasCount: -1 }),
          relative(process.cwd(), path),
        ),
      ];
    } catch (error) {
      console.error(String(error));
      return [];
    }
  });
}

const words = process.argv.slice(2);
const context = words.flatMap((word, index) => (words[index - 1] === '--context' ? [word] : []));
const [file] = words.filter((word, index) => !word.startsWith('--') && words[index - 1] !== '--context');
const language = file === undefined ? null : languageOfPath(file);
if (file === undefined || language === null)
  throw new Error('Usage: analyze-file.ts FILE [--ir] [--context FILE]… [--all]');

const engine = await createEngine({
  loadGrammar: loadGrammarFromNodeModules,
  loadRuntime: loadRuntimeFromNodeModules,
  rules: readRules(),
  facts: readFacts(),
});
for (const each of engine.supportedLanguages) await engine.prepare(each);
const code = readFileSync(file, 'utf8');
if (words.includes('--ir')) console.log(printProgram(engine.lower(code, language, file)));
const files = context.map((path) => ({ path, code: readFileSync(path, 'utf8') }));
const { findings, notices, statistics } = engine.analyze({ code, language, path: file, files });
const lines = lineIndexOf(code);
for (const finding of findings) {
  const { line, column } = lines.positionAt(finding.range.start);
  const suppressed = finding.suppressedBy === null ? '' : ` (suppressed: ${finding.suppressedBy})`;
  console.log(
    `${finding.range.path}:${line}:${column} ${finding.ruleId} ${finding.confidence.toFixed(2)} ${finding.message}${suppressed}`,
  );
  for (const entry of finding.trace) {
    const at = entry.range.path === file ? lines.positionAt(entry.range.start).line : entry.range.path;
    console.log(`    ${at}: ${entry.message}`);
  }
}
for (const notice of notices) console.log(`notice ${notice.code}: ${notice.message}`);
console.log(`${findings.length} findings, ${JSON.stringify(statistics)}`);
