// The analyzer where there is no server: in a browser, or at the edge of a network. What it finds is what a server finds
// that nobody has taught anything yet.
import type { Issue, Notice } from '../../contract/index.ts';
import { createAnalyzer } from '../issue-identification/analyzer.ts';
import { decodeWeights } from '../language-detection/index.ts';
import type { AnalysisOutcome, IdentifiedIssue } from '../model-service.ts';
import { builtInBundle } from '../model-versioning/bundle.ts';

export interface EdgeRequest {
  readonly code: string;
  /** any alias, `auto` or null to detect */
  readonly language: string | null;
  readonly path: string | null;
  readonly includeSuppressed: boolean;
}

/** The part of an answer of `POST /api/v1/analyze` that needs no server. */
export interface EdgeAnswer {
  readonly language: AnalysisOutcome['language'];
  readonly issues: readonly Issue[];
  readonly suppressed_count: number;
  readonly model: { readonly version: string; readonly digest: string };
  readonly cached: false;
  readonly duration_ms: number;
  readonly notices: readonly Notice[];
}

export interface EdgeAnalyzer {
  analyze(request: EdgeRequest): Promise<EdgeAnswer>;
}

/** Bytes of a file of the bundle, e.g. `tree-sitter-java.wasm`. */
export type LoadAsset = (file: string) => Promise<Uint8Array>;

export const LANGUAGE_WEIGHTS_FILE = 'language-identifier.safetensors';

/** What is shown at install; preferences are the server's. */
const MINIMUM_CONFIDENCE = 0.3;

/** Loads detector and runtime; a grammar comes with the first file of its language. */
export async function createEdgeAnalyzer(loadAsset: LoadAsset): Promise<EdgeAnalyzer> {
  const analyzer = await createAnalyzer({
    loadGrammar: (file) => loadAsset(file.slice(file.indexOf('/') + 1)),
    loadRuntime: () => loadAsset('web-tree-sitter.wasm'),
    loadLanguageWeights: async () => decodeWeights(await loadAsset(LANGUAGE_WEIGHTS_FILE)),
    openFiles: (files) => ({ files: files.filter((file) => 'code' in file), isStale: () => false }),
  });
  const { version, digest } = builtInBundle();
  return {
    async analyze({ code, language, path, includeSuppressed }) {
      const today = new Date().toISOString().slice(0, 10);
      const rules = { enabledRules: null, disabledRules: [] };
      const job = { code, declaredLanguage: language, path, files: [], today, ...rules };
      const outcome = await analyzer.analyze(job);
      return { ...answerOf(outcome, includeSuppressed), model: { version, digest } };
    },
  };
}

function answerOf(outcome: AnalysisOutcome, includeSuppressed: boolean): Omit<EdgeAnswer, 'model'> {
  const shown = outcome.issues.filter(({ confidence }) => confidence >= MINIMUM_CONFIDENCE);
  const suppressed = shown.filter(({ suppressedBy }) => suppressedBy !== null);
  const wanted = includeSuppressed ? shown : shown.filter(({ suppressedBy }) => suppressedBy === null);
  return {
    language: outcome.language,
    issues: wanted.map(toWire),
    suppressed_count: suppressed.length,
    cached: false,
    duration_ms: outcome.durationMs,
    notices: outcome.notices,
  };
}

function toWire(issue: IdentifiedIssue, index: number): Issue {
  const { ruleId, severity, confidence, suppressedBy, cwe, trace, suggestions, helpUrl, ...rest } = issue;
  const reason = { suppression_reason: `Suppressed in the code: ${suppressedBy || 'no reason given'}` };
  return {
    ...rest,
    id: String(index),
    rule_id: ruleId,
    severity,
    confidence,
    engine: { confidence, severity },
    cwe: [...cwe],
    trace: [...trace],
    suggestions: [...suggestions],
    state: suppressedBy === null ? 'new' : 'suppressed',
    ...(suppressedBy !== null && reason),
    help_url: helpUrl,
  };
}
