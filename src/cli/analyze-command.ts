// `assay analyze`: reads the options, runs the analyses in this process, writes the report, sets the exit code.
import { existsSync, readSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import colors from 'picocolors';
import { type Configuration, readConfiguration } from '../config/index.ts';
import { LIMITS, SEVERITIES, type Severity } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { type RunReport, runAnalyses } from './analysis-run.ts';
import { nextBaseline, readBaseline, readBaselineIfAny, withKnown, writeBaseline } from './baseline.ts';
import { EXIT, exitCode, FAIL_ON, type FailOn } from './exit-code.ts';
import {
  type ExplanationQuery,
  explanationJson,
  explanationText,
  parseExplanationQuery,
} from './explanation-report.ts';
import { lineSince } from './line-age.ts';
import { githubReport, jsonReport, reviewReport, sarifReport } from './machine-reports.ts';
import { builtInRuleIds, checkRuleIds, findOwnDocuments, hasDocuments } from './own-rule-files.ts';
import { createProgressBar } from './progress-bar.ts';
import { NO_RESULT_CACHE, openResultCache, type ResultCache } from './result-cache.ts';
import { problemsText } from './rule-report.ts';
import { decodeSource, findSourceFiles, readSource, type SkipCounts, type SourceFile } from './source-files.ts';
import { suppressionEntries, suppressionJson, suppressionText, wrongSuppressions } from './suppression-report.ts';
import { summary, textReport } from './text-report.ts';

const FORMATS = ['text', 'json', 'sarif', 'github', 'github-review'] as const;
type Format = (typeof FORMATS)[number];

interface AnalyzeOptions {
  readonly format: Format;
  readonly minSeverity: Severity;
  readonly minConfidence: number;
  readonly language?: string;
  readonly rule: readonly string[];
  readonly disableRule: readonly string[];
  readonly rules: readonly string[];
  readonly onlyOwnRules: boolean;
  readonly output?: string;
  readonly path?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly failOn?: FailOn;
  readonly suppressions: boolean;
  readonly explain?: ExplanationQuery;
  /** `--no-cache` makes it false */
  readonly cache: boolean;
}

const EXAMPLES = `
Examples:
  assay analyze src                         every file below src that git does not ignore
  assay analyze app.py lib/                 a file and a folder
  cat app.py | assay analyze - --path app.py
  assay analyze . --min-severity high --format github
  assay analyze . --format github-review         comments for a pull request's review, with suggestion blocks
  assay analyze . --format sarif --output assay.sarif
  assay analyze . --rule sql-injection --rule path-traversal
  assay analyze . --rules my-rules --only-own-rules
  assay analyze . --write-baseline known.json    what is there today is known from now on
  assay analyze . --baseline known.json          only what is new counts
  assay analyze app.py --explain sql-injection:12    why that finding is reported, step by step
  assay analyze . --suppressions                 what the code says is not to be reported, and why

Exit code: 0 nothing found, 1 something found, 2 wrong usage or a file that could not be analysed.
With --suppressions: 1 when one is stale or over-broad.
`;

export function addAnalyzeCommand(program: Command): void {
  const collect = (value: string, previous: readonly string[]) => [...previous, value];
  program
    .command('analyze')
    .description('analyse files, folders or standard input (-) in this process, without a server')
    .argument('<target...>', 'files or folders, or - for standard input')
    .addOption(new Option('-f, --format <format>', 'how to write the report').choices(FORMATS).default('text'))
    .addOption(
      new Option('--min-severity <severity>', 'leave out what is less grave').choices(SEVERITIES).default('info'),
    )
    .option('--min-confidence <share>', 'leave out what is less sure, 0 to 1', share, 0.3)
    .option('-l, --language <language>', 'the language of all files; without it, it is detected from the content')
    .option('--rule <id>', 'only this rule; may be given several times', collect, [])
    .option('--disable-rule <id>', 'all but this rule; may be given several times', collect, [])
    .option(
      '--rules <path>',
      'own rules beside those in .assay/rules: a file or a folder; may be given several times',
      collect,
      [],
    )
    .option('--only-own-rules', 'leave the built-in rules out, and the data flow that they are found by', false)
    .option('-o, --output <file>', 'write the report to a file')
    .option('--baseline <file>', 'findings of this file are known: they are listed with their age and do not count')
    .option('--write-baseline <file>', 'write all findings to a baseline; those that it has keep their date')
    .addOption(
      new Option(
        '--fail-on <what>',
        'what the exit code counts: new findings, any, or new ones at least this grave',
      ).choices(FAIL_ON),
    )
    .option('--suppressions', 'list the suppressions in the code instead of findings, as text or json', false)
    .option(
      '--explain <finding>',
      'why a finding is reported: the beginning of its fingerprint, or rule:line',
      explained,
    )
    .option('--no-cache', 'analyse everything anew, and keep nothing for the next run')
    .option('--path <name>', 'the name of what comes from standard input')
    .addHelpText('after', EXAMPLES)
    .action(async (targets: string[], options: AnalyzeOptions) => {
      process.exitCode = await analyze(targets, options, readConfiguration());
    });
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

function explained(text: string): ExplanationQuery {
  const query = parseExplanationQuery(text);
  if (query !== null) return query;
  throw new InvalidArgumentError('Give the beginning of a fingerprint (six digits or more), or rule:line.');
}

async function analyze(
  targets: readonly string[],
  options: AnalyzeOptions,
  configuration: Configuration,
): Promise<number> {
  const started = performance.now();
  const today = new Date().toISOString().slice(0, 10);
  const own = findOwnDocuments(process.cwd(), options.rules);
  checkRuleIds([...options.rule, ...options.disableRule], own);
  const known = options.baseline === undefined ? [] : readBaseline(options.baseline);
  const skipped: SkipCounts = new Map();
  const input = targets.includes('-') ? standardInput(options.path ?? 'stdin') : null;
  const named = targets.filter((target) => target !== '-');
  const files = [...(input === null ? [] : [input.file]), ...findSourceFiles(named, process.cwd(), skipped)];
  const bar = createProgressBar(process.stderr);
  const found = await runAnalyses(
    files,
    {
      language: options.language ?? null,
      enabledRules: options.rule.length === 0 ? null : options.rule,
      disabledRules: options.onlyOwnRules ? [...builtInRuleIds(own), ...options.disableRule] : options.disableRule,
      ...(hasDocuments(own) && { own }),
      minimumSeverity: options.minSeverity,
      minimumConfidence: options.minConfidence,
      today,
      ...(options.explain !== undefined && { explain: options.explain }),
      threads: configuration.analysisThreads + 1,
      timeoutMs: configuration.analysisTimeoutMs,
      memoryMb: configuration.analysisMemoryMb,
    },
    {
      skipped,
      onProgress: bar.update,
      cache: cacheFor(options, configuration),
      readText: (file) => {
        if (file.file !== null) return readSource(file.file);
        return decodeSource(input?.bytes ?? new Uint8Array());
      },
    },
  ).finally(bar.clear);
  process.stderr.write(problemsText(found.ruleProblems));
  if (options.explain !== undefined) return reportExplanation(found, options);
  if (options.suppressions) return reportSuppressions(found, files, options, today);
  if (options.writeBaseline !== undefined) {
    const before = [...readBaselineIfAny(options.writeBaseline), ...known];
    writeBaseline(options.writeBaseline, nextBaseline(found, before, today, existsSync));
  }
  const run = withKnown(found, known);
  writeReport(run, skipped, options, performance.now() - started);
  return exitCode(run, options.failOn ?? 'new');
}

/** The exit code says whether there is such a finding. */
function reportExplanation(run: RunReport, options: AnalyzeOptions): number {
  const texts = new Map(run.files.map(({ path, code }) => [path, code.split(/\r?\n/)]));
  const color = colors.isColorSupported && options.output === undefined && process.stdout.isTTY === true;
  const report =
    options.format === 'json' ? explanationJson(run) : explanationText(run, (path) => texts.get(path) ?? [], color);
  if (options.output === undefined) process.stdout.write(report);
  else writeTo(options.output, report);
  return run.files.some(({ explanations }) => explanations.length > 0) ? EXIT.clean : EXIT.error;
}

function reportSuppressions(
  run: RunReport,
  files: readonly SourceFile[],
  options: AnalyzeOptions,
  today: string,
): number {
  const onDisk = new Map(files.map(({ path, file }) => [path, file]));
  const entries = suppressionEntries(run, (path, line) => {
    const file = onDisk.get(path) ?? null;
    return file === null ? null : lineSince(file, line);
  });
  const toFile = options.output !== undefined;
  const color = colors.isColorSupported && !toFile && process.stdout.isTTY === true;
  const report = options.format === 'json' ? suppressionJson(entries) : suppressionText(entries, today, color);
  if (options.output === undefined) process.stdout.write(report);
  else writeTo(options.output, report);
  return wrongSuppressions(entries) > 0 ? EXIT.findings : EXIT.clean;
}

function cacheFor({ cache }: AnalyzeOptions, { resultCacheDirectory, resultCacheMb }: Configuration): ResultCache {
  if (!cache || resultCacheMb === 0) return NO_RESULT_CACHE;
  return openResultCache(resultCacheDirectory, resultCacheMb * 2 ** 20);
}

function standardInput(path: string): { readonly file: SourceFile; readonly bytes: Uint8Array } {
  return { file: { file: null, path, named: true }, bytes: readStandardInput() };
}

/** Reads no more than is needed to see that it is too much. */
function readStandardInput(): Uint8Array {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const read = readChunk(chunk);
    if (read === 0 || size > LIMITS.codeBytes) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
}

function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      // a terminal or a pipe that has nothing yet
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function writeReport(run: RunReport, skipped: SkipCounts, options: AnalyzeOptions, milliseconds: number): void {
  const today = new Date().toISOString().slice(0, 10);
  const toFile = options.output !== undefined;
  const color = colors.isColorSupported && !toFile && process.stdout.isTTY === true;
  const reports: Readonly<Record<Format, () => string>> = {
    text: () => textReport(run, color, today),
    json: () => jsonReport(run, skipped),
    sarif: () => sarifReport(run),
    github: () => githubReport(run),
    'github-review': () => reviewReport(run),
  };
  const report = reports[options.format]();
  if (options.output === undefined) process.stdout.write(report);
  else writeTo(options.output, report);
  // Programs read standard output: what is for people goes beside it.
  const beside = toFile || options.format !== 'text';
  const stream = beside ? process.stderr : process.stdout;
  stream.write(summary(run, skipped, milliseconds, colors.isColorSupported && stream.isTTY === true));
}

function writeTo(file: string, report: string): void {
  try {
    writeFileSync(file, report);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new AssayError('internal', { detail: `The report could not be written to ${file}: ${reason}.`, cause });
  }
}
