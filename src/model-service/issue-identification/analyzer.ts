// One file through detection and engine, in the calling thread: what a worker runs, and the command line on its own.
import { createEngine, type Engine, type EngineResult } from '../../analysis-engine/index.ts';
import { canonicalLanguageId, type Notice } from '../../contract/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';
import { createLanguageDetector, type LanguageDetector } from '../language-detection/index.ts';
import type { AnalysisJob, AnalysisOutcome } from '../model-service.ts';
import { loadGrammar, loadRuntime } from './grammar-files.ts';
import { identifiedIssues } from './identified-issues.ts';
import { WARM_UP_SAMPLES } from './warm-up-samples.ts';

export interface Analyzer {
  analyze(job: AnalysisJob): Promise<AnalysisOutcome>;
  /** loads every grammar and runs each language once, so that the first file of a user is not the slow one */
  warmUp(): Promise<void>;
  /** bytes of the parser's memory */
  memoryBytes(): number;
}

/** Below this the detector's opinion does not overrule what the client declared. */
const CERTAIN = 0.8;

interface Parts {
  readonly engine: Engine;
  readonly detector: LanguageDetector;
}

/** Loads engine, rules and detector. */
export async function createAnalyzer(): Promise<Analyzer> {
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  const parts: Parts = { engine, detector: createLanguageDetector() };
  return {
    analyze: (job) => analyzeJob(parts, job),
    warmUp: async () => {
      for (const sample of WARM_UP_SAMPLES) await analyzeJob(parts, sample);
    },
    memoryBytes: () => engine.memoryBytes,
  };
}

async function analyzeJob({ engine, detector }: Parts, job: AnalysisJob): Promise<AnalysisOutcome> {
  const started = performance.now();
  const detection = detector.detect(job.code, { path: job.path });
  const declared = job.declaredLanguage === null ? null : canonicalLanguageId(job.declaredLanguage);
  const candidates = candidateLanguages(declared, detection);
  const notices: Notice[] = [];
  let best: { id: string; result: EngineResult } | null = null;
  for (const id of candidates.filter((candidate) => engine.supportedLanguages.includes(candidate))) {
    await engine.prepare(id);
    const request = { code: job.code, language: id, path: job.path ?? 'input', files: job.files };
    const result = engine.analyze(request, { enabled: job.enabledRules, disabled: job.disabledRules });
    if (best === null || result.statistics.syntaxErrors < best.result.statistics.syntaxErrors) best = { id, result };
    if (result.statistics.syntaxErrors === 0) break;
  }
  const id = best?.id ?? candidates[0];
  if (best === null) notices.push(withoutAnalyzer(id, engine.supportedLanguages));
  else notices.push(...best.result.notices);
  if (declared !== null && id !== declared) notices.push(notObeyed(declared, id));
  return {
    language: {
      id,
      confidence: id === detection.id ? detection.confidence : alternativeConfidence(detection, id),
      declared,
      detected: detection.id,
    },
    issues: best === null ? [] : identifiedIssues(best.result.findings, job),
    notices,
    durationMs: performance.now() - started,
  };
}

type Detection = ReturnType<LanguageDetector['detect']>;

/** Best first. What is declared wins, unless the content is surely another language and does not parse as declared. */
function candidateLanguages(declared: string | null, detection: Detection): readonly string[] {
  if (declared === null || declared === 'auto') return [detection.id];
  const overrules = detection.id !== declared && detection.id !== 'unknown' && detection.confidence >= CERTAIN;
  return overrules ? [declared, detection.id] : [declared];
}

function alternativeConfidence(detection: Detection, id: string): number {
  return detection.alternatives.find((alternative) => alternative.id === id)?.confidence ?? 0;
}

function withoutAnalyzer(id: string, supported: readonly string[]): Notice {
  const message = `There is no analyser for ${id}; there are for ${supported.join(', ')}.`;
  return { code: 'language_not_supported', message };
}

function notObeyed(declared: string, used: string): Notice {
  const message = `The code was declared as ${declared} but reads as ${used}, and was analysed as ${used}.`;
  return { code: 'language_mismatch', message };
}
