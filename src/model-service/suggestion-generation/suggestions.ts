// From the engine's verified fixes (offsets) to suggestions (lines and columns) as they go on the wire.
import { createHash } from 'node:crypto';
import type { TextEdit, VerifiedFix } from '../../analysis-engine/index.ts';
import type { Location, Suggestion } from '../../contract/index.ts';

/** Suggestions of one finding. Equal edits of equal text have equal ids. */
export function suggestionsOf(
  fixes: readonly VerifiedFix[],
  locate: (edit: Pick<TextEdit, 'start' | 'end'>) => Location,
): Suggestion[] {
  return fixes.map(({ description, edits, checks, source }) => ({
    id: createHash('sha256').update(JSON.stringify(edits)).digest('hex').slice(0, 16),
    description,
    edits: edits.map(({ start, end, text }) => ({ location: locate({ start, end }), text })),
    verified: true,
    source: source ?? 'rule',
    checks: [...checks],
  }));
}
