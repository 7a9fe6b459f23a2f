// The fixes of one analysis: candidates tried together, those that fail set aside, what is left said to be verified.
import { LIMITS } from '../limits.ts';
import { FIX_CHECKS, type FixCandidate, type VerifiedFix } from './fix.ts';
import { mergedEdits, overlaps } from './text-edits.ts';
import { type AnalyzedFile, type Attempt, type Reanalyze, verify } from './verification.ts';

/** For each finding its verified fix, if any candidate of it is one. The same candidates always give the same answer. */
export function verifiedFixes(
  before: AnalyzedFile,
  candidates: readonly (readonly FixCandidate[])[],
  reanalyze: Reanalyze,
): (readonly VerifiedFix[])[] {
  const tried = new Map<number, number>();
  const verified = new Map<number, FixCandidate>();
  const budget = createBudget(before.program.tree.count, before.program.tree.errorCount > 0);
  for (;;) {
    const batch = nextBatch(candidates, tried, verified);
    if (batch.length === 0 || budget.left <= 0) break;
    const passed = passing(before, batch, reanalyze, budget);
    for (const { finding, candidate } of passed) verified.set(finding, candidate);
    for (const { finding } of batch) if (!verified.has(finding)) tried.set(finding, (tried.get(finding) ?? 0) + 1);
  }
  return candidates.map((_, finding) => {
    const candidate = verified.get(finding);
    return candidate === undefined ? [] : [asVerified(candidate)];
  });
}

/** Of one finding each candidate that passes by itself, in their order. */
export function verifiedAlternatives(
  before: AnalyzedFile,
  finding: number,
  candidates: readonly FixCandidate[],
  reanalyze: Reanalyze,
): VerifiedFix[] {
  const budget = createBudget(before.program.tree.count, before.program.tree.errorCount > 0);
  const verified: VerifiedFix[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const fix = asVerified(candidate);
    const key = JSON.stringify(fix.edits);
    if (seen.has(key) || budget.left-- <= 0) continue;
    seen.add(key);
    if (verify(before, [{ finding, candidate }], reanalyze).passed) verified.push(fix);
  }
  return verified;
}

function asVerified({ description, edits, source }: FixCandidate): VerifiedFix {
  return { description, edits: mergedEdits(edits), checks: FIX_CHECKS, ...(source !== undefined && { source }) };
}

interface FixBudget {
  left: number;
}

/** Analyses that are affordable: time is bounded by the size of what is analysed. */
function createBudget(nodes: number, isBroken: boolean): FixBudget {
  const most = isBroken ? LIMITS.fixAnalysesOfBroken : LIMITS.fixAnalyses;
  const affordable = Math.floor(LIMITS.fixNodes / Math.max(1, nodes));
  return { left: Math.max(1, Math.min(most, affordable)) };
}

/** The best untried candidate of each finding that has none yet, as many as do not get in each other's way. */
function nextBatch(
  candidates: readonly (readonly FixCandidate[])[],
  tried: ReadonlyMap<number, number>,
  verified: ReadonlyMap<number, FixCandidate>,
): Attempt[] {
  const batch: Attempt[] = [];
  for (const [finding, choices] of candidates.entries()) {
    const candidate = verified.has(finding) ? undefined : choices[tried.get(finding) ?? 0];
    if (candidate === undefined) continue;
    const edits = [...batch.flatMap((attempt) => attempt.candidate.edits), ...candidate.edits];
    if (!overlaps(edits)) batch.push({ finding, candidate });
  }
  return batch;
}

/** Those that pass together: who fails is left out, and where that cannot be told, halves are tried. */
function passing(
  before: AnalyzedFile,
  attempts: readonly Attempt[],
  reanalyze: Reanalyze,
  budget: FixBudget,
): readonly Attempt[] {
  // Where a file does not parse, one edit may change how the text of another is read.
  const isBroken = before.program.tree.errorCount > 0;
  const pending: (readonly Attempt[])[] = isBroken ? attempts.map((attempt) => [attempt]).reverse() : [attempts];
  const passed: Attempt[] = [];
  for (let group = pending.pop(); group !== undefined && budget.left > 0; group = pending.pop()) {
    if (group.length === 0) continue;
    budget.left--;
    const { failures, passed: all } = verify(before, group, reanalyze);
    if (all) {
      passed.push(...group);
      continue;
    }
    const failed = new Set([...failures.values()].flat());
    const current = group;
    const rest = current.filter((attempt) => !failed.has(attempt));
    if (failed.size > 0 && rest.length > 0) {
      // What only looks guilty gets its own hearing after the others.
      const suspects = (failures.get('nothing-new') ?? []).filter(
        (attempt) => !failures.get('finding-gone')?.includes(attempt),
      );
      if (suspects.length > 1 && suspects.length < current.length)
        pending.push(...suspects.map((attempt) => [attempt]));
      pending.push(rest);
    } else if (current.length > 1) {
      const middle = current.length >> 1;
      pending.push(current.slice(middle), current.slice(0, middle));
    }
  }
  return passed;
}
