// Names a finding so that it is recognised after reformatting, moving and renaming, and not after it has changed.

import { sha256 } from './digest.ts';
import type { Candidate } from './flow/report.ts';
import type { Program } from './ir.ts';
import { normalisedTokens, statementAround } from './normalised-code.ts';
import { endOf, startOf } from './parsing/syntax-tree.ts';

const LENGTH = 32;

export function fingerprintOfCandidate(candidate: Candidate): string {
  const { program, node, rule } = candidate;
  const statement = statementAround(program.tree, node);
  let source = '';
  for (let at = candidate.trace; at !== null; at = at.previous) {
    if (at.event === 'source')
      source = `${at.label} ${normalisedTokens(at.program.tree, startOf(at.program.tree, at.node), endOf(at.program.tree, at.node))}`;
  }
  const sink = normalisedTokens(program.tree, startOf(program.tree, statement), endOf(program.tree, statement));
  return digestOf([rule.id, candidate.sinkName, source, sink]);
}

export function fingerprintOfRange(program: Program, ruleId: string, start: number, end: number): string {
  return digestOf([ruleId, normalisedTokens(program.tree, start, end)]);
}

function digestOf(parts: readonly string[]): string {
  return sha256(parts.join('\n')).slice(0, LENGTH);
}
