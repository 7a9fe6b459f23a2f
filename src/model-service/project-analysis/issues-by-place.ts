// One report of a project: what several files' analyses found at one place is one issue, told with the file it lies in.
import type { IdentifiedIssue } from '../model-service.ts';

/** Issues by the path of the file that they belong to; those in files of no report stay where they were found. */
export function issuesByPlace(found: ReadonlyMap<string, readonly IdentifiedIssue[]>): Map<string, IdentifiedIssue[]> {
  const byOwner = new Map([...found.keys()].map((path) => [path, [] as IdentifiedIssue[]] as const));
  for (const [path, issues] of found) {
    for (const issue of issues) byOwner.get(ownerOf(issue, path, (one) => found.has(one)))?.push(issue);
  }
  for (const [path, issues] of byOwner) byOwner.set(path, bestIssues(issues));
  return byOwner;
}

/** The file that an issue is told with: the one it lies in, if the project has it, and otherwise the one it was found by. */
export function ownerOf(issue: IdentifiedIssue, foundBy: string, isOfProject: (path: string) => boolean): string {
  return isOfProject(issue.location.path) ? issue.location.path : foundBy;
}

/** Of the issues of one file, found by any, one for each place and rule; by position. */
export function bestIssues(issues: readonly IdentifiedIssue[]): IdentifiedIssue[] {
  const best = new Map<string, IdentifiedIssue>();
  for (const issue of issues) {
    const { path, start, end } = issue.location;
    const key = JSON.stringify([issue.ruleId, path, start.line, start.column, end.line, end.column]);
    const known = best.get(key);
    if (known === undefined || isBetter(issue, known)) best.set(key, issue);
  }
  return [...best.values()].sort(byPosition);
}

/** The surer one; of equals the one with the shorter way, whose name is the same at every run. */
function isBetter(a: IdentifiedIssue, b: IdentifiedIssue): boolean {
  if (a.confidence !== b.confidence) return a.confidence > b.confidence;
  if (a.trace.length !== b.trace.length) return a.trace.length < b.trace.length;
  return a.fingerprint < b.fingerprint;
}

function byPosition(a: IdentifiedIssue, b: IdentifiedIssue): number {
  const [from, to] = [a.location.start, b.location.start];
  return from.line - to.line || from.column - to.column || a.ruleId.localeCompare(b.ruleId);
}
