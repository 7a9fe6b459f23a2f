// Which nodes of a file a taint rule's patterns speak of.
import type { CodeFile } from '../code-tree/code-file.ts';
import type { CodeNode } from '../code-tree/code-node.ts';
import { nodesOf } from '../code-tree/code-tree.ts';
import { lookup } from '../matching/environment.ts';
import type { Evaluation } from '../matching/evaluation.ts';
import type { RuleMatch } from '../matching/rule-match.ts';
import type { TaintRule, TaintSink, TaintSource } from '../rule-language/taint-rule.ts';

export interface SinkMark {
  readonly sink: TaintSink;
  readonly match: RuleMatch;
}

export interface PropagatorMark {
  readonly from: CodeNode;
  readonly to: CodeNode;
}

export interface TaintMarks {
  readonly sources: ReadonlyMap<CodeNode, readonly TaintSource[]>;
  /** nodes whose variable becomes clean, besides having a clean value */
  readonly sanitized: ReadonlyMap<CodeNode, { readonly bySideEffect: boolean }>;
  readonly sinks: ReadonlyMap<CodeNode, readonly SinkMark[]>;
  readonly propagators: ReadonlyMap<CodeNode, readonly PropagatorMark[]>;
}

const keyOf = ({ start, end }: { readonly start: number; readonly end: number }): string => `${start}-${end}`;

/** Finds the nodes; null when there are no sources or no sinks in the file. */
export function marksOf(rule: TaintRule, file: CodeFile, evaluation: Evaluation): TaintMarks | null {
  const sinkMatches = rule.sinks.map((sink) => ({ sink, matches: evaluation.run(sink.formula) }));
  if (sinkMatches.every(({ matches }) => matches.length === 0)) return null;
  const sourceMatches = rule.sources.map((source) => ({ source, matches: evaluation.run(source.formula) }));
  if (sourceMatches.every(({ matches }) => matches.length === 0)) return null;
  const nodes = nodesByRange(file);
  const sources = new Map<CodeNode, TaintSource[]>();
  for (const { source, matches } of sourceMatches) {
    for (const match of matches) for (const node of nodes.at(match, !source.exact)) push(sources, node, source);
  }
  const sinks = new Map<CodeNode, SinkMark[]>();
  for (const { sink, matches } of sinkMatches) {
    for (const match of matches) for (const node of nodes.at(match, false)) push(sinks, node, { sink, match });
  }
  const taken = new Set([...sourceMatches, ...sinkMatches].flatMap(({ matches }) => matches.map(keyOf)));
  const sanitized = new Map<CodeNode, { bySideEffect: boolean }>();
  for (const { formula, bySideEffect, exact, notConflicting } of rule.sanitizers) {
    for (const match of evaluation.run(formula)) {
      if (notConflicting && taken.has(keyOf(match))) continue;
      for (const node of nodes.at(match, !exact)) sanitized.set(node, { bySideEffect });
    }
  }
  return { sources, sinks, sanitized, propagators: propagatorsOf(rule, evaluation, nodes) };
}

function propagatorsOf(rule: TaintRule, evaluation: Evaluation, nodes: NodesByRange): Map<CodeNode, PropagatorMark[]> {
  const marks = new Map<CodeNode, PropagatorMark[]>();
  for (const { formula, from, to } of rule.propagators) {
    for (const match of evaluation.run(formula)) {
      const [source, target] = [lookup(match.environment, from), lookup(match.environment, to)];
      if (!source || !target) continue;
      for (const node of nodes.at(match, false)) push(marks, node, { from: source, to: target });
    }
  }
  return marks;
}

function push<T>(table: Map<CodeNode, T[]>, node: CodeNode, value: T): void {
  const known = table.get(node);
  if (!known) table.set(node, [value]);
  else if (!known.includes(value)) known.push(value);
}

const TABLES = new WeakMap<CodeFile, NodesByRange>();

function nodesByRange(file: CodeFile): NodesByRange {
  const known = TABLES.get(file) ?? new NodesByRange(file);
  TABLES.set(file, known);
  return known;
}

/** Nodes by their range: a match may be of what a metavariable stands for, or of several statements. */
class NodesByRange {
  readonly #all: readonly CodeNode[];
  readonly #byRange = new Map<string, CodeNode[]>();

  constructor(file: CodeFile) {
    this.#all = nodesOf(file.root);
    for (const node of this.#all) {
      const key = keyOf(node);
      const known = this.#byRange.get(key);
      if (known) known.push(node);
      else this.#byRange.set(key, [node]);
    }
  }

  /** The nodes of a range, perhaps with all inside of them. */
  at(match: RuleMatch, inside: boolean): readonly CodeNode[] {
    const exact = this.#byRange.get(keyOf(match)) ?? (match.node === null ? this.#within(match) : [match.node]);
    return inside ? exact.flatMap((node) => nodesOf(node)) : exact;
  }

  /** Of a range that is no node, e.g. several statements: the outermost nodes in it. */
  #within({ start, end }: RuleMatch): CodeNode[] {
    const found: CodeNode[] = [];
    for (const node of this.#all) {
      const last = found.at(-1);
      if (node.start < start || node.end > end || node.start === node.end) continue;
      if (last === undefined || node.start >= last.end) found.push(node);
    }
    return found;
  }
}
