// Counts the work of one analysis and remembers which limits it ran into.
import type { Notice } from '../../contract/index.ts';
import { LIMITS, type LimitName } from '../limits.ts';
import { built } from './value.ts';

export interface Budget {
  /** steps left; below zero everything still open is answered with "unknown" */
  left: number;
  readonly total: number;
  readonly hit: Set<LimitName>;
  /** `built.children` when it was last paid for */
  paid: number;
}

/** The budget for a file with that many syntax nodes. */
export function createBudget(nodes: number): Budget {
  const total = LIMITS.stepsForAnyFile + nodes * LIMITS.stepsPerNode;
  return { left: total, total, hit: new Set(), paid: built.children };
}

/** Copying this many children of values costs about as much as evaluating an expression. */
const CHILDREN_PER_STEP = 8;

/** Takes steps; false when there are none left. */
export function spend(budget: Budget, steps: number): boolean {
  budget.left -= steps;
  if (built.children - budget.paid > CHILDREN_PER_STEP) {
    const owed = Math.floor((built.children - budget.paid) / CHILDREN_PER_STEP);
    budget.left -= owed;
    budget.paid += owed * CHILDREN_PER_STEP;
  }
  if (budget.left >= 0) return true;
  budget.hit.add('stepsForAnyFile');
  return false;
}

const WORDS: Readonly<Partial<Record<LimitName, string>>> = {
  stepsForAnyFile:
    'the data flow of this file needs more steps than an analysis may take; parts of it were not followed',
  nesting: 'code nested this deeply is not followed; values that come out of it count as unknown',
  callDepth: 'calls inside calls were followed only to a certain depth',
  contextFiles: 'more context files were given than are analysed with one file',
  patternStepsForAnyFile:
    'the patterns of the rules need more steps in this file than an analysis may take; some were not matched to the end',
  findings: 'there are more findings in this file than are reported',
};

/** One notice for each limit that cost something worth knowing. */
export function limitNotices(budget: Budget): Notice[] {
  const notices: Notice[] = [];
  for (const limit of budget.hit) {
    const words = WORDS[limit];
    if (words)
      notices.push({ code: 'limit_reached', message: `Limit "${limit}" (${LIMITS[limit]}) reached: ${words}.` });
  }
  return notices;
}
