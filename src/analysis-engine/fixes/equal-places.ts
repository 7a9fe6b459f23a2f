// The same code in several places of one function, found at each of them: one suggestion mends them all, or the function would do
// one thing in two ways.
import { kindTest } from '../parsing/kind-sets.ts';
import { type NodeIndex, nextOf, parentOf, type SyntaxTree, startOf } from '../parsing/syntax-tree.ts';
import { nodeAt } from './code-style.ts';
import type { FixCandidate } from './fix.ts';
import { withoutUnusedImports } from './identifiers.ts';
import { overlaps } from './text-edits.ts';

/** A finding with its candidates. */
export interface FindingWithFixes {
  readonly ruleId: string;
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly FixCandidate[];
}

/** More than that is no fix of one function. */
const MOST_PLACES = 40;

/** For each finding its candidates; those that write the same instead of the same in one function have the edits of all. */
export function mendedTogether(
  tree: SyntaxTree,
  language: string,
  findings: readonly FindingWithFixes[],
): (readonly FixCandidate[])[] {
  const groups = new Map<string, Place[]>();
  for (const [finding, { ruleId, start, end, candidates }] of findings.entries()) {
    if (candidates.length === 0) continue;
    const around = functionAround(tree, nodeAt(tree, start, end));
    for (const [place, { edits }] of candidates.entries()) {
      const written = edits.map(({ start: from, end: to, text }) => [tree.source.slice(from, to), text]);
      const key = JSON.stringify([ruleId, around, written]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ finding, place }]);
      else if (group[0].place === place && group.length < MOST_PLACES) group.push({ finding, place });
    }
  }
  const firsts = [...groups.values()].filter(([{ place }]) => place === 0);
  for (const chain of sideBySide(findings)) {
    const isIn = ({ finding }: Place): boolean => chain.some((each) => each.finding === finding);
    // Sets that overlap in part would mend some places without the others that they promise.
    if (firsts.every((group) => group.every(isIn) || !group.some(isIn))) groups.set(`side ${chain[0].finding}`, chain);
  }
  const together = findings.map(({ candidates }) => [...candidates]);
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const parts = group.map(({ finding, place }) => findings[finding].candidates[place]);
    const edits = withoutUnusedImports(
      tree,
      language,
      parts.flatMap((part) => part.edits),
    );
    if (overlaps(edits)) continue;
    const replaces = [...new Set(parts.flatMap((part) => part.replaces ?? []))];
    for (const { finding, place } of group) {
      const candidate = findings[finding].candidates[place];
      together[finding][place] = { ...candidate, edits, ...(replaces.length > 0 && { replaces }) };
    }
  }
  return together;
}

type Place = { readonly finding: number; readonly place: number };

/** Findings of a rule whose first fixes take away what stands side by side. */
function sideBySide(findings: readonly FindingWithFixes[]): Place[][] {
  const removals = findings.flatMap(({ ruleId, candidates: [first] }, finding) => {
    const [only, ...others] = first?.edits ?? [];
    return only === undefined || others.length > 0 || only.text !== '' ? [] : [{ ruleId, finding, ...only }];
  });
  removals.sort((a, b) => (a.ruleId < b.ruleId ? -1 : Number(a.ruleId > b.ruleId)) || a.start - b.start);
  const chains: Place[][] = [];
  for (const [index, { ruleId, finding, start }] of removals.entries()) {
    const before = removals[index - 1];
    const isNext = before !== undefined && before.ruleId === ruleId && before.end === start;
    const chain = isNext ? chains.at(-1) : undefined;
    if (chain === undefined) chains.push([{ finding, place: 0 }]);
    else if (chain.length < MOST_PLACES) chain.push({ finding, place: 0 });
  }
  return chains;
}

const isFunction = kindTest(
  (kind, named) =>
    named &&
    /^(?:(?:function|method|constructor)_(?:declaration|definition)|(?:generator_)?function.*|func_literal|arrow_function|lambda_expression)$/.test(
      kind,
    ),
);
const isBody = kindTest((kind) => /^(?:block|statement_block|constructor_body)$/.test(kind));

/** Where the function around a node begins that has statements of its own, or -1. */
function functionAround(tree: SyntaxTree, node: NodeIndex): number {
  for (let at = node; at > 0; at = parentOf(tree, at)) {
    if (isFunction(tree, at) && hasBody(tree, at)) return startOf(tree, at);
  }
  return -1;
}

function hasBody(tree: SyntaxTree, node: NodeIndex): boolean {
  for (let child = node + 1; child < nextOf(tree, node); child = nextOf(tree, child)) {
    if (isBody(tree, child)) return true;
  }
  return false;
}
