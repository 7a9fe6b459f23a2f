// What `assay sealed` does: makes key files, and sends what a local analysis found after it was sealed.
import { readFileSync, writeFileSync } from 'node:fs';
import { type Configuration, readConfiguration } from '../config/index.ts';
import type { SealedFile, SealedRequest, SealedResponse } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import {
  createFindingSealer,
  createSealedKey,
  type FindingSealer,
  readSealedKey,
  writeSealedKey,
} from '../security/index.ts';
import { type RunReport, runAnalyses } from './analysis-run.ts';
import { EXIT } from './exit-code.ts';
import type { SealedOptions } from './sealed-command.ts';
import { sealReport } from './sealed-report.ts';
import { findSourceFiles, type SkipCounts } from './source-files.ts';

const FILES_A_REQUEST = 200;

/** Makes the file, readable by its owner only, and returns the sentence to print. */
export function createKeyFile(path: string): string {
  const key = createSealedKey();
  try {
    writeFileSync(path, writeSealedKey(key), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const why = isThere ? 'is there already and is kept: whoever needs its findings needs it' : 'cannot be written';
    throw new AssayError('invalid_request', { detail: `The key file ${path} ${why}.`, cause });
  }
  return `Made ${path} (key ${key.id}). Keep it, and keep it off the server: nothing else opens what is sealed with it.\n`;
}

/** Returns the exit code: 1 when there is a finding that nobody has dismissed. */
export async function analyzeSealed(targets: readonly string[], options: SealedOptions): Promise<number> {
  const configuration = readConfiguration();
  const sealer = sealerFrom(options.key);
  const report = await analyzeHere(targets, configuration);
  const failed = report.files.filter(({ failure }) => failure !== null);
  const files = report.files.filter(({ failure }) => failure === null).map((file) => sealReport(file, sealer));
  const answers: SealedResponse['files'] = [];
  for (let from = 0; from < files.length; from += FILES_A_REQUEST) {
    const part = files.slice(from, from + FILES_A_REQUEST);
    answers.push(...(await send(part, { report, sealer, options, configuration })).files);
  }
  print(report, answers, sealer);
  for (const { path, failure } of failed) process.stderr.write(`assay: ${path}: ${failure}\n`);
  const isOpen = answers.some(({ issues }) => issues.some(({ state }) => state !== 'suppressed'));
  if (isOpen) return EXIT.findings;
  return failed.length > 0 ? EXIT.error : EXIT.clean;
}

function sealerFrom(path: string): FindingSealer {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AssayError('invalid_request', {
      detail: `There is no key file ${path}: make it with assay sealed init.`,
      cause,
    });
  }
  const key = readSealedKey(text);
  if (key === null) throw new AssayError('invalid_request', { detail: `The key file ${path} is damaged.` });
  return createFindingSealer(key);
}

/** Without the cache of answers: nothing of sealed code is left behind on this machine either. */
async function analyzeHere(targets: readonly string[], configuration: Configuration): Promise<RunReport> {
  const skipped: SkipCounts = new Map();
  return await runAnalyses(
    findSourceFiles(targets, process.cwd(), skipped),
    {
      language: null,
      enabledRules: null,
      disabledRules: [],
      minimumSeverity: 'info',
      minimumConfidence: 0.3,
      today: new Date().toISOString().slice(0, 10),
      threads: configuration.analysisThreads,
      timeoutMs: configuration.analysisTimeoutMs,
      memoryMb: configuration.analysisMemoryMb,
    },
    { skipped, onProgress: () => {} },
  );
}

interface Sending {
  readonly report: RunReport;
  readonly sealer: FindingSealer;
  readonly options: SealedOptions;
  readonly configuration: Configuration;
}

async function send(files: SealedFile[], { report, sealer, options, configuration }: Sending): Promise<SealedResponse> {
  const { repository, server } = options;
  const body: SealedRequest = {
    key_id: sealer.keyId,
    ...(repository !== undefined && { repository: sealer.name('repository', repository) }),
    model: report.model,
    files,
  };
  const response = await fetch(new URL('/api/v1/sealed/analyses', server), {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${configuration.apiKey ?? ''}` },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new AssayError('internal', { detail: `The server ${server} does not answer.`, cause });
  });
  const answer = (await response.json()) as SealedResponse & { detail?: string; title?: string };
  if (response.ok) return answer;
  throw new AssayError('internal', {
    detail: `The server answered ${response.status}: ${answer.detail ?? answer.title}`,
  });
}

/** Here the names are known: the server has told which findings are dismissed, by their keyed names. */
function print(report: RunReport, answers: SealedResponse['files'], sealer: FindingSealer): void {
  const byPath = new Map(answers.map((answer) => [answer.path, answer]));
  for (const file of report.files) {
    const answer = byPath.get(sealer.name('path', file.path));
    for (const [index, { severity, message, location, rule_id: rule }] of file.issues.entries()) {
      const { state, suppression_reason: reason } = answer?.issues[index] ?? {};
      const note = state === 'suppressed' ? ` (${reason})` : '';
      process.stdout.write(`${location.path}:${location.start.line} ${severity} ${rule}: ${message}${note}\n`);
    }
    if (answer !== undefined && file.issues.length > 0) process.stdout.write(`  analysis ${answer.analysis_id}\n`);
  }
}
