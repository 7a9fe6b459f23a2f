// Shares of findings with a verified fix, by weakness and by rule, and a look at single ones.
import { type EngineResult, lineIndexOf } from '../../../src/analysis-engine/index.ts';
import type { CorpusUnit } from './corpus.ts';

export interface Tally {
  readonly rule: string;
  readonly cwe: string;
  readonly isFixed: boolean;
}

/** One for each finding in the file itself. */
export function tallyOf(unit: CorpusUnit, { findings, fixes }: EngineResult): Tally[] {
  return findings.flatMap(({ ruleId, cwe, range, suppressedBy }, index) => {
    if (range.path !== unit.name || suppressedBy !== null) return [];
    return [{ rule: ruleId, cwe: cwe[0] ?? 'none', isFixed: (fixes[index] ?? []).length > 0 }];
  });
}

/** Two tables in Markdown, the largest groups first. */
export function sharesTable(tallies: readonly Tally[]): string {
  const fixed = tallies.filter(({ isFixed }) => isFixed).length;
  return [
    `${tallies.length} findings, ${fixed} with a verified fix: ${share(fixed, tallies.length)}.`,
    '',
    ...table('weakness', tallies, ({ cwe }) => cwe),
    '',
    ...table('rule', tallies, ({ rule }) => rule),
  ].join('\n');
}

function table(title: string, tallies: readonly Tally[], groupOf: (tally: Tally) => string): string[] {
  const groups = new Map<string, { all: number; fixed: number }>();
  for (const tally of tallies) {
    const name = groupOf(tally);
    const group = groups.get(name) ?? { all: 0, fixed: 0 };
    group.all++;
    if (tally.isFixed) group.fixed++;
    groups.set(name, group);
  }
  const rows = [...groups].sort(([a, x], [b, y]) => y.all - x.all || (a < b ? -1 : 1));
  return [
    `| ${title} | findings | with a verified fix | share |`,
    '| --- | --- | --- | --- |',
    ...rows.map(([name, { all, fixed }]) => `| ${name} | ${all} | ${fixed} | ${share(fixed, all)} |`),
  ];
}

const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10} %`;

/** Each finding with its first fix as a small diff, or only those without. */
export function printDetails(unit: CorpusUnit, { findings, fixes }: EngineResult, onlyUnfixed: boolean): void {
  const lines = lineIndexOf(unit.code);
  const written = unit.code.split('\n');
  for (const [index, finding] of findings.entries()) {
    if (finding.range.path !== unit.name || finding.suppressedBy !== null) continue;
    const fix = (fixes[index] ?? [])[0];
    const { line } = lines.positionAt(finding.range.start);
    if (fix === undefined) {
      if (onlyUnfixed)
        console.log(`- ${finding.ruleId} ${unit.name}:${line} ${written[line - 1].trim().slice(0, 160)}`);
    } else if (!onlyUnfixed) {
      console.log(`+ ${finding.ruleId} ${unit.name}:${line} ${fix.description}`);
      for (const { start, end, text } of fix.edits)
        console.log(`    ${JSON.stringify(unit.code.slice(start, end))} → ${JSON.stringify(text)}`);
    }
  }
}
