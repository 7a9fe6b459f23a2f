// What the analyses of a scan have found, by the file that it is told with, and which files nothing can be added to any more.
import { type AnalysisOutcome, bestIssues, type IdentifiedIssue, ownerOf } from '../../../model-service/index.ts';
import type { LoadedScan, ScanFile } from './loaded-scan.ts';

export interface Findings {
  /** what the analysis of a file gave; null when it could not be analysed */
  add(file: ScanFile, outcome: AnalysisOutcome | null): void;
  /** Files that are complete and were not taken before: all analyses that look into them are done. */
  takeReady(): ScanFile[];
  /** Of one file: what was found in it by any analysis, each once. */
  issuesOf(path: string): readonly IdentifiedIssue[];
  outcomeOf(path: string): Omit<AnalysisOutcome, 'issues'> | null;
}

export function gatherFindings({ files, byPath }: LoadedScan): Findings {
  const found = new Map<string, IdentifiedIssue[]>();
  const outcomes = new Map<string, Omit<AnalysisOutcome, 'issues'> | null>();
  /** analyses that are still to come and may find something in the file, its own among them */
  const pending = new Map(files.map(({ path }) => [path, 1]));
  for (const { prepared } of files) {
    for (const path of prepared.context) pending.set(path, (pending.get(path) ?? 0) + 1);
  }
  let ready: ScanFile[] = [];
  const settle = (path: string) => {
    const left = (pending.get(path) ?? 0) - 1;
    pending.set(path, left);
    const file = byPath.get(path);
    if (left === 0 && file !== undefined) ready.push(file);
  };
  return {
    add(file, outcome) {
      for (const issue of outcome?.issues ?? []) {
        const owner = ownerOf(issue, file.path, (path) => byPath.has(path));
        const known = found.get(owner);
        if (known === undefined) found.set(owner, [issue]);
        else known.push(issue);
      }
      if (outcome === null) outcomes.set(file.path, null);
      else {
        const { issues: _, ...rest } = outcome;
        outcomes.set(file.path, rest);
      }
      settle(file.path);
      for (const path of file.prepared.context) settle(path);
    },
    takeReady() {
      const taken = ready;
      ready = [];
      return taken;
    },
    issuesOf: (path) => bestIssues(found.get(path) ?? []),
    outcomeOf: (path) => outcomes.get(path) ?? null,
  };
}
