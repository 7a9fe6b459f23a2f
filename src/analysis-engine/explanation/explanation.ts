// Why a finding is reported, step by step: what people check it against.
import type { SourceRange } from '../finding.ts';
import type { FingerprintPart } from '../fingerprint.ts';

/** Where a step's knowledge about a library is written down. */
export interface FactOrigin {
  /** name in the facts, e.g. `flask.request.args` */
  readonly name: string;
  readonly library: string;
  /** path of the facts below the engine */
  readonly file: string | null;
}

export interface ExplanationStep {
  readonly kind:
    | 'source'
    | 'flow'
    | 'sanitiser'
    | 'guard'
    | 'branch'
    | 'constant'
    | 'sink'
    | 'confidence'
    | 'suppression';
  readonly range: SourceRange | null;
  readonly text: string;
  readonly fact: FactOrigin | null;
}

export interface Explanation {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly steps: readonly ExplanationStep[];
  readonly fingerprintParts: readonly FingerprintPart[];
}

/** Which finding is meant: by the beginning of its fingerprint, or by rule and line. */
export type ExplanationRequest = { readonly fingerprint: string } | { readonly rule: string; readonly line: number };
