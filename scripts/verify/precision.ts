// `npm run verify precision -- --packages DIR [--sample 100] [--seed 1] [--per-rule 4] [--out FILE]`: analyses every package below DIR
// (DIR/<language>/<package> or DIR/<package>), counts findings of medium severity or higher per 2,000 lines of analysed code,
// and draws a seeded sample of them for people to judge from code and message alone.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { drawn } from './precision/draw.ts';
import { excerptOf } from './precision/excerpt.ts';
import { appendRecord } from './record.ts';

interface Issue {
  readonly rule_id: string;
  readonly severity: string;
  readonly confidence: number;
  readonly message: string;
  readonly location: {
    readonly path: string;
    readonly start: { readonly line: number };
    readonly end: { readonly line: number };
  };
  readonly trace: readonly {
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
    readonly message: string;
  }[];
}

interface AnalysedFile {
  readonly path: string;
  readonly language: string | null;
  readonly issues: readonly Issue[];
  readonly failure?: string;
}

/** One finding as a judge sees it. */
interface Sample {
  readonly package: string;
  readonly language: string;
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly trace: readonly string[];
  readonly code: string;
}

interface Measured {
  readonly name: string;
  readonly files: number;
  readonly lines: number;
  readonly all: number;
  readonly counted: number;
  readonly samples: readonly Sample[];
}

const COUNTED: ReadonlySet<string> = new Set(['critical', 'high', 'medium']);
const LINES_PER_FINDING = 2000;

function analyse(folder: string): readonly AnalysedFile[] {
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [
      join(repositoryRoot, 'node_modules/tsx/dist/cli.mjs'),
      join(repositoryRoot, 'src/main.ts'),
      'analyze',
      folder,
      '--format',
      'json',
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (error !== undefined || stdout === '')
    throw new Error(`analyze ${folder}: ${error?.message ?? stderr.slice(-500)}`);
  return (JSON.parse(stdout) as { files: AnalysedFile[] }).files;
}

function sampleOf(name: string, language: string, issue: Issue, text: readonly string[]): Sample {
  const { start, end, path } = issue.location;
  return {
    package: name,
    language,
    path,
    line: start.line,
    rule: issue.rule_id,
    severity: issue.severity,
    message: issue.message,
    trace: issue.trace.map(({ location, message }) => `${location.path}:${location.start.line} ${message}`),
    code: excerptOf(text, {
      start: start.line,
      end: end.line,
      message: issue.message,
      traced: issue.trace.filter(({ location }) => location.path === path).map(({ location }) => location.start.line),
    }),
  };
}

function measure(name: string, folder: string): Measured {
  let lines = 0;
  let all = 0;
  const samples: Sample[] = [];
  const files = analyse(folder).filter((file) => file.language !== null && file.failure === undefined);
  for (const file of files) {
    const text = readFileSync(file.path, 'utf8').split('\n');
    lines += text.length;
    all += file.issues.length;
    for (const issue of file.issues) {
      if (!COUNTED.has(issue.severity)) continue;
      const place = issue.location.path === file.path ? text : readFileSync(issue.location.path, 'utf8').split('\n');
      samples.push(sampleOf(name, file.language ?? '', issue, place));
    }
  }
  return { name, files: files.length, lines, all, counted: samples.length, samples };
}

function packagesBelow(root: string): (readonly [string, string])[] {
  const folders = (parent: string): string[] =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  const languages = ['go', 'java', 'javascript', 'python', 'typescript'];
  return folders(root).flatMap((name) =>
    languages.includes(name)
      ? folders(join(root, name)).map((each) => [`${name}/${each}`, join(root, name, each)] as const)
      : [[name, join(root, name)] as const],
  );
}

const rate = ({ counted, lines }: { readonly counted: number; readonly lines: number }): string =>
  lines === 0 ? '-' : ((LINES_PER_FINDING * counted) / lines).toFixed(2);

/** Prints the table, writes the sample when asked to, records the run. */
export async function verifyPrecision(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      packages: { type: 'string' },
      sample: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      'per-rule': { type: 'string', default: '4' },
      out: { type: 'string' },
    },
  });
  if (values.packages === undefined) throw new Error('--packages DIR is needed: a folder with unpacked packages');
  const measured = packagesBelow(values.packages).map(([name, folder]) => {
    const each = measure(name, folder);
    console.error(`${name}: ${each.files} files, ${each.lines} lines, ${each.counted} of ${each.all} findings count`);
    return each;
  });
  const total = measured.reduce(
    (sum, each) => ({
      files: sum.files + each.files,
      lines: sum.lines + each.lines,
      all: sum.all + each.all,
      counted: sum.counted + each.counted,
    }),
    { files: 0, lines: 0, all: 0, counted: 0 },
  );
  const row = (name: string, each: typeof total): string =>
    `| ${name} | ${each.files} | ${each.lines} | ${each.all} | ${each.counted} | ${rate(each)} |`;
  const table = [
    '| package | files | lines | findings | medium or higher | per 2,000 lines |',
    '| --- | --- | --- | --- | --- | --- |',
    ...measured.map((each) => row(each.name, each)),
    row('all', total),
  ].join('\n');
  console.log(table);
  const samples = measured.flatMap((each) => each.samples);
  const rules = new Map<string, number>();
  for (const { rule } of samples) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const byRule = [...rules].sort((a, b) => b[1] - a[1]).map(([rule, count]) => `${rule} ${count}`);
  console.log(`\nby rule: ${byRule.join(', ')}`);
  if (values.out !== undefined) {
    const perRule = Number(values['per-rule']);
    const sample = drawn(samples, { seed: values.seed, count: Number(values.sample), perRule });
    writeFileSync(values.out, `${JSON.stringify(sample, null, 1)}\n`);
    console.log(`${sample.length} findings to judge in ${values.out}`);
  }
  appendRecord('precision', `${table}\n\nBy rule: ${byRule.join(', ')}`);
}
