// `assay fix`: applies verified suggestions to the files, or shows what it would do.
import { createInterface, type Interface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { type Command, InvalidArgumentError, Option } from 'commander';
import colors from 'picocolors';
import { readConfiguration } from '../config/index.ts';
import { SEVERITIES, type Severity } from '../contract/index.ts';
import { EXIT } from './exit-code.ts';
import { replaceFile } from './file-replacement.ts';
import { type AnalysisBounds, type FixPlan, type PlannedFix, planFixes } from './fix-plan.ts';
import { reportOutcomes } from './outcome-report.ts';
import { checkRuleIds, findOwnDocuments } from './own-rule-files.ts';
import { createProgressBar } from './progress-bar.ts';
import { mendedWithOthers, reviewComments } from './review-comments.ts';
import { findSourceFiles, type SkipCounts, type SourceFile } from './source-files.ts';
import { singleLine } from './terminal-text.ts';
import { changedText, unifiedDiff } from './text-changes.ts';

const FORMATS = ['diff', 'github', 'json'] as const;

interface FixOptions {
  readonly dryRun: boolean;
  readonly interactive: boolean;
  readonly rule: readonly string[];
  /** own rules beside those of the project */
  readonly rules?: readonly string[];
  readonly minSeverity: Severity;
  readonly minConfidence: number;
  readonly format: (typeof FORMATS)[number];
  /** a server that hears what became of the suggestions */
  readonly reportTo?: string;
  readonly repository?: string;
}

const EXAMPLES = `
Examples:
  assay fix src                       applies every verified fix below src, and prints what changed
  assay fix --dry-run src             prints the changes and makes none
  assay fix --interactive app.py      asks about each fix
  assay fix --rule weak-hash .
  assay fix --report-to https://assay.example src    tells the server which fixes you took; the key is taken from ASSAY_API_KEY
  assay fix --format github src       comments with suggestion blocks for a pull request's review; changes nothing

Exit code: 0 nothing to fix, or all fixes written; 1 fixes that were not written (--dry-run, --format github or json, or left
out by you); 2 wrong usage, or a file that could not be read, analysed or written, or that changed meanwhile.
`;

export function addFixCommand(program: Command): void {
  program
    .command('fix')
    .description('apply verified fixes to files, or show them')
    .argument('<target...>', 'files or folders')
    .option('--dry-run', 'print the changes and make none', false)
    .option('--interactive', 'ask about each fix', false)
    .option(
      '--rule <id>',
      'only this rule; may be given several times',
      (id: string, before: string[]) => [...before, id],
      [],
    )
    .option(
      '--rules <path>',
      'own rules beside those in .assay/rules: a file or a folder; may be given several times',
      (path: string, before: string[]) => [...before, path],
      [],
    )
    .addOption(
      new Option('--min-severity <severity>', 'leave out what is less grave').choices(SEVERITIES).default('info'),
    )
    .option('--min-confidence <share>', 'leave out what is less sure, 0 to 1', share, 0.3)
    .addOption(new Option('-f, --format <format>', 'how to print the changes').choices(FORMATS).default('diff'))
    .option('--report-to <server>', 'send the files with fixes to a server, and tell it which were taken and refused')
    .option('--repository <name>', 'the repository that the server knows the files by')
    .addHelpText('after', EXAMPLES)
    .action(async (targets: string[], options: FixOptions) => {
      const { analysisThreads, analysisTimeoutMs: timeoutMs, analysisMemoryMb: memoryMb, apiKey } = readConfiguration();
      const bounds = { threads: analysisThreads + 1, timeoutMs, memoryMb, apiKey };
      const { stdin: input, stdout: output, stderr: errors } = process;
      process.exitCode = await fix(targets, options, bounds, { input, output, errors });
    });
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

/** Where a run reads answers from, and where it writes. */
export interface FixStreams {
  readonly input: Readable;
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable & { readonly isTTY?: boolean };
}

/** The exit code of a run. */
export async function fix(
  targets: readonly string[],
  options: FixOptions,
  bounds: AnalysisBounds & { readonly apiKey?: string | null },
  streams: FixStreams,
): Promise<number> {
  const own = findOwnDocuments(process.cwd(), options.rules ?? []);
  checkRuleIds(options.rule, own);
  const skipped: SkipCounts = new Map();
  const files = findSourceFiles(targets, process.cwd(), skipped);
  const bar = createProgressBar(streams.errors);
  const plan = await planFixes(files, { ...options, own }, bounds, bar.update).finally(bar.clear);
  if (options.format !== 'diff') return report(plan, options.format, streams);
  const { chosen, refused } = options.interactive ? await ask(plan, streams) : { chosen: plan.fixes, refused: [] };
  const outcome = await write(files, plan, chosen, options.dryRun, streams);
  streams.errors.write(`${summary(plan, chosen, outcome, options.dryRun)}\n`);
  const { reportTo: server, repository } = options;
  if (server !== undefined && !options.dryRun) {
    const taken = chosen.filter(({ issue }) => !outcome.unwritten.has(issue.location.path));
    const decided = [
      ...taken.map((planned) => ({ planned, outcome: 'applied' as const })),
      ...refused.map((planned) => ({ planned, outcome: 'rejected' as const })),
    ];
    const target = { server, apiKey: bounds.apiKey ?? null, ...(repository !== undefined && { repository }) };
    const told = await reportOutcomes(target, decided);
    streams.errors.write(`${told} of ${decided.length} outcomes told to ${server}.\n`);
  }
  if (outcome.failures.length + plan.failures.length > 0) return EXIT.error;
  return (options.dryRun ? plan.fixes.length : plan.fixes.length - outcome.written) > 0 ? EXIT.findings : EXIT.clean;
}

/** For programs: nothing is changed. */
function report(plan: FixPlan, format: 'github' | 'json', { output }: FixStreams): number {
  const withOthers = mendedWithOthers(plan.fixes.map(({ issue }) => issue));
  const shown = plan.fixes.filter(({ issue }) => !withOthers.has(issue));
  const answer =
    format === 'github'
      ? { comments: shown.flatMap(({ code, issue }) => reviewComments(code, issue)) }
      : { fixes: plan.fixes.map(({ issue }) => issue) };
  output.write(`${JSON.stringify(answer, null, 2)}\n`);
  if (plan.failures.length > 0) return EXIT.error;
  return plan.fixes.length > 0 ? EXIT.findings : EXIT.clean;
}

interface Answers {
  readonly chosen: PlannedFix[];
  readonly refused: PlannedFix[];
}

async function ask(plan: FixPlan, { input, output, errors }: FixStreams): Promise<Answers> {
  const terminal = createInterface({ input, output: errors });
  const chosen: PlannedFix[] = [];
  const refused: PlannedFix[] = [];
  const answers = terminal[Symbol.asyncIterator]();
  try {
    for (const group of sharedFixes(plan)) {
      const [{ issue, description, code, changes }] = group;
      const diff = shownDiff(issue.location.path, code, changes, output.isTTY === true);
      errors.write(`\n${singleLine(issue.message)}\n${singleLine(description)}\n`);
      if (group.length > 1) errors.write(`It mends ${group.length} findings together.\n`);
      errors.write(diff);
      const answer = await askOne(terminal, answers);
      if (answer === 'q') break;
      if (answer === 'y') chosen.push(...group);
      else refused.push(...group);
    }
  } finally {
    terminal.close();
  }
  return { chosen, refused };
}

/** Fixes that make the same changes are one, for which there is one answer. */
function sharedFixes({ fixes }: FixPlan): PlannedFix[][] {
  const groups = new Map<string, PlannedFix[]>();
  for (const planned of fixes) {
    const key = JSON.stringify([planned.issue.location.path, planned.changes]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [planned]);
    else group.push(planned);
  }
  return [...groups.values()];
}

/** The end of the input is the end of the questions. */
async function askOne(terminal: Interface, answers: AsyncIterator<string>): Promise<string> {
  terminal.setPrompt('Apply this fix? [y]es, [n]o, [q]uit: ');
  terminal.prompt();
  const { value, done } = await answers.next();
  return done === true ? 'q' : value.trim().toLowerCase().charAt(0);
}

interface Outcome {
  readonly written: number;
  readonly files: number;
  readonly failures: readonly string[];
  /** paths of those */
  readonly unwritten: ReadonlySet<string>;
}

async function write(
  files: readonly SourceFile[],
  plan: FixPlan,
  chosen: readonly PlannedFix[],
  isDry: boolean,
  { output }: FixStreams,
): Promise<Outcome> {
  const failures: string[] = [];
  const unwritten = new Set<string>();
  let written = 0;
  let count = 0;
  for (const { path, file } of files) {
    const fixes = chosen.filter(({ issue }) => issue.location.path === path);
    if (fixes.length === 0 || file === null) continue;
    const { code, changes } = await plan.combined(fixes);
    output.write(shownDiff(path, code, changes, output.isTTY === true));
    if (isDry) continue;
    const problem = replaceFile(file, code, changedText(code, changes));
    if (problem !== null) {
      failures.push(`${path}: ${problem}`);
      unwritten.add(path);
    } else {
      written += fixes.length;
      count++;
    }
  }
  return { written, files: count, failures, unwritten };
}

function shownDiff(path: string, code: string, changes: PlannedFix['changes'], isTerminal: boolean): string {
  const c = colors.createColors(colors.isColorSupported && isTerminal);
  const paint = (line: string): string => {
    if (/^(?:---|\+\+\+|@@)/.test(line)) return c.cyan(line);
    if (line.startsWith('-')) return c.red(line);
    return line.startsWith('+') ? c.green(line) : line;
  };
  return unifiedDiff(path, code, changes).split('\n').map(paint).join('\n');
}

function summary(plan: FixPlan, chosen: readonly PlannedFix[], outcome: Outcome, isDry: boolean): string {
  const count = (n: number, word: string, several = `${word}s`): string => `${n} ${n === 1 ? word : several}`;
  const fixes = count(isDry ? chosen.length : outcome.written, 'fix', 'fixes');
  const done = isDry ? `${fixes} to make` : `${fixes} made in ${count(outcome.files, 'file')}`;
  const rest = plan.unfixed > 0 ? `; ${count(plan.unfixed, 'finding')} without a fix` : '';
  const wrong = [...plan.failures, ...outcome.failures].map((failure) => `\nassay: ${singleLine(failure)}`);
  return `${done}${rest}.${wrong.join('')}`;
}
