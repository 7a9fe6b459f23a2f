// Marks findings that the code says are not to be reported, and tells of suppressions that do nothing, or too much.
import type { Notice } from '../../contract/index.ts';
import type { Finding } from '../finding.ts';
import type { Program } from '../ir.ts';
import { lineIndexOf } from '../parsing/line-index.ts';
import { endOf, startOf, textOf } from '../parsing/syntax-tree.ts';
import { readSuppressions } from './reading.ts';
import type { MalformedSuppression, Suppression, SuppressionProblem, SuppressionRecord } from './suppression.ts';

export interface SuppressedFindings {
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  readonly suppressions: readonly SuppressionRecord[];
}

export interface SuppressionContext {
  /** YYYY-MM-DD: suppressions `until` an earlier day have ended; null: all of them count */
  readonly today: string | null;
  /** every rule there is */
  readonly knownRules: ReadonlySet<string>;
  /** the rules of this run: of others nothing can be said */
  readonly activeRules: ReadonlySet<string>;
}

/** A block or a file hides code that is yet to be written, so few findings are many. */
const FEW = 3;

export function suppress(
  program: Program,
  findings: readonly Finding[],
  context: SuppressionContext,
): SuppressedFindings {
  const { suppressions, malformed } = readSuppressions(program.tree);
  if (suppressions.length === 0 && malformed.length === 0) return { findings, notices: [], suppressions: [] };
  const hidden = new Map<Suppression, Finding[]>(suppressions.map((each) => [each, []]));
  const marked = findings.map((finding) => {
    const covering = suppressions.filter((each) => !isOver(each, context.today) && covers(each, finding, program.path));
    for (const each of covering) hidden.get(each)?.push(finding);
    const [first] = covering;
    return first === undefined ? finding : { ...finding, suppressedBy: first.reason || first.style };
  });
  const records = [
    ...suppressions.map((each) => recordOf(program, each, hidden.get(each) ?? [], context)),
    ...malformed.map((each) => malformedRecord(program, each)),
  ].sort((a, b) => a.range.start - b.range.start);
  return { findings: marked, notices: noticesOf(program, records), suppressions: records };
}

function isOver(suppression: Suppression, today: string | null): boolean {
  return suppression.until !== null && today !== null && today > suppression.until;
}

function covers(suppression: Suppression, finding: Finding, path: string): boolean {
  const { style, rules, about, start: from, end: to } = suppression;
  if (finding.range.path !== path) return false;
  if (style === 'assay-ignore' && rules !== null && !rules.includes(finding.ruleId)) return false;
  if (about !== 'any' && finding.category !== about) return false;
  const { start, end } = finding.range;
  // Other tools' comments may stand on any line of a finding; ours are bound to the statement it begins in.
  if (suppression.reach === 'line' || suppression.reach === 'next line') return start <= to && end >= from;
  return start >= from && start < to;
}

function recordOf(
  program: Program,
  suppression: Suppression,
  hidden: readonly Finding[],
  context: SuppressionContext,
): SuppressionRecord {
  const { node, style, reach, rules, reason, until } = suppression;
  return {
    range: rangeOf(program, node),
    ...{ style, reach, rules, reason, until },
    hides: hidden.map(({ fingerprint, ruleId }) => ({ fingerprint, ruleId })),
    problems: problemsOf(suppression, hidden, context),
  };
}

function problemsOf(
  suppression: Suppression,
  hidden: readonly Finding[],
  { today, knownRules, activeRules }: SuppressionContext,
): SuppressionRecord['problems'] {
  const { style, rules, reach, reason, until } = suppression;
  const problems: { problem: SuppressionProblem; message: string }[] = [];
  const add = (problem: SuppressionProblem, message: string) => problems.push({ problem, message });
  if (style === 'assay-ignore' && rules !== null) {
    const unknown = rules.filter((rule) => !knownRules.has(rule));
    for (const rule of unknown) add('unknown-rule', `there is no rule ${rule}`);
    const couldMatch = rules.some((rule) => activeRules.has(rule));
    if (isOver(suppression, today)) add('expired', `ended on ${until}`);
    else if (hidden.length === 0 && couldMatch) add('unused', 'matches no finding');
  }
  const ruleIds = new Set(hidden.map(({ ruleId }) => ruleId));
  if (rules === null && ruleIds.size > 1) {
    add('over-broad', `names no rule and hides findings of ${ruleIds.size}: ${[...ruleIds].sort().join(', ')}`);
  } else if ((reach === 'file' || reach === 'block') && hidden.length > FEW) {
    add('over-broad', `hides ${hidden.length} findings in a whole ${reach}`);
  }
  if (reason === '' && hidden.length > 0) add('no-reason', 'gives no reason');
  return problems;
}

function malformedRecord(program: Program, { node, why }: MalformedSuppression): SuppressionRecord {
  return {
    range: rangeOf(program, node),
    ...{ style: 'assay-ignore', reach: 'statement', rules: null, until: null, hides: [] },
    reason: textOf(program.tree, node).slice(0, 120),
    problems: [{ problem: 'malformed', message: `suppresses nothing, because ${why}` }],
  };
}

function rangeOf({ tree, path }: Program, node: number): SuppressionRecord['range'] {
  return { path, start: startOf(tree, node), end: endOf(tree, node) };
}

/** That other tools' comments give no reason is how they are written: the report tells it, an answer does not. */
function noticesOf(program: Program, records: readonly SuppressionRecord[]): Notice[] {
  const lines = lineIndexOf(program.tree.source);
  return records.flatMap(({ range, style, problems }) =>
    problems
      .filter(({ problem }) => problem !== 'no-reason')
      .map(({ problem, message }) => ({
        code: `suppression_${problem.replace('-', '_')}`,
        message: `The suppression (${style}) on line ${lines.positionAt(range.start).line} ${message}.`,
      })),
  );
}
