// `--suppressions`: every suppression in the code with its reason, its age, what it hides, and what is wrong with it.
import colors from 'picocolors';
import type { RunReport } from './analysis-run.ts';
import { daysBetween } from './baseline.ts';
import { singleLine } from './terminal-text.ts';

type Entry = RunReport['files'][number]['suppressions'][number] & {
  /** day since when the line is as it is, or null when that cannot be told */
  readonly since: string | null;
};

export type LineSince = (path: string, line: number) => string | null;

/** All suppressions of a run, in the order of the files. */
export function suppressionEntries(run: RunReport, lineSince: LineSince): Entry[] {
  return run.files.flatMap(({ path, suppressions }) =>
    suppressions.map((each) => ({ ...each, since: lineSince(path, each.location.start.line) })),
  );
}

/** A missing reason is how other tools' comments are mostly written: told, but not wrong. */
const isWrong = ({ problem }: Entry['problems'][number]): boolean => problem !== 'no-reason';

export const wrongSuppressions = (entries: readonly Entry[]): number =>
  entries.filter(({ problems }) => problems.some(isWrong)).length;

export function suppressionJson(entries: readonly Entry[]): string {
  const suppressions = entries.map(({ location, style, reach, rules, reason, until, since, hides, problems }) => ({
    location,
    style,
    reach,
    rules,
    reason: reason === '' ? null : reason,
    until,
    since,
    hides: hides.map(({ fingerprint, ruleId }) => ({ fingerprint, rule_id: ruleId })),
    problems,
  }));
  const report = { suppression_count: entries.length, problem_count: wrongSuppressions(entries), suppressions };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function suppressionText(entries: readonly Entry[], today: string, color: boolean): string {
  const c = colors.createColors(color);
  const blocks = entries.map((entry) => {
    const { location, style, reach, rules, reason, until, since, hides, problems } = entry;
    const at = `${singleLine(location.path)}:${location.start.line}`;
    const age = since === null ? [] : [`${daysBetween(since, today)} days old`];
    const end = until === null ? [] : [`until ${until}`];
    const about = [`${reach} · ${rules === null ? 'all rules' : singleLine(rules.join(', '))}`, ...age, ...end].join(
      ' · ',
    );
    const hidden = [...new Set(hides.map(({ ruleId }) => ruleId))].sort().join(', ');
    const lines = [
      `${c.cyan(at)}  ${c.bold(style)}  ${c.dim(about)}`,
      `  ${reason === '' ? c.dim('no reason given') : singleLine(reason)}`,
      `  hides ${hides.length === 0 ? 'nothing' : `${hides.length} (${hidden})`}`,
    ];
    for (const problem of problems.filter(isWrong))
      lines.push(`  ${c.yellow(problem.problem)}: ${singleLine(problem.message)}`);
    return `${lines.join('\n')}\n\n`;
  });
  const wrong = wrongSuppressions(entries);
  const count = `${entries.length} suppression${entries.length === 1 ? '' : 's'}`;
  return `${blocks.join('')}${count}, ${wrong === 0 ? 'none stale or over-broad' : `${wrong} stale or over-broad`}\n`;
}
