// What runs inside each analysis thread.
import { type Analyzer, createAnalyzer } from '../issue-identification/analyzer.ts';
import type { AnalysisJob, AnalysisOutcome } from '../model-service.ts';

let analyzer: Promise<Analyzer> | undefined;

function loaded(): Promise<Analyzer> {
  analyzer ??= createAnalyzer();
  return analyzer;
}

/** Analyses one job; loads rules and grammars at the first one. */
export async function analyze(job: AnalysisJob): Promise<AnalysisOutcome> {
  return (await loaded()).analyze(job);
}

/** Loads everything and runs each language once. */
export async function warmUp(): Promise<void> {
  await (await loaded()).warmUp();
}
