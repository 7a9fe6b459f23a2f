// `mode: taint`: where data comes from, where it is dangerous, what makes it harmless, what carries it on.
import type { Formula } from './formula.ts';
import { type CompileContext, formulaOf } from './formula-compiler.ts';
import { parseRequirement, type Requirement } from './label-requirement.ts';
import { RuleRefusal } from './refusal.ts';

export interface TaintSource {
  readonly formula: Formula;
  /** the bit that it gives */
  readonly label: number;
  /** what the value must carry already; null: nothing */
  readonly requires: Requirement | null;
  /** the variable itself is tainted from there on */
  readonly bySideEffect: boolean;
  /** what is inside of the match is not tainted */
  readonly exact: boolean;
}

export interface TaintSink {
  readonly formula: Formula;
  readonly requires: Requirement;
}

export interface TaintSanitizer {
  readonly formula: Formula;
  readonly bySideEffect: boolean;
  readonly exact: boolean;
  /** has no say where it is also a source or a sink */
  readonly notConflicting: boolean;
}

export interface TaintPropagator {
  readonly formula: Formula;
  readonly from: string;
  readonly to: string;
}

export interface TaintOptions {
  readonly safeNumbers: boolean;
  readonly safeBooleans: boolean;
  readonly safeFunctions: boolean;
  readonly safeComparisons: boolean;
  readonly safeIndexes: boolean;
}

export interface TaintRule {
  readonly sources: readonly TaintSource[];
  readonly sinks: readonly TaintSink[];
  readonly sanitizers: readonly TaintSanitizer[];
  readonly propagators: readonly TaintPropagator[];
  readonly options: TaintOptions;
}

/** Keys of a rule that belong to this mode. */
export const TAINT_KEYS: readonly string[] = [
  'pattern-sources',
  'pattern-sinks',
  'pattern-sanitizers',
  'pattern-propagators',
  'taint',
];

/** Bits of an integer. */
const MOST_LABELS = 30;

/** Compiles the parts of a taint rule. Throws RuleRefusal with the place. */
export function compileTaintRule(rule: Readonly<Record<string, unknown>>, context: CompileContext): TaintRule {
  const own = rule.taint === undefined ? rule : (rule.taint as Record<string, unknown>);
  const prefix = rule.taint === undefined ? 'pattern-' : '';
  const place = rule.taint === undefined ? '' : 'taint.';
  const labels = new Labels();
  const part = <T>(name: string, compile: (entry: Entry) => T): T[] => {
    const value = own[`${prefix}${name}`];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw new RuleRefusal(`${place}${prefix}${name}`, 'shape', 'a list is expected here');
    return value.map((entry, index) => compile(entryOf(entry, `${place}${prefix}${name}[${index}]`, context)));
  };
  const sources = part('sources', (entry) => sourceOf(entry, labels));
  const sinks = part('sinks', (entry) => ({ formula: entry.formula, requires: labels.required(entry) ?? ANYTHING }));
  if (sources.length === 0 || sinks.length === 0) {
    throw new RuleRefusal(place, 'taint rule without sources or sinks', 'a taint rule needs sources and sinks');
  }
  return {
    sources,
    sinks,
    sanitizers: part('sanitizers', sanitizerOf),
    propagators: part('propagators', propagatorOf),
    options: taintOptionsOf(rule.options),
  };
}

const ANYTHING: Requirement = (labels) => labels !== 0;

/** One entry of a list: its formula, and what stands beside the patterns. */
interface Entry {
  readonly formula: Formula;
  readonly place: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const BESIDE: ReadonlySet<string> = new Set([
  'label',
  'requires',
  'by-side-effect',
  'exact',
  'not_conflicting',
  'from',
  'to',
]);

function entryOf(value: unknown, place: string, context: CompileContext): Entry {
  if (typeof value === 'string') return { formula: formulaOf(value, place, context), place, fields: {} };
  if (typeof value !== 'object' || value === null) throw new RuleRefusal(place, 'shape', 'an object is expected here');
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of ['control', 'at-exit']) {
    if (fields[key] === true) throw new RuleRefusal(`${place}.${key}`, `taint ${key}`, `${key} is not supported`);
  }
  const conditions = Object.fromEntries(
    Object.entries(fields).filter(([key]) => !BESIDE.has(key) && key !== 'control' && key !== 'at-exit'),
  );
  return { formula: formulaOf(conditions, place, context), place, fields };
}

function sourceOf(entry: Entry, labels: Labels): TaintSource {
  const { formula, fields } = entry;
  return {
    formula,
    label: labels.bitOf(fields.label === undefined ? DEFAULT_LABEL : String(fields.label)),
    requires: labels.required(entry),
    bySideEffect: fields['by-side-effect'] === true || fields['by-side-effect'] === 'only',
    exact: fields.exact === true,
  };
}

function sanitizerOf({ formula, fields }: Entry): TaintSanitizer {
  return {
    formula,
    bySideEffect: fields['by-side-effect'] === true,
    exact: fields.exact === true,
    notConflicting: fields.not_conflicting === true,
  };
}

function propagatorOf({ formula, fields, place }: Entry): TaintPropagator {
  const name = (key: 'from' | 'to'): string => {
    const value = fields[key];
    if (typeof value === 'string' && value.startsWith('$')) return value.slice(1);
    throw new RuleRefusal(`${place}.${key}`, 'propagator', 'a propagator goes from one metavariable to another');
  };
  return { formula, from: name('from'), to: name('to') };
}

const DEFAULT_LABEL = '__SOURCE__';

/** Labels of one rule as bits. */
class Labels {
  readonly #bits = new Map<string, number>();

  bitOf(label: string): number {
    const known = this.#bits.get(label);
    if (known !== undefined) return known;
    if (this.#bits.size >= MOST_LABELS) throw new RuleRefusal('', 'labels', 'there are too many labels');
    const bit = 1 << this.#bits.size;
    this.#bits.set(label, bit);
    return bit;
  }

  required({ fields, place }: Entry): Requirement | null {
    if (fields.requires === undefined) return null;
    if (typeof fields.requires !== 'string') {
      throw new RuleRefusal(
        `${place}.requires`,
        'requires by metavariable',
        'only requirements on the whole are supported',
      );
    }
    try {
      return parseRequirement(fields.requires, (label) => this.bitOf(label));
    } catch (error) {
      throw new RuleRefusal(`${place}.requires`, 'requires', error instanceof Error ? error.message : String(error));
    }
  }
}

function taintOptionsOf(value: unknown): TaintOptions {
  const options = (value ?? {}) as Readonly<Record<string, unknown>>;
  for (const key of ['taint_unify_mvars', 'taint_only_propagate_through_assignments']) {
    if (options[key] === true)
      throw new RuleRefusal(`options.${key}`, `option ${key}`, `the option ${key} is not supported`);
  }
  const set = (key: string): boolean => options[`taint_assume_safe_${key}`] === true;
  return {
    safeNumbers: set('numbers'),
    safeBooleans: set('booleans'),
    safeFunctions: set('functions'),
    safeComparisons: set('comparisons'),
    safeIndexes: set('indexes'),
  };
}
