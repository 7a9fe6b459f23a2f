// What a check of the security report is, and how it says what it found.
import type { SecurityFinding } from '../../contract/index.ts';

/** Findings of one check; `name` is listed in the report whether it found something or not. */
export interface CheckResult {
  readonly name: string;
  readonly findings: readonly SecurityFinding[];
}

const MAX_SUBJECTS = 100;

type Verdict = Omit<SecurityFinding, 'check' | 'subjects'>;

/** One finding about these subjects, none when there are none. */
export function aboutSubjects(name: string, subjects: readonly string[], verdict: Verdict): CheckResult {
  if (subjects.length === 0) return { name, findings: [] };
  return { name, findings: [{ check: name, ...verdict, subjects: subjects.slice(0, MAX_SUBJECTS) }] };
}

/** One finding when the condition holds. */
export function aboutInstallation(name: string, holds: boolean, verdict: Verdict): CheckResult {
  return { name, findings: holds ? [{ check: name, ...verdict, subjects: [] }] : [] };
}
