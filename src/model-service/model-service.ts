// The port of the model service: what it takes, what it answers. In this process, or over replicas elsewhere.
import type {
  Explanation,
  ExplanationRequest,
  ExplanationStep,
  MendRequest,
  SuppressionRecord,
} from '../analysis-engine/index.ts';
import type { Category, Notice, Severity, Suggestion, TraceStep } from '../contract/index.ts';
import type { OwnDocuments, RuleProblem, RunnableRule } from './own-rules/index.ts';
import type { FixAcceptance, RankerParameters } from './ranking/index.ts';

/** One file to analyse. Everything a result depends on is in here or in the bundle: equal jobs give equal results. */
export interface AnalysisJob {
  readonly code: string;
  /** as the client declared it (any alias), or null to detect */
  readonly declaredLanguage: string | null;
  readonly path: string | null;
  /** neighbouring files that data flow crosses into */
  readonly files: readonly JobFile[];
  /** null: all rules; otherwise only these */
  readonly enabledRules: readonly string[] | null;
  readonly disabledRules: readonly string[];
  /** rules and facts of the user's own; what cannot be read of them is told in a notice */
  readonly own?: OwnDocuments;
  /** ids of rules that exist but may not be among those of this job */
  readonly otherRules?: readonly string[];
  /** YYYY-MM-DD: suppressions `until` an earlier day have ended; without it all of them count */
  readonly today?: string;
  /** the finding to explain */
  readonly explain?: ExplanationRequest;
  /** which fixes the team takes, so that those are tried first; without it the order is fixed */
  readonly fixAcceptance?: FixAcceptance;
  /** the finding whose fixes are all wanted, and none of any other */
  readonly mend?: MendRequest;
}

/** A neighbouring file: its text, or where it lies on this machine, to be read when it is needed. */
export type JobFile =
  | { readonly path: string; readonly code: string }
  /** `digest` is the SHA-256 of the content that is meant */
  | { readonly path: string; readonly file: string; readonly digest: string }
  /** UTF-8 in memory that the threads of this process share; equal digests mean equal texts */
  | {
      readonly path: string;
      readonly digest: string;
      readonly shared: SharedArrayBuffer;
      readonly offset: number;
      readonly length: number;
    };

/** A finding before the application server gives it an id and a state. */
export interface IdentifiedIssue {
  readonly ruleId: string;
  readonly message: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly cwe: readonly string[];
  readonly location: TraceStep['location'];
  readonly trace: readonly TraceStep[];
  /** hex; the same defect keeps it when code is reformatted, moved or its locals renamed */
  readonly fingerprint: string;
  /** the function around it with its class; empty outside of any */
  readonly within: string;
  readonly suggestions: readonly Suggestion[];
  /** set when a comment in the code suppresses it: the reason given there */
  readonly suppressedBy: string | null;
  /** where its rule is explained: a path of the server, or the address that an own rule gives */
  readonly helpUrl: string;
}

/** What the code says is not to be reported. */
export interface IdentifiedSuppression extends Omit<SuppressionRecord, 'range'> {
  readonly location: TraceStep['location'];
}

/** Why a finding is reported. */
export interface IdentifiedExplanation extends Omit<Explanation, 'steps'> {
  readonly steps: readonly (Omit<ExplanationStep, 'range'> & { readonly location: TraceStep['location'] | null })[];
}

export interface AnalysisOutcome {
  readonly language: {
    readonly id: string;
    readonly confidence: number;
    readonly declared: string | null;
    readonly detected: string;
  };
  readonly issues: readonly IdentifiedIssue[];
  readonly suppressions: readonly IdentifiedSuppression[];
  /** of the finding that was asked for */
  readonly explanations: readonly IdentifiedExplanation[];
  readonly notices: readonly Notice[];
  /** ids of the user's own rules that were asked, whether they found anything or not */
  readonly ownRules: readonly string[];
  /** neighbours whose text mattered to the answer; null when one of them changed meanwhile */
  readonly filesRead: readonly string[] | null;
  /** milliseconds inside the worker */
  readonly durationMs: number;
}

/** What rules and facts of a user's own come to. */
export interface CheckedDocuments {
  readonly rules: readonly (RunnableRule & {
    /** YAML of a document that holds this rule alone */
    readonly text: string;
  })[];
  /** libraries that facts were read of */
  readonly libraries: readonly string[];
  readonly problems: readonly RuleProblem[];
}

export interface ModelComponent {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

/** What every answer names: the immutable bundle of detector, engine, rules and ranker. */
export interface ModelBundle {
  readonly version: string;
  /** `sha256:…` over the components' digests */
  readonly digest: string;
  readonly components: readonly ModelComponent[];
  /** what answers are ranked with, once the tenant's verdicts are put to it */
  readonly ranker: RankerParameters;
}

export interface CallOptions {
  /** aborts when nobody waits for the answer any more; the worker is free then */
  readonly signal?: AbortSignal;
  /** nobody waits for this one in a request: whatever somebody waits for goes first */
  readonly background?: boolean;
  /** which of the service's own threads is likely to have read the neighbours already; any other will do as well */
  readonly lane?: number;
  /** what a replica's part of the trace goes under: W3C Trace Context */
  readonly traceparent?: string;
}

export interface ModelService {
  readonly bundle: ModelBundle;
  /**
   * Analyses one file. Throws AssayError `analysis_timeout`, `analysis_out_of_memory`, `analysis_failed`, `overloaded` or
   * `model_unavailable`; these concern this job alone and are never cached.
   */
  analyze(job: AnalysisJob, options?: CallOptions): Promise<AnalysisOutcome>;
  /** What of these documents can run, and what is wrong with the rest. Bounded and failing as `analyze` is. */
  checkDocuments(documents: OwnDocuments, options?: CallOptions): Promise<CheckedDocuments>;
  /** resolves when its own threads, or as many of them as are asked for, have grammars, rules and facts loaded */
  ready(threads?: number): Promise<void>;
  /** whether a job that comes now could be taken, once it was ready */
  available(): boolean;
  /** jobs waiting and running, for metrics and readiness; over replicas, those that this process has sent */
  load(): { readonly waiting: number; readonly running: number };
  /** null: this process analyses itself */
  replicas(): { readonly available: number; readonly configured: number } | null;
  close(): Promise<void>;
}

export interface ModelServiceOptions {
  /** worker threads; 0 runs analyses in the calling thread, without a deadline */
  readonly threads: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** jobs that may wait before `overloaded` */
  readonly maxQueue: number;
  /** MiB for young objects of a thread; without it as few as a server that holds its memory down can do with */
  readonly youngMb?: number;
  /** threads start when there is work for them, and warm up with that: whoever finds every answer kept needs none */
  readonly startsLate?: boolean;
}
