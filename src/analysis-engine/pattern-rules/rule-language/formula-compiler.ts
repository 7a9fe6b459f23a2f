// The keys of a rule's condition, old syntax and new, to a formula. Whatever is not understood is refused with its place.
import type { CodeNode } from '../code-tree/code-node.ts';
import { nodesOf } from '../code-tree/code-tree.ts';
import { PATTERN_KINDS } from '../code-tree/placeholders.ts';
import type { TextOptions } from '../generic/text-pattern.ts';
import {
  PATTERN_LANGUAGES,
  type ParsePattern,
  parsePattern,
  patternGrammars,
  requiredWords,
} from '../patterns/pattern-parser.ts';
import { parseComparison } from './comparison.ts';
import type { Condition, Formula, Pattern } from './formula.ts';
import { RuleRefusal, unknownKey } from './refusal.ts';
import { compileRegex, type RuleRegex } from './regex.ts';
import { RegexRefused } from './regex-syntax.ts';
import { textFormula } from './text-formula.ts';

/** What compiling one rule for one language needs. */
export interface CompileContext {
  readonly language: string;
  readonly parse: ParsePattern;
  /** how patterns without a language match */
  readonly text: TextOptions;
  /** formulas nest as deep as this at most */
  readonly depth: number;
}

/** One entry of `patterns`. */
type Entry =
  | { readonly role: 'positive' | 'negative'; readonly formula: Formula }
  | { readonly role: 'condition'; readonly condition: Condition }
  | { readonly role: 'focus'; readonly names: readonly string[] };

type Compile = (value: unknown, place: string, context: CompileContext) => Entry;

const positive = (formula: Formula): Entry => ({ role: 'positive', formula });
const negative = (formula: Formula): Entry => ({ role: 'negative', formula });

const ENTRIES: ReadonlyMap<string, Compile> = new Map(
  Object.entries({
    pattern: (value, place, context) => positive(patternOf(value, place, context)),
    patterns: (value, place, context) => positive(allOf(value, place, context)),
    all: (value, place, context) => positive(allOf(value, place, context)),
    'pattern-either': (value, place, context) => positive(anyOf(value, place, context)),
    any: (value, place, context) => positive(anyOf(value, place, context)),
    'pattern-regex': (value, place) => positive({ type: 'regex', regex: regexOf(value, place, true) }),
    regex: (value, place) => positive({ type: 'regex', regex: regexOf(value, place, true) }),
    'pattern-inside': (value, place, context) =>
      positive({ type: 'inside', formula: formulaOf(value, place, context) }),
    inside: (value, place, context) => positive({ type: 'inside', formula: formulaOf(value, place, context) }),
    'pattern-not': (value, place, context) => negative(formulaOf(value, place, context)),
    not: (value, place, context) => negativeOf(value, place, context),
    'pattern-not-inside': (value, place, context) => negative(formulaOf(value, place, context)),
    'pattern-not-regex': (value, place) => negative({ type: 'regex', regex: regexOf(value, place, true) }),
    'metavariable-regex': (value, place, context) => conditionOf(value, place, context, 'regex'),
    'metavariable-pattern': (value, place, context) => conditionOf(value, place, context, 'pattern'),
    'metavariable-comparison': (value, place, context) => conditionOf(value, place, context, 'comparison'),
    'metavariable-analysis': (value, place, context) => conditionOf(value, place, context, 'analyzer'),
    'metavariable-type': (value, place, context) => conditionOf(value, place, context, 'type'),
    'focus-metavariable': (value, place) => ({ role: 'focus', names: namesOf(value, place) }),
    focus: (value, place) => ({ role: 'focus', names: namesOf(value, place) }),
  }),
);

/** Keys that may stand beside the one that says what an entry is. */
const COMPANIONS: ReadonlySet<string> = new Set([
  'where',
  'by-side-effect',
  'label',
  'requires',
  'exact',
  'control',
  'not_conflicting',
  'from',
  'to',
]);

/** Keys of a rule, or of an entry, that are conditions. */
export const CONDITION_KEYS: readonly string[] = [...ENTRIES.keys()];

/** A pattern's text or an object of conditions. */
export function formulaOf(value: unknown, place: string, context: CompileContext): Formula {
  if (typeof value === 'string') return patternOf(value, place, context);
  const entry = entryOf(value, place, context);
  if (entry.role === 'positive') return entry.formula;
  if (entry.role === 'negative')
    return { type: 'all', positives: [], negatives: [entry.formula], conditions: [], focus: [] };
  throw new RuleRefusal(
    place,
    'condition without pattern',
    'a condition alone says nothing: it belongs beside a pattern',
  );
}

function entryOf(value: unknown, place: string, context: CompileContext): Entry {
  if (typeof value === 'string') return positive(patternOf(value, place, context));
  const fields = objectOf(value, place);
  if (context.depth <= 0) throw new RuleRefusal(place, 'nesting', 'conditions nest too deep');
  const deeper = { ...context, depth: context.depth - 1 };
  if ('metavariable' in fields || 'comparison' in fields) return whereOf(fields, place, deeper);
  const keys = Object.keys(fields).filter((key) => !COMPANIONS.has(key));
  if (keys.length === 0) {
    const detail = 'nothing says what to find: write pattern, patterns, pattern-either or pattern-regex';
    throw new RuleRefusal(place, 'empty condition', detail);
  }
  const entries = keys.map((key) => {
    const compile = ENTRIES.get(key);
    if (!compile) throw unknownKey(join(place, key), key, CONDITION_KEYS);
    return compile(fields[key], join(place, key), deeper);
  });
  const where = fields.where === undefined ? [] : entriesOf(fields.where, join(place, 'where'), deeper);
  if (entries.length === 1 && where.length === 0) return entries[0];
  return positive(combined([...entries, ...where]));
}

/** An entry of `where` of the new syntax: a condition named by what stands beside the metavariable. */
function whereOf(fields: Record<string, unknown>, place: string, context: CompileContext): Entry {
  if ('regex' in fields) return conditionOf(fields, place, context, 'regex');
  if ('comparison' in fields) return conditionOf(fields, place, context, 'comparison');
  if ('analyzer' in fields) return conditionOf(fields, place, context, 'analyzer');
  if ('type' in fields || 'types' in fields) return conditionOf(fields, place, context, 'type');
  return conditionOf(fields, place, context, 'pattern');
}

function entriesOf(value: unknown, place: string, context: CompileContext): Entry[] {
  return arrayOf(value, place).map((each, index) => entryOf(each, `${place}[${index}]`, context));
}

function allOf(value: unknown, place: string, context: CompileContext): Formula {
  return combined(entriesOf(value, place, context));
}

function combined(entries: readonly Entry[]): Formula {
  const ofRole = (role: 'positive' | 'negative'): Formula[] =>
    entries.flatMap((entry) => (entry.role === role ? [entry.formula] : []));
  return {
    type: 'all',
    positives: ofRole('positive').sort((a, b) => breadth(a) - breadth(b)),
    negatives: ofRole('negative'),
    conditions: entries.flatMap((entry) => (entry.role === 'condition' ? [entry.condition] : [])),
    focus: entries.flatMap((entry) => (entry.role === 'focus' ? [entry.names] : [])),
  };
}

/** How much of a file a formula may match: what may match little is tried first, since without it nothing else counts. */
function breadth(formula: Formula): number {
  switch (formula.type) {
    case 'pattern':
    case 'text':
      return formula.pattern.words.length > 0 ? 0 : 2;
    case 'regex':
      return 1;
    case 'inside':
      return breadth(formula.formula);
    case 'any':
      return Math.max(...formula.options.map(breadth), 0);
    case 'all':
      return Math.min(...formula.positives.map(breadth), 2);
  }
}

function anyOf(value: unknown, place: string, context: CompileContext): Formula {
  const options = arrayOf(value, place).map((each, index) => formulaOf(each, `${place}[${index}]`, context));
  return options.length === 1 ? options[0] : { type: 'any', options };
}

/** `not: { inside: … }` says the same as what it holds: a negative is a negative. */
function negativeOf(value: unknown, place: string, context: CompileContext): Entry {
  const formula = formulaOf(value, place, context);
  return negative(formula.type === 'inside' ? formula.formula : formula);
}

function patternOf(value: unknown, place: string, context: CompileContext): Formula {
  if (typeof value === 'object' && value !== null) return formulaOf(value, place, context);
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '')
    throw new RuleRefusal(place, 'empty pattern', 'a pattern is a text');
  if (text.length > LONGEST_PATTERN) throw new RuleRefusal(place, 'long pattern', 'the pattern is too long');
  if (context.language === 'generic') return textFormula(text, place, context.text);
  if (context.language === 'regex') return { type: 'regex', regex: regexOf(text, place, true) };
  return { type: 'pattern', pattern: sharedPattern(text, place, context) };
}

/** Rules repeat each other's patterns: the same text is the same pattern, so that a file is searched for it once. */
const PATTERNS = new Map<string, Pattern>();
const REMEMBERED = 20_000;

function sharedPattern(text: string, place: string, context: CompileContext): Pattern {
  const key = `${context.language}\n${text.trimEnd()}`;
  const known = PATTERNS.get(key);
  if (known !== undefined) return known;
  const { language, parse } = context;
  const root = PATTERN_LANGUAGES.includes(language) ? parsePattern(text, language, parse) : null;
  if (root === null) {
    throw new RuleRefusal(place, 'pattern syntax', `this is no part of a ${language} program: ${text.trim()}`);
  }
  for (const node of nodesOf(root)) if (node.kind === PATTERN_KINDS.textRegex) regexOf(node.value, place, false);
  const pattern = { root, words: requiredWords(root) };
  if (PATTERNS.size >= REMEMBERED) PATTERNS.clear();
  PATTERNS.set(key, pattern);
  return pattern;
}

const LONGEST_PATTERN = 20_000;

function regexOf(value: unknown, place: string, multiLine: boolean): RuleRegex {
  if (typeof value !== 'string') throw new RuleRefusal(place, 'regular expression', 'a regular expression is a text');
  try {
    return compileRegex(value, multiLine);
  } catch (error) {
    if (error instanceof RegexRefused) throw new RuleRefusal(place, 'regular expression', error.message);
    throw error;
  }
}

type ConditionKind = 'regex' | 'pattern' | 'comparison' | 'analyzer' | 'type';

function conditionOf(value: unknown, place: string, context: CompileContext, kind: ConditionKind): Entry {
  const fields = objectOf(value, place);
  const name =
    fields.metavariable === undefined && kind === 'comparison'
      ? null
      : metavariableOf(fields.metavariable, join(place, 'metavariable'));
  return { role: 'condition', condition: CONDITIONS[kind](fields, name ?? '', place, context) };
}

const CONDITIONS: Readonly<
  Record<
    ConditionKind,
    (fields: Record<string, unknown>, name: string, place: string, context: CompileContext) => Condition
  >
> = {
  regex: (fields, name, place) => ({
    type: 'regex',
    name,
    regex: regexOf(fields.regex, join(place, 'regex'), false),
    useConstant: fields['constant-propagation'] === true,
  }),
  pattern: innerCondition,
  comparison: (fields, name, place) => ({
    type: 'comparison',
    name: name === '' ? null : name,
    comparison: comparisonOf(fields.comparison, join(place, 'comparison')),
    base: typeof fields.base === 'number' ? fields.base : 10,
    strip: fields.strip === true,
  }),
  analyzer: (fields, name, place) => {
    const { analyzer } = fields;
    if (analyzer === 'entropy' || analyzer === 'redos') return { type: analyzer, name };
    throw new RuleRefusal(
      join(place, 'analyzer'),
      `analyzer ${String(analyzer)}`,
      `the analyzer ${String(analyzer)} is not supported`,
    );
  },
  type: (fields, name, place, context) => {
    const types = fields.types ?? [fields.type];
    const made = arrayOf(types, place).map((type) => typeNode(type, place, context));
    return { type: 'type', name, types: made };
  },
};

function typeNode(type: unknown, place: string, context: CompileContext): CodeNode {
  const root = typeof type === 'string' ? parsePattern(type, context.language, context.parse) : null;
  if (root === null)
    throw new RuleRefusal(place, 'type syntax', `this is no type of ${context.language}: ${String(type)}`);
  return root;
}

/** What a metavariable must contain: the keys beside it, perhaps in another language. */
function innerCondition(
  fields: Record<string, unknown>,
  name: string,
  place: string,
  context: CompileContext,
): Condition & { type: 'pattern' } {
  const { metavariable: _, language, ...rest } = fields;
  const inner = language === undefined ? context.language : languageName(String(language));
  if (language === undefined)
    return { type: 'pattern', name, formula: formulaOf(rest, place, context), content: 'code' };
  if (inner === 'generic' || inner === 'regex') {
    return { type: 'pattern', name, formula: formulaOf(rest, place, { ...context, language: inner }), content: 'text' };
  }
  if (!SCRIPTS.has(inner) || !SCRIPTS.has(context.language)) {
    const detail = `patterns in ${inner} inside of ${context.language} are not supported`;
    throw new RuleRefusal(join(place, 'language'), `metavariable-pattern in ${inner}`, detail);
  }
  const [grammar] = patternGrammars(context.language);
  const content = { language: context.language, parse: (code: string) => context.parse(code, grammar) };
  return { type: 'pattern', name, formula: formulaOf(rest, place, context), content };
}

/** Languages that read each other's code. */
const SCRIPTS: ReadonlySet<string> = new Set(['javascript', 'typescript']);

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    js: 'javascript',
    ts: 'typescript',
    py: 'python',
    python3: 'python',
    python2: 'python',
    golang: 'go',
  }),
);

/** The name of a language as this engine spells it. */
export const languageName = (name: string): string => NAMES.get(name) ?? name;

function comparisonOf(value: unknown, place: string): ReturnType<typeof parseComparison> {
  if (typeof value !== 'string' && typeof value !== 'boolean')
    throw new RuleRefusal(place, 'comparison', 'a comparison is a text');
  try {
    return parseComparison(String(value), (pattern, text) => compileRegex(pattern).matchStart(text) !== null);
  } catch (error) {
    throw new RuleRefusal(place, 'comparison', error instanceof Error ? error.message : String(error));
  }
}

function namesOf(value: unknown, place: string): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.map((each) => metavariableOf(each, place));
}

const METAVARIABLE = /^\$(?:\.\.\.)?[A-Z_0-9]+$/;

/** The name of a metavariable without the dollar. */
function metavariableOf(value: unknown, place: string): string {
  if (typeof value !== 'string' || !METAVARIABLE.test(value)) {
    throw new RuleRefusal(
      place,
      'metavariable name',
      `${String(value)} is no metavariable: write one as $NAME, in capital letters`,
    );
  }
  return value.slice(1);
}

const join = (place: string, key: string): string => (place === '' ? key : `${place}.${key}`);

function arrayOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new RuleRefusal(place, 'shape', 'a list is expected here');
}

function objectOf(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new RuleRefusal(place, 'shape', 'an object is expected here');
}
