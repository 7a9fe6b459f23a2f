// Our own comments: `assay-ignore <rule-id>, …: <reason> [until YYYY-MM-DD]`, bound to the statement, not the line.
import type { NodeIndex, SyntaxTree } from '../parsing/syntax-tree.ts';
import { boundStatement } from './bound-statement.ts';
import type { MalformedSuppression, Suppression } from './suppression.ts';

const MARK = /assay-ignore/;
const FORM = /assay-ignore\s+([A-Za-z0-9][\w.-]*(?:\s*,\s*[A-Za-z0-9][\w.-]*)*)\s*(?::\s*(.*?))?\s*(?:\*\/|-->)?\s*$/s;
const UNTIL = /(?:^|\s+)until\s+(\d[\d./-]*)$/;

/** What a comment says, or null when it is none of ours. */
export function readOwnComment(
  tree: SyntaxTree,
  node: NodeIndex,
  text: string,
): Suppression | MalformedSuppression | null {
  if (!MARK.test(text)) return null;
  const match = FORM.exec(text);
  if (match === null) return { node, why: 'it names no rule: write "assay-ignore <rule-id>: <reason>"' };
  const rest = match[2] ?? '';
  const until = UNTIL.exec(rest)?.[1] ?? null;
  const reason = rest.replace(UNTIL, '');
  if (reason === '') return { node, why: 'it gives no reason: write "assay-ignore <rule-id>: <reason>"' };
  if (until !== null && !isDay(until)) return { node, why: `"${until}" is no day: write "until YYYY-MM-DD"` };
  const rules = match[1].split(/\s*,\s*/);
  const range = boundStatement(tree, node);
  return { node, style: 'assay-ignore', reach: 'statement', ...range, rules, about: 'any', reason, until };
}

function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}
