// The state of one analysis: what every part of the forward pass shares. Lives as long as one call of `analyze`.
import type { Expression, FunctionDefinition, TypeName } from '../ir.ts';
import type { Budget } from './budget.ts';
import type { ClassRecord } from './class-record.ts';
import type { EventLog } from './events.ts';
import type { Journal } from './journal.ts';
import type { Activation, Memo } from './memo.ts';
import type { Modules } from './modules.ts';
import type { ObjectTable } from './objects.ts';
import type { Reporter } from './report.ts';
import type { Value } from './value.ts';

export interface Pass {
  readonly budget: Budget;
  readonly reporter: Reporter;
  /** kept only when an explanation is asked for */
  readonly journal: Journal | null;
  /** null where no rule listens */
  readonly events: EventLog | null;
  readonly modules: Modules;
  readonly objects: ObjectTable;
  /** undeclared names and members of library symbols that were assigned to */
  readonly globals: Map<string, Value>;
  readonly classes: Map<TypeName, ClassRecord>;
  readonly memos: Map<FunctionDefinition, Memo>;
  /** calls that are being followed, outermost first */
  readonly activations: Activation[];
  /** contexts given out so far */
  contexts: number;
  /** nested evaluations right now */
  nesting: number;
  /** grows when something that all functions share became dangerous in a new way */
  world: number;
  /** reads of what all functions share so far: a run that makes none does not depend on `world` */
  sharedReads: number;
  /** names of calls whose callee is not known: a method of that name may be meant */
  readonly unresolved: Set<string>;
  /** reads that are constant while this entry point runs: the path of a request under a route without variables */
  fixed: ReadonlySet<string>;
  /** the expression whose value nobody uses */
  discarded: Expression | null;
}
