// A verdict from another place, checked: what the readers of CSV and SARIF make, and what is stored.
import type { Verdict } from '../../contract/index.ts';
import { AssayError, type InputError } from '../../errors.ts';

export interface ImportedVerdict {
  /** where it stands in what was imported, as `line 3` or `runs[0].results[7]` */
  readonly place: string;
  readonly ruleId: string;
  /** where the source names no rule of Assay: a rule of this weakness is meant */
  readonly cwe: readonly string[];
  readonly path: string;
  readonly verdict: Exclude<Verdict, 'missed'>;
  readonly repository: string | null;
  /** its name where the import gives it one that stays when lines move */
  readonly finding: string | null;
  /** the function around the finding */
  readonly within: string;
  readonly line: number;
  readonly user: string | null;
  readonly at: Date | null;
  readonly reason: string | null;
}

export interface ImportFault {
  readonly place: string;
  readonly message: string;
}

export interface ReadImport {
  readonly verdicts: readonly ImportedVerdict[];
  /** results without a verdict */
  readonly undecided: number;
  readonly faults: readonly ImportFault[];
}

/** More rows than this are imported in several calls. */
export const MOST_ROWS = 20_000;
/** Faults that are told of; the rest is counted. */
const TOLD_FAULTS = 50;
const LONGEST = 4096;

/** Nothing is imported when anything is wrong: throws AssayError `invalid_request` with the places. */
export function refuseFaults(faults: readonly ImportFault[]): void {
  if (faults.length === 0) return;
  const errors: InputError[] = faults.slice(0, TOLD_FAULTS).map(({ place, message }) => ({ path: place, message }));
  const rest = faults.length - errors.length;
  const more = rest > 0 ? ` ${rest} more are not listed.` : '';
  const detail = `Nothing was imported: ${faults.length} ${faults.length === 1 ? 'place is' : 'places are'} wrong.${more}`;
  throw new AssayError('invalid_request', { detail, errors });
}

/** Whether a text can be a path, a name or a reason. */
export function isUsableText(text: string): boolean {
  return text.length <= LONGEST && !/[\0\p{Surrogate}]/u.test(text);
}

/** RFC 3339, or a day; null for anything else. */
export function timeIn(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const time = new Date(/[Z]|[+-]\d{2}:?\d{2}$/.test(text.slice(10)) || text.length === 10 ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}
