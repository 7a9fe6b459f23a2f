// What runs inside each analysis thread.
import { type Analyzer, createAnalyzer } from '../issue-identification/analyzer.ts';
import { installedSources } from '../issue-identification/installed-sources.ts';
import type { AnalysisJob, AnalysisOutcome, CheckedDocuments } from '../model-service.ts';
import type { OwnDocuments } from '../own-rules/index.ts';

export interface WorkerAnswer<Outcome = AnalysisOutcome> {
  readonly outcome: Outcome;
  /** of the parser's WebAssembly memory, which never shrinks */
  readonly memoryBytes: number;
}

let analyzer: Promise<Analyzer> | undefined;

function loaded(): Promise<Analyzer> {
  analyzer ??= createAnalyzer(installedSources());
  return analyzer;
}

/** Analyses one job; loads rules and grammars at the first one. */
export async function analyze(job: AnalysisJob): Promise<WorkerAnswer> {
  const { analyze: run, memoryBytes } = await loaded();
  return { outcome: await run(job), memoryBytes: memoryBytes() };
}

/** Reads and compiles rules and facts of a user's own. */
export async function checkDocuments(documents: OwnDocuments): Promise<WorkerAnswer<CheckedDocuments>> {
  const { checkDocuments: check, memoryBytes } = await loaded();
  return { outcome: await check(documents), memoryBytes: memoryBytes() };
}

/** Loads rules and grammars, and runs nothing. */
export async function load(): Promise<void> {
  await loaded();
}

/** Loads everything and runs each language once. */
export async function warmUp(): Promise<void> {
  await (await loaded()).warmUp();
}
