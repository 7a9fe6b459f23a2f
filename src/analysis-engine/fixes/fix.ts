// What a fix is, and what those who write one are given: edits of the file with a reason.
import type { SinkKind } from '../facts/library-fact.ts';
import type { Program } from '../ir.ts';
import type { NodeIndex, SyntaxTree } from '../parsing/syntax-tree.ts';
import type { RepairFinder } from './repairs.ts';

/** Replaces a half-open range (UTF-16 offsets of the file) by text; an empty range inserts. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One way to mend a finding, not verified yet. */
export interface FixCandidate {
  /** one sentence that begins with a verb */
  readonly description: string;
  readonly edits: readonly TextEdit[];
  /** names of calls that go, since the new code does their work in another way; `*` where none of them ever ran */
  readonly replaces?: readonly string[];
  /** who wrote it; absent: a rule */
  readonly source?: 'llm';
}

/** A step of the way from source to sink, in this file. */
export interface FixStep {
  readonly node: NodeIndex;
  readonly event: string;
  readonly label: string;
}

/** The finding with its syntax, for which fixes are wanted. */
export interface FixContext {
  readonly tree: SyntaxTree;
  readonly source: string;
  readonly language: string;
  readonly path: string;
  readonly program: Program;
  readonly start: number;
  readonly end: number;
  /** the outermost syntax node of exactly that range, else the innermost around it */
  readonly node: NodeIndex;
  readonly sinkKind: SinkKind | null;
  /** name under which the library facts know the sink or use */
  readonly sinkName: string | null;
  /** source first; empty where the finding is not about a flow */
  readonly trace: readonly FixStep[];
  /** what the library facts know of a repair of this name */
  readonly repairs: RepairFinder;
}

/** From a finding to ways to mend it, the best first; pure, and none where none is right. */
export type Fix = (context: FixContext) => readonly FixCandidate[];

/** What a suggestion was checked for; see `verification.ts`. */
export const FIX_CHECKS = ['parses', 'finding-gone', 'nothing-new', 'names-known', 'calls-kept'] as const;
export type FixCheck = (typeof FIX_CHECKS)[number];

/** A fix that passed every check. */
export interface VerifiedFix {
  readonly description: string;
  readonly edits: readonly TextEdit[];
  readonly checks: readonly FixCheck[];
  /** who wrote it; absent: a rule */
  readonly source?: 'llm';
}
