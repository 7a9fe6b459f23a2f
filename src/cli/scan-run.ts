// Runs `assay scan`: uploads, follows the events, and makes of what the server found the report that `analyze` makes.
import { writeFileSync } from 'node:fs';
import colors from 'picocolors';
import { readConfiguration } from '../config/index.ts';
import type { Scan, ScanFileEvent, ScanIssue } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import type { FileReport, RunReport } from './analysis-run.ts';
import { EXIT, exitCode } from './exit-code.ts';
import { githubReport, jsonReport, sarifReport } from './machine-reports.ts';
import { createProgressBar } from './progress-bar.ts';
import { createScanClient } from './scan-client.ts';
import type { ScanCommandOptions } from './scan-command.ts';
import { uploadOf } from './scan-upload.ts';
import type { SkipCounts } from './source-files.ts';
import { summary, textReport } from './text-report.ts';

/** Returns the exit code. */
export async function scanOnServer(target: string, options: ScanCommandOptions): Promise<number> {
  const started = performance.now();
  const apiKey = options.apiKey ?? readConfiguration().apiKey;
  if (apiKey === null) {
    throw new AssayError('unauthenticated', { detail: 'Give the API key by --api-key or ASSAY_API_KEY.' });
  }
  const client = createScanClient(options.server, apiKey);
  const skipped: SkipCounts = new Map();
  const upload = await uploadOf(target, options, skipped);
  const begun = await client.begin(upload);
  if (!options.wait) {
    process.stdout.write(`${begun.scan_id}\n`);
    return EXIT.clean;
  }
  process.stderr.write(`assay: scan ${begun.scan_id}\n`);
  const bar = createProgressBar(process.stderr);
  const events: ScanFileEvent[] = [];
  const scan = await client
    .watch(begun.scan_id, {
      onProgress: ({ progress }) => bar.update(progress.analysed, progress.files),
      onFile: (event) => events.push(event),
    })
    .finally(bar.clear);
  if (scan.state !== 'done') process.stderr.write(`assay: ${whyNotDone(scan)}\n`);
  const issues = await client.issues(scan.scan_id);
  const run = reportOf(scan, events, issues, upload.texts);
  writeReport(run, skipped, options, performance.now() - started);
  if (scan.state !== 'done') return EXIT.error;
  return exitCode(run, options.failOn ?? 'new');
}

function whyNotDone({ state, error, stopped_at: place }: Scan): string {
  const where = place === null ? '' : ` It stopped at ${place}.`;
  return `the scan was ${state === 'failed' ? 'given up' : state}${error === null ? '.' : `: ${error.detail}`}${where}`;
}

/** By file, in the order of their names, as a run on this machine gives them. */
function reportOf(
  { model, progress }: Scan,
  events: readonly ScanFileEvent[],
  issues: readonly ScanIssue[],
  texts: ReadonlyMap<string, string>,
): RunReport {
  const byPath = new Map<string, ScanIssue[]>();
  for (const issue of issues) byPath.set(issue.location.path, [...(byPath.get(issue.location.path) ?? []), issue]);
  const paths = [...new Set([...events.map(({ path }) => path), ...byPath.keys()])].sort();
  const failures = new Map(events.map(({ path, error }) => [path, error]));
  const files = paths.map(
    (path): FileReport => ({
      path,
      code: texts.get(path) ?? '',
      language: null,
      issues: (byPath.get(path) ?? []).sort((a, b) => a.location.start.line - b.location.start.line),
      suppressedCount: 0,
      suppressed: [],
      suppressions: [],
      explanations: [],
      notices: [],
      failure: failures.get(path) ?? null,
    }),
  );
  const stamp = model ?? { version: 'unknown', digest: 'unknown' };
  return { model: stamp, files, reused: progress.reused, ruleProblems: [] };
}

function writeReport(run: RunReport, skipped: SkipCounts, options: ScanCommandOptions, milliseconds: number): void {
  const { output, format } = options;
  const color = colors.isColorSupported && output === undefined && process.stdout.isTTY === true;
  const reports = {
    text: () => textReport(run, color),
    json: () => jsonReport(run, skipped),
    sarif: () => sarifReport(run),
    github: () => githubReport(run),
  } satisfies Record<ScanCommandOptions['format'], () => string>;
  if (output === undefined) process.stdout.write(reports[format]());
  else writeFileSync(output, reports[format]());
  const stream = output !== undefined || format !== 'text' ? process.stderr : process.stdout;
  stream.write(summary(run, skipped, milliseconds, colors.isColorSupported && stream.isTTY === true));
}
