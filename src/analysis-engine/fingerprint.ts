// Names a finding so that it is recognised after reformatting, moving and renaming, and no longer once it has changed:
// a verdict on it must not hide a new defect. The path is left out, since files are renamed; docs/fingerprints.md tells it all.
import { sha256 } from './digest.ts';
import type { Finding } from './finding.ts';
import type { Candidate } from './flow/report.ts';
import { PARAMETER } from './flow/taint.ts';
import type { Trace } from './flow/trace.ts';
import { functionAround } from './function-ranges.ts';
import { guardsOn } from './guard-code.ts';
import type { Program } from './ir.ts';
import { type LocalKey, localAt } from './local-names.ts';
import { CUT, createRenaming, firstNodeAt, normalisedTokens, statementAround } from './normalised-code.ts';
import { kindTest } from './parsing/kind-sets.ts';
import { endOf, type NodeIndex, parentOf, type SyntaxTree, startOf } from './parsing/syntax-tree.ts';
import { BASE_LENGTH } from './recognition.ts';
import { isReturnedAsIs, sinkStatement } from './sink-statement.ts';

/** What goes into a fingerprint, in words that the explanation of a finding can show. */
export interface FingerprintPart {
  readonly what: 'rule' | 'sink' | 'constants' | 'statement' | 'source' | 'passed through' | 'returned' | 'guard';
  readonly code: string;
}

/** Rule, source, sink, the statement of the sink, and the calls and conditions that the value passed on its way. */
export function fingerprintOfCandidate(candidate: Candidate): string {
  return fingerprintOf(fingerprintParts(candidate));
}

export function fingerprintParts(candidate: Candidate): FingerprintPart[] {
  const { rule, sinkName, evidence } = candidate;
  const statement = sinkStatement(candidate);
  const path = pathOf(statement.trace);
  const locals = new Set<LocalKey>();
  return [
    { what: 'rule', code: rule.id },
    { what: 'sink', code: sinkName },
    { what: 'constants', code: evidence },
    ...statementParts(candidate, statement, locals),
    ...path.flatMap((trace) => wayStation(candidate, trace, locals)),
    ...guards(candidate, path, locals),
  ];
}

/** Of a statement that is too long its beginning and the sink itself. */
function statementParts({ program, node }: Candidate, statement: Range, locals: Set<LocalKey>): FingerprintPart[] {
  const code = codeOf(program, statement, locals);
  const parts: FingerprintPart[] = [{ what: 'statement', code }];
  if (code.endsWith(CUT)) parts.push({ what: 'statement', code: codeOf(program, rangeOf(program.tree, node), locals) });
  return parts;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const rangeOf = (tree: SyntaxTree, node: NodeIndex): Range => ({ start: startOf(tree, node), end: endOf(tree, node) });

/** Names are given anew in each part: when a function is wrapped, one variable becomes two. */
function codeOf(program: Program, { start, end }: Range, locals?: Set<LocalKey>): string {
  const renaming = createRenaming(program);
  const code = normalisedTokens(renaming, start, end);
  for (const local of renaming.names.keys()) locals?.add(local);
  return code;
}

function pathOf(trace: Trace | null): Trace[] {
  const path: Trace[] = [];
  for (let at = trace; at !== null; at = at.previous) path.unshift(at);
  return path;
}

/** The source, and the calls that may have been sanitisers. Assignments and texts on the way may come and go. */
function wayStation(candidate: Candidate, trace: Trace, locals: Set<LocalKey>): FingerprintPart[] {
  const { event, label, program, node, sources } = trace;
  // Variables of other files are not those of this one.
  const own = program === candidate.program ? locals : undefined;
  if (event === 'through') return [{ what: 'passed through', code: codeOf(program, rangeOf(program.tree, node), own) }];
  if (event === 'returned') return isReturnedAsIs(program, node) ? [] : [{ what: 'returned', code: label }];
  if (event !== 'source') return [];
  if (sources === PARAMETER) return [{ what: 'source', code: 'parameter' }];
  const range = parameterAround(program.tree, node) ?? statementAround(program.tree, node);
  return [{ what: 'source', code: `${label} ${codeOf(program, range, own)}` }];
}

const isDeclared = kindTest((kind) =>
  /^(function|method|constructor|class|decorated)_(declaration|definition)$/.test(kind),
);
const isParameterList = kindTest((kind) => /parameters$/.test(kind));
const isBeyondParameters = kindTest((kind) => /(statement|declaration|definition|block|body)$/.test(kind));

/** A parameter with its type and annotations: the statement around it is all of its function. */
function parameterAround(tree: SyntaxTree, node: NodeIndex): Range | null {
  for (let at = node; at > 0; at = parentOf(tree, at)) {
    if (isParameterList(tree, parentOf(tree, at))) return rangeOf(tree, at);
    if (isBeyondParameters(tree, at)) break;
  }
  return null;
}

/** Guards of the variables that the value went through, in the functions of this file that it went through. */
function guards(candidate: Candidate, path: readonly Trace[], locals: Set<LocalKey>): FingerprintPart[] {
  const { program, node } = candidate;
  const { tree } = program;
  const own = path.filter((trace) => trace.program === program);
  for (const { event, label, node: at } of own) {
    const local = event === 'assigned' ? localAt(program, startOf(tree, at), label) : null;
    if (local !== null) locals.add(local);
  }
  const places = [node, ...own.map((trace) => trace.node)];
  const functions = new Set(places.map((place) => functionAround(program, startOf(tree, place))));
  const codes = guardsOn(program, functions, locals).map((guard) => codeOf(program, rangeOf(tree, guard)));
  // Sorted, so that it does not matter which of the functions comes first in the file.
  return codes.sort().map((code) => ({ what: 'guard', code }));
}

/** For findings that are no more than a range: the code of it and of the statement around it. */
export function fingerprintOfRange(program: Program, ruleId: string, start: number, end: number): string {
  return fingerprintOf(rangeParts(program, ruleId, start, end));
}

export function rangeParts(program: Program, ruleId: string, start: number, end: number): FingerprintPart[] {
  const node = firstNodeAt(program.tree, start);
  const statement = node < program.tree.count ? statementAround(program.tree, node) : { start, end };
  return [
    { what: 'rule', code: ruleId },
    {
      what: 'sink',
      code: normalisedTokens(createRenaming(program), start, end, !isWholeFunction(program.tree, node, end)),
    },
    { what: 'statement', code: codeOf(program, statement) },
  ];
}

/** A function or class that is found for its head: what its body does may move elsewhere. */
function isWholeFunction(tree: SyntaxTree, node: NodeIndex, end: number): boolean {
  return node < tree.count && isDeclared(tree, node) && endOf(tree, node) === end;
}

function fingerprintOf(parts: readonly FingerprintPart[]): string {
  return sha256(parts.map(({ what, code }) => `${what} ${code}`).join('\n')).slice(0, BASE_LENGTH);
}

/**
 * Tells equal findings of one file apart by the functions that they are in, those of one function by their order. None
 * keeps the plain fingerprint: a copy that is put before the original would take it over.
 */
export function distinguished(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { fingerprint } of findings) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    if (counts.get(finding.fingerprint) === 1) return finding;
    const place = `${finding.fingerprint}-${sha256(finding.within).slice(0, 8)}`;
    const ordinal = (seen.get(place) ?? 0) + 1;
    seen.set(place, ordinal);
    return { ...finding, fingerprint: ordinal === 1 ? place : `${place}.${ordinal}` };
  });
}
