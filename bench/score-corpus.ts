// Scores the engine in process on a corpus prepared by a yardstick, with the yardstick's own counting: seconds where the
// server takes minutes. npx tsx bench/score-corpus.ts --scorer PATH/score.mjs --corpus DIR [--details] [--only ID] [--limit N]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import {
  createEngine,
  type Engine,
  type Finding,
  type LibraryFacts,
  lineIndexOf,
  validateLibraryFacts,
} from '../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../src/rules/index.ts';

interface CorpusFile {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly language: string;
  readonly context?: readonly { readonly path: string; readonly file: string }[];
}

interface CorpusCase extends CorpusFile {
  readonly category: string;
  readonly vulnerable: boolean;
}

interface Corpus {
  readonly dir: string;
  readonly mode: 'case' | 'lines';
  readonly cases?: readonly CorpusCase[];
  readonly files?: readonly CorpusFile[];
  readonly units: readonly CorpusFile[];
}

/** What this script uses of a yardstick's `score.mjs`. */
interface Scorer {
  readonly loadCorpus: (dir: string) => Corpus;
  readonly choose: (corpus: Corpus, options: { only?: string; limit?: number; split?: string }) => Corpus;
  readonly score: (
    corpus: Corpus,
    found: ReadonlyMap<string, readonly object[]>,
    options: { minConfidence: number },
  ) => { readonly verdicts: Readonly<Record<string, boolean>> };
  readonly print: (title: string, corpus: Corpus, result: object, latency: null) => void;
}

const { values: options } = parseArgs({
  options: {
    scorer: { type: 'string' },
    corpus: { type: 'string' },
    details: { type: 'boolean', default: false },
    only: { type: 'string' },
    split: { type: 'string', default: 'all' },
    limit: { type: 'string' },
    'min-confidence': { type: 'string', default: '0.3' },
  },
});

const FACTS = new URL('../src/analysis-engine/library-facts/', import.meta.url).pathname;

/** The facts as they are in the working tree, generated or not. */
function factsFromFiles(): LibraryFacts[] {
  return readdirSync(FACTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(FACTS, name)).map((file) => {
        const path = join(FACTS, name, file);
        return validateLibraryFacts(parse(readFileSync(path, 'utf8')), path);
      }),
    );
}

const textOf = (corpus: Corpus, file: string): string => readFileSync(join(corpus.dir, file), 'utf8');

/** Findings in the form that yardsticks count. */
function issueOf(finding: Finding, code: string): object {
  const index = lineIndexOf(code);
  return {
    line: index.positionAt(finding.range.start).line,
    endLine: index.positionAt(finding.range.end).line,
    cwe: finding.cwe.map((cwe) => Number(cwe.replace('CWE-', ''))),
    category: finding.category,
    severity: finding.severity,
    confidence: finding.confidence,
    rule: finding.ruleId,
  };
}

function analyzeAll(engine: Engine, corpus: Corpus): Map<string, object[]> {
  const found = new Map<string, object[]>();
  let bytes = 0;
  const started = performance.now();
  for (const unit of corpus.units) {
    const code = textOf(corpus, unit.file);
    bytes += code.length;
    const files = (unit.context ?? []).map(({ path, file }) => ({ path, code: textOf(corpus, file) }));
    const { findings } = engine.analyze({ code, language: unit.language, path: unit.name, files });
    found.set(
      unit.file,
      findings.filter(({ suppressedBy }) => suppressedBy === null).map((finding) => issueOf(finding, code)),
    );
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${corpus.units.length} files in ${seconds.toFixed(1)} s, ${(bytes / 1e6 / seconds).toFixed(2)} MB/s`);
  return found;
}

/** What was wrong, by category or file: missed `-`, false alarms `+`. */
function printWrong(corpus: Corpus, verdicts: Readonly<Record<string, boolean>>): void {
  const wrong = new Map<string, string[]>();
  const note = (group: string, isMissed: boolean, name: string): void => {
    wrong.set(group, [...(wrong.get(group) ?? []), `${isMissed ? '-' : '+'}${name}`]);
  };
  for (const { id, category, vulnerable } of corpus.cases ?? []) {
    if (verdicts[id] !== vulnerable) note(category, vulnerable, id);
  }
  const fileOfId = new Map((corpus.files ?? []).map((unit) => [unit.id, unit.file]));
  for (const [key, hit] of corpus.mode === 'lines' ? Object.entries(verdicts) : []) {
    const [id, line, verdict, rule] = key.split(':');
    if (hit !== (verdict === 'bad')) note(fileOfId.get(id) ?? id, verdict === 'bad', `${line} ${rule ?? ''}`.trim());
  }
  for (const [group, list] of wrong) console.log(`\n${group} (${list.length}): ${list.join('; ')}`);
}

if (options.scorer === undefined || options.corpus === undefined) {
  console.error('score-corpus: --scorer PATH/score.mjs and --corpus DIR are needed; see the head of this file');
  process.exit(2);
}
const scorer = (await import(pathToFileURL(options.scorer).href)) as Scorer;
const corpus = scorer.choose(scorer.loadCorpus(options.corpus), {
  ...(options.only === undefined ? {} : { only: options.only }),
  ...(options.limit === undefined ? {} : { limit: Number(options.limit) }),
  split: options.split,
});
const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES, facts: factsFromFiles() });
for (const language of engine.supportedLanguages) await engine.prepare(language);
const result = scorer.score(corpus, analyzeAll(engine, corpus), { minConfidence: Number(options['min-confidence']) });
scorer.print('engine', corpus, result, null);
if (options.details) printWrong(corpus, result.verdicts);
