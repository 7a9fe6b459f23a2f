// One report of a project: what several files' analyses found at one place is one issue, told with the file it lies in.
import type { IdentifiedIssue } from '../model-service/index.ts';

/** Issues by the path of the file that they belong to; those in files of no report stay where they were found. */
export function issuesByPlace(found: ReadonlyMap<string, readonly IdentifiedIssue[]>): Map<string, IdentifiedIssue[]> {
  const best = new Map<string, { readonly issue: IdentifiedIssue; readonly owner: string }>();
  for (const [path, issues] of found) {
    for (const issue of issues) {
      const owner = found.has(issue.location.path) ? issue.location.path : path;
      const { start, end } = issue.location;
      const key = JSON.stringify([
        issue.ruleId,
        owner,
        issue.location.path,
        start.line,
        start.column,
        end.line,
        end.column,
      ]);
      const known = best.get(key);
      if (known === undefined || isBetter(issue, known.issue)) best.set(key, { issue, owner });
    }
  }
  const byOwner = new Map([...found.keys()].map((path) => [path, [] as IdentifiedIssue[]] as const));
  for (const { issue, owner } of best.values()) byOwner.get(owner)?.push(issue);
  for (const issues of byOwner.values()) issues.sort(byPosition);
  return byOwner;
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
