// What the pass decided on its way, for the explanation of a finding. Kept only when one is asked for.
import type { SinkKind, SourceKind } from '../facts/library-fact.ts';
import type { Constant, Program } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { SINK_BITS_BY_KIND, type Taint } from './taint.ts';
import type { Value } from './value.ts';

interface Place {
  readonly program: Program;
  readonly node: NodeIndex;
}

export type JournalEntry = Place &
  (
    | { readonly kind: 'source'; readonly fact: string; readonly source: SourceKind; readonly says: string }
    | { readonly kind: 'sanitiser'; readonly fact: string; readonly safeFor: readonly (SinkKind | 'all')[] }
    | { readonly kind: 'guard'; readonly safeFor: readonly (SinkKind | 'all')[] }
    | { readonly kind: 'branch'; readonly truth: boolean }
    | { readonly kind: 'constant'; readonly name: string; readonly constants: readonly Constant[] }
  );

export interface Journal {
  readonly entries: Map<string, JournalEntry>;
}

export function createJournal(): Journal {
  return { entries: new Map() };
}

/** Notes a decision once for each place: loops and calls come by many times. */
export function note(journal: Journal, entry: JournalEntry): void {
  if (journal.entries.size >= LIMITS.journalEntries) return;
  const { kind, program, node } = entry;
  // A branch may go one way in one call and the other way in the next.
  const way = kind === 'branch' ? String(entry.truth) : '';
  journal.entries.set(`${kind} ${program.path} ${node} ${way}`, entry);
}

/** Notes that a test made a value less dangerous, when it did. */
export function noteGuard(journal: Journal, place: Place, before: Value, after: Value): void {
  const safeFor = noLongerDangerous(before.deepTaint, after.deepTaint);
  if (safeFor.length > 0) note(journal, { kind: 'guard', ...place, safeFor });
}

function noLongerDangerous(before: Taint, after: Taint): (SinkKind | 'all')[] {
  if (before !== 0 && after === 0) return ['all'];
  return [...SINK_BITS_BY_KIND].filter(([, bit]) => (before & bit) !== 0 && (after & bit) === 0).map(([kind]) => kind);
}
