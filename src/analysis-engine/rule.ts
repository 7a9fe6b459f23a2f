// A rule as the engine sees it: compiled from rule.yaml, handed in by the caller. Rules know kinds, not libraries.

import type { Category, Severity } from '../contract/index.ts';
import type { EvidenceKind } from './evidence-nearby.ts';
import type { SinkKind, SourceKind } from './facts/library-fact.ts';
import type { Fix } from './fixes/fix.ts';
import type { Program } from './ir.ts';
import type { NodeIndex, SyntaxTree } from './parsing/syntax-tree.ts';

/** Untrusted data reaches a dangerous place. */
export interface FlowCondition {
  readonly from: readonly SourceKind[];
  readonly to: readonly SinkKind[];
  /** only what is known to be a text by then: an object that is sent whole becomes JSON */
  readonly composed?: boolean;
  /** a parameter of a function nobody in sight calls counts only once it is part of a larger text, or only while it is not */
  readonly parameter?: 'joined' | 'whole';
  /** only where the place makes or changes something: names in an archive do harm when they are written to */
  readonly writes?: boolean;
}

/** A value that is not constant reaches a dangerous place, wherever it may come from: weaker evidence than a flow. */
export interface DynamicCondition {
  readonly to: readonly SinkKind[];
  /** only texts that are seen to be put together from constant text and other parts */
  readonly composed?: boolean;
}

/** A call has a *use* (see `CallFact.uses`) and its named inputs satisfy every condition. */
export interface UseCondition {
  readonly use: string;
  /** input name → condition on it; no inputs: the use itself is the defect */
  readonly where?: Readonly<Record<string, InputCondition>>;
}

export interface InputCondition {
  /** constant string matches this (case-insensitive) */
  readonly matches?: string;
  /** constant equals one of these */
  readonly is?: readonly (string | number | boolean | null)[];
  /** the input is a constant number below this */
  readonly below?: number;
  /** the input is a constant number above this */
  readonly above?: number;
  /** the input is a constant number with one of these bits set: modes of files */
  readonly bits?: number;
  /** the input is a constant number that has not all of these bits: masks of what is taken away */
  readonly lacks?: number;
  /** whether the input is a constant */
  readonly constant?: boolean;
  /** the input is one constant, not one of several */
  readonly fixed?: true;
  /** nobody has seen that the input is harmless for this sink kind: no constant, no number, not encoded for it */
  readonly dynamicFor?: SinkKind;
  /** the argument is missing */
  readonly absent?: boolean;
  /** any one of these holds */
  readonly any?: readonly InputCondition[];
  /** the input is an object: condition on its key (a missing key satisfies `absent`) */
  readonly key?: Readonly<Record<string, InputCondition>>;
  /** the input carries taint of these sources */
  readonly tainted?: readonly SourceKind[];
  /** the input is a string or number written in the code */
  readonly literal?: boolean;
}

/**
 * A condition in the Semgrep rule language for some languages: `pattern`, `patterns`, `pattern-either`, … as its
 * documentation has them. What is not supported is refused when the engine prepares the language.
 */
export interface PatternCondition {
  /** language names of the engine */
  readonly languages: readonly string[];
  readonly [key: string]: unknown;
}

/** A finding of a `check.ts`: a range of the file (UTF-16 offsets) and words. */
export interface CheckFinding {
  readonly start: number;
  readonly end: number;
  readonly message?: string;
  /** 0..1; the rule's own when absent */
  readonly confidence?: number;
  /** no graver than this, whatever the rule says */
  readonly atMost?: Severity;
}

/** What the flow pass can tell a rule besides flows and uses; see `flow/events.ts`. */
export const EVENT_KINDS = [
  /** a condition that can go one way only, since its variables were tested before */
  'constant-by-test',
  /** the same, since literals were assigned to them */
  'constant-by-assignment',
  /** a member of a variable that holds nothing */
  'null-access',
  'zero-division',
  /** a call that only computes, whose result nobody takes */
  'unused-result',
  /** a call that gives something which must be closed again, see `resources` of the library facts */
  'open-resource',
  /** what the rule's `uses` match: handed to `check` instead of being findings at once */
  'use',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** An event of the pass at a node of the file. */
export interface FlowEvent {
  readonly kind: EventKind;
  readonly node: NodeIndex;
  /** `true` or `false` of a condition; the name of what is used */
  readonly detail: string;
}

export interface CheckContext {
  readonly tree: SyntaxTree;
  readonly language: string;
  readonly path: string;
  /** the lowered file; `inspection/` tells more of it */
  readonly program: Program;
  /** what the rule's `events` and `uses` matched, in source order */
  readonly events: readonly FlowEvent[];
}

/** Code for what data cannot say; pure and linear in the size of the tree. */
export type Check = (context: CheckContext) => CheckFinding[];

export interface Rule {
  readonly id: string;
  /** may hold `{source}` and `{sink}`: the actual ones in words */
  readonly message: string;
  readonly severity: Severity;
  readonly category: Category;
  /** e.g. `CWE-89` */
  readonly cwe: readonly string[];
  /** Linguist names; empty: every language */
  readonly languages: readonly string[];
  /** prior probability that a finding is right, 0..1 */
  readonly confidence: number;
  readonly flow?: FlowCondition;
  readonly dynamic?: DynamicCondition;
  readonly uses?: readonly UseCondition[];
  /** a finding is graver than low only where the code around it bears that out */
  readonly graveWhere?: EvidenceKind;
  /** events of the pass: each is a finding, or is handed to `check` where there is one */
  readonly events?: readonly EventKind[];
  readonly check?: Check;
  /** ways to mend what it finds, where the library facts cannot say it */
  readonly fix?: Fix;
  /** names of repairs that library facts have for what it finds */
  readonly repairs?: readonly string[];
  /** a hit of any of them is a finding; `$X` in the message is the code that a metavariable stands for */
  readonly patterns?: readonly PatternCondition[];
  /** rules that say more about the same place: where one of them is at least as certain, this one keeps silent */
  readonly yieldsTo?: readonly string[];
}
