// Marks findings that a comment in the code suppresses, and tells of comments that do nothing (any more).
import type { Notice } from '../contract/index.ts';
import type { Finding } from './finding.ts';
import type { Program } from './ir.ts';
import { lineIndexOf } from './parsing/line-index.ts';
import { startOf } from './parsing/syntax-tree.ts';
import { readSuppressions, type Suppression } from './suppression-comments.ts';

export interface SuppressedFindings {
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

/** `today` (YYYY-MM-DD) ends suppressions `until` an earlier day; without it they all count. */
export function suppress(program: Program, findings: readonly Finding[], today: string | null): SuppressedFindings {
  const { suppressions, malformed } = readSuppressions(program.tree);
  if (suppressions.length === 0 && malformed.length === 0) return { findings, notices: [] };
  const used = new Set<Suppression>();
  const marked = findings.map((finding) => {
    const found = suppressions.find((each) => !isOver(each, today) && covers(each, finding, program.path));
    if (found === undefined) return finding;
    used.add(found);
    return { ...finding, suppressedBy: found.reason };
  });
  const lines = lineIndexOf(program.tree.source);
  const lineOf = (comment: number): number => lines.positionAt(startOf(program.tree, comment)).line;
  const notices: Notice[] = malformed.map(({ comment }) => ({
    code: 'suppression_malformed',
    message: `The comment on line ${lineOf(comment)} suppresses nothing: write "assay-ignore <rule-id>: <reason>".`,
  }));
  for (const each of suppressions) {
    if (!each.isOurs || used.has(each)) continue;
    const line = lineOf(each.comment);
    if (isOver(each, today)) {
      notices.push({ code: 'suppression_expired', message: `The suppression on line ${line} ended on ${each.until}.` });
    } else {
      notices.push({ code: 'suppression_unused', message: `The suppression on line ${line} matches no finding.` });
    }
  }
  return { findings: marked, notices };
}

function isOver(suppression: Suppression, today: string | null): boolean {
  return suppression.until !== null && today !== null && today > suppression.until;
}

function covers(suppression: Suppression, finding: Finding, path: string): boolean {
  if (finding.range.path !== path) return false;
  if (suppression.rules !== null && !suppression.rules.includes(finding.ruleId)) return false;
  if (suppression.securityOnly && finding.category !== 'security') return false;
  const { start, end } = finding.range;
  // Other tools' comments may stand on any line of a finding; ours are bound to the statement it begins in.
  if (!suppression.isOurs) return start <= suppression.end && end >= suppression.start;
  return start >= suppression.start && start < suppression.end;
}
