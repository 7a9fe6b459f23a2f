// From what a language model answers to fixes that may be tried: replacements whose text occurs exactly once. Whatever cannot be
// placed, or brings in what no fix needs, is left out; what is left is verified like any other fix.
import { type FixCandidate, minimalEdit, overlaps, type TextEdit } from '../../../analysis-engine/index.ts';

const MOST_FIXES = 3;
const MOST_REPLACEMENTS = 8;
const MOST_CHARACTERS = 4000;
const MOST_DESCRIPTION = 300;

/** An analyser is not to be silenced, and text that was not sent cannot be replaced. */
const SILENCING =
  /assay-ignore|nosec|noqa|nosemgrep|NOSONAR|eslint-disable|@ts-(?:ignore|nocheck)|nolint|SuppressWarnings/i;
const MASK = '[redacted]';
/** Addresses, and what is written so that nobody sees it. */
const ADDRESS = /\b(?:https?|ftp|wss?):\/\/[^\s'"`)]+|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

export interface Proposals {
  readonly fixes: readonly FixCandidate[];
  /** how many were proposed and could not be tried */
  readonly left: number;
}

/** null: it is not an answer of the wanted shape. */
export function readProposals(answer: string, code: string): Proposals | null {
  const listed = listedFixes(answer);
  if (listed === null) return null;
  const fixes = listed.slice(0, MOST_FIXES).flatMap((one) => fixOf(one, code) ?? []);
  return { fixes, left: listed.length - fixes.length };
}

function listedFixes(answer: string): unknown[] | null {
  // Models like to fence what they write.
  const body = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(answer)?.[1] ?? answer;
  try {
    const fixes: unknown = (JSON.parse(body) as { fixes?: unknown } | null)?.fixes;
    return Array.isArray(fixes) ? fixes : null;
  } catch {
    return null;
  }
}

function fixOf(proposed: unknown, code: string): FixCandidate | null {
  const { description, replacements } = (proposed ?? {}) as { description?: unknown; replacements?: unknown };
  if (typeof description !== 'string' || !Array.isArray(replacements)) return null;
  if (replacements.length === 0 || replacements.length > MOST_REPLACEMENTS) return null;
  const edits: TextEdit[] = [];
  for (const replacement of replacements) {
    const edit = editOf(replacement, code);
    if (edit === null) return null;
    edits.push(edit);
  }
  if (overlaps(edits)) return null;
  return { description: sentence(description), edits, source: 'llm' };
}

function editOf(replacement: unknown, code: string): TextEdit | null {
  const { find, replace } = (replacement ?? {}) as { find?: unknown; replace?: unknown };
  if (typeof find !== 'string' || typeof replace !== 'string' || find.trim() === '') return null;
  if (find.length > MOST_CHARACTERS || replace.length > MOST_CHARACTERS) return null;
  const start = code.indexOf(find);
  if (start < 0 || code.indexOf(find, start + 1) >= 0) return null;
  if (!isHarmless(replace, code)) return null;
  return minimalEdit(code, { start, end: start + find.length, text: replace });
}

function isHarmless(text: string, code: string): boolean {
  if (text.includes(MASK) || HIDDEN.test(text)) return false;
  if (SILENCING.test(text) && !SILENCING.test(code)) return false;
  return [...text.matchAll(ADDRESS)].every(([address]) => code.includes(address));
}

/** One line without control characters. */
function sentence(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MOST_DESCRIPTION);
}
