// What a run ends with: whether it found something that the user wants to fail on.
import { SEVERITIES, type Severity } from '../contract/index.ts';
import type { RunReport } from './analysis-run.ts';

/** Nothing found, something found, not (wholly) analysed. */
export const EXIT = { clean: 0, findings: 1, error: 2 } as const;

/** `new`: findings that no baseline knows; `any`: known ones too; a severity: new ones that are at least that grave. */
export const FAIL_ON = ['new', 'any', ...SEVERITIES] as const;
export type FailOn = (typeof FAIL_ON)[number];

export function exitCode(run: RunReport, failOn: FailOn): number {
  const issues = run.files.flatMap((file) => file.issues);
  const counts = issues.filter(({ state, severity }) => {
    if (failOn === 'any') return true;
    return state !== 'known' && (failOn === 'new' || isAtLeast(severity, failOn));
  });
  if (counts.length > 0) return EXIT.findings;
  return run.files.some((file) => file.failure !== null) ? EXIT.error : EXIT.clean;
}

const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
