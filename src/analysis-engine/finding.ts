// What the engine reports: ranges in the analysed files and words; ids, states and dismissals come later.
import type { Category, Notice, Severity } from '../contract/index.ts';
import type { Explanation, ExplanationRequest } from './explanation/explanation.ts';
import type { FixCandidate, VerifiedFix } from './fixes/fix.ts';
import type { FixPreference } from './fixes/fix-kind.ts';
import type { OwnKnowledge } from './own-knowledge.ts';
import type { SuppressionRecord } from './suppressions/suppression.ts';

/** Half-open range of UTF-16 offsets in the file at `path`. */
export interface SourceRange {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface TraceEntry {
  readonly range: SourceRange;
  readonly message: string;
}

export interface Finding {
  readonly ruleId: string;
  readonly message: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly cwe: readonly string[];
  readonly range: SourceRange;
  /** source first, sink last; a single entry for findings without flow */
  readonly trace: readonly TraceEntry[];
  readonly fingerprint: string;
  /** the function around it with its class (`Cart.pay`); empty outside of any */
  readonly within: string;
  /** reason in a suppression comment, or null */
  readonly suppressedBy: string | null;
}

export interface EngineResult {
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  /** what the code says is not to be reported, with what became of it */
  readonly suppressions: readonly SuppressionRecord[];
  /** of the finding that was asked for */
  readonly explanations: readonly Explanation[];
  readonly statistics: {
    readonly nodes: number;
    readonly steps: number;
    readonly syntaxErrors: number;
  };
  /** for each finding its verified fixes; empty when they were not asked for */
  readonly fixes: readonly (readonly VerifiedFix[])[];
  /** context files whose text was read: the answer stays the same while these, and the list of paths, do */
  readonly filesRead: readonly string[];
}

export interface EngineRequest {
  /** YYYY-MM-DD: suppressions until an earlier day have ended; without it all of them count */
  readonly today?: string;
  readonly code: string;
  /** Linguist name in lower case */
  readonly language: string;
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly code: string }[];
  /** whether fixes are wanted: they cost another analysis of the mended text */
  readonly suggest?: boolean;
  /** which fix of a finding is tried first; without it the one that is written first */
  readonly fixPreference?: FixPreference;
  /** the finding whose fixes are all wanted, and none of any other */
  readonly mend?: MendRequest;
  /** the user's own rules and facts, prepared for the language */
  readonly own?: OwnKnowledge;
  /** the finding to explain: it costs a little, so it is done only when asked for */
  readonly explain?: ExplanationRequest;
}

/** Every way to mend one finding is tried, each by itself. */
export interface MendRequest {
  readonly fingerprint: string;
  /** candidates from elsewhere, verified as the engine's own are */
  readonly proposed: readonly FixCandidate[];
}
