// What a comment or annotation says that findings are not to be reported, read from the code; and what became of it.
import type { SourceRange } from '../finding.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';

/** Whose words it is: our own, or those that people wrote for another tool. */
export type SuppressionStyle =
  | 'assay-ignore'
  | 'nosemgrep'
  | 'NOSONAR'
  | 'eslint-disable'
  | 'noqa'
  | 'nosec'
  | 'nolint'
  | '@SuppressWarnings'
  | 'lgtm'
  | 'codeql';

/** `file` and `block` also hold for lines that nobody looked at when they were written. */
export type SuppressionReach = 'statement' | 'line' | 'next line' | 'block' | 'file';

/** Offsets are UTF-16; a finding in `start..end` is meant. */
export interface Suppression {
  readonly node: NodeIndex;
  readonly style: SuppressionStyle;
  readonly reach: SuppressionReach;
  readonly start: number;
  readonly end: number;
  /** the rules that it names, as it names them; null: all */
  readonly rules: readonly string[] | null;
  /** what findings it can mean: rules of other tools say no more than that */
  readonly about: 'any' | 'security' | 'bug';
  readonly reason: string;
  /** last day on which it counts, YYYY-MM-DD */
  readonly until: string | null;
}

/** One of ours that suppresses nothing because of how it is written. */
export interface MalformedSuppression {
  readonly node: NodeIndex;
  readonly why: string;
}

export interface SuppressionComments {
  readonly suppressions: readonly Suppression[];
  readonly malformed: readonly MalformedSuppression[];
}

export type SuppressionProblem = 'unused' | 'expired' | 'malformed' | 'over-broad' | 'unknown-rule' | 'no-reason';

/** A suppression as it is reported. */
export interface SuppressionRecord {
  readonly range: SourceRange;
  readonly style: SuppressionStyle;
  readonly reach: SuppressionReach;
  readonly rules: readonly string[] | null;
  readonly reason: string;
  readonly until: string | null;
  /** fingerprints and rules of what it hides */
  readonly hides: readonly { readonly fingerprint: string; readonly ruleId: string }[];
  readonly problems: readonly { readonly problem: SuppressionProblem; readonly message: string }[];
}
