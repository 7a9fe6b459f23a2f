// A rule in the Semgrep rule language, parsed from YAML by the caller, to its checked and compiled form.
import { TEXT_LANGUAGES } from '../../rule-languages.ts';
import { DEFAULT_OPTIONS, type MatchOptions } from '../matching/matcher.ts';
import { PATTERN_LANGUAGES, type ParsePattern } from '../patterns/pattern-parser.ts';
import type { Formula } from './formula.ts';
import { checkFormula } from './formula-check.ts';
import { CONDITION_KEYS, formulaOf, languageName } from './formula-compiler.ts';
import { RuleRefusal, unknownKey } from './refusal.ts';
import { compileTaintRule, TAINT_KEYS, type TaintRule } from './taint-rule.ts';
import { TEXT_OPTIONS, textOptionsOf } from './text-formula.ts';

/** A rule that can run on files of one language. */
export type CompiledPatternRule =
  | { readonly mode: 'search'; readonly formula: Formula; readonly options: MatchOptions }
  | { readonly mode: 'taint'; readonly taint: TaintRule; readonly options: MatchOptions };

/** Keys that say something about the rule but not when it speaks. */
const DATA_KEYS: ReadonlySet<string> = new Set([
  'id',
  'message',
  'severity',
  'languages',
  'metadata',
  'mode',
  'options',
  'paths',
  'fix',
  'fix-regex',
  'min-version',
  'max-version',
  'product',
  'match',
]);

const DEEPEST = 40;

/** Compiles a rule for one of its languages. Throws RuleRefusal with the place. */
export function compilePatternRule(
  rule: Readonly<Record<string, unknown>>,
  language: string,
  parse: ParsePattern,
): CompiledPatternRule {
  const name = languageName(language);
  const isText = TEXT_LANGUAGES.includes(name);
  if (!isText && !PATTERN_LANGUAGES.includes(name)) {
    throw new RuleRefusal('languages', `language ${language}`, `patterns in ${language} are not supported`);
  }
  const mode = rule.taint === undefined ? (rule.mode ?? 'search') : 'taint';
  if (mode !== 'search' && mode !== 'taint') {
    throw new RuleRefusal('mode', `mode: ${String(mode)}`, `mode: ${String(mode)} is not supported`);
  }
  const conditions = conditionsOf(rule, mode);
  const options = optionsOf(rule.options);
  const context = { language: name, parse, text: textOptionsOf(rule.options), depth: DEEPEST };
  if (mode === 'taint' && isText) {
    throw new RuleRefusal('mode', `mode: taint in ${name}`, `text without a language has no data flow: mode: taint`);
  }
  if (mode === 'taint') return { mode, taint: compileTaintRule(rule, context), options };
  const formula =
    rule.match === undefined ? formulaOf(conditions, '', context) : formulaOf(rule.match, 'match', context);
  checkFormula(formula);
  return { mode, formula, options };
}

/** The keys that say when the rule speaks; every other key must be known to say nothing of that. */
function conditionsOf(rule: Readonly<Record<string, unknown>>, mode: 'search' | 'taint'): Record<string, unknown> {
  const conditions: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rule)) {
    if (mode === 'search' && CONDITION_KEYS.includes(key)) conditions[key] = value;
    else if (!DATA_KEYS.has(key) && !(mode === 'taint' && TAINT_KEYS.includes(key))) {
      throw unknownKey(key, key, mode === 'taint' ? TAINT_KEYS : CONDITION_KEYS);
    }
  }
  return conditions;
}

/** Options without influence here: what they switch is off, or on, for everybody. */
const IGNORED_OPTIONS: ReadonlySet<string> = new Set([
  'interfile',
  // Of another engine for patterns without a language, which is refused.
  'generic_multiline',
  'vardef_assign',
  'attr_expr',
  'implicit_return',
  'taint_assume_safe_numbers',
  'taint_assume_safe_booleans',
  'taint_assume_safe_functions',
  'taint_assume_safe_comparisons',
  'taint_assume_safe_indexes',
  'taint_unify_mvars',
  'taint_only_propagate_through_assignments',
  'taint_intrafile',
  'taint_focus_on',
  'ac_matching',
  'xml_children_ordered',
  'xml_attrs_implicit_ellipsis',
  'xml_singleton_loose_matching',
  'commutative_compop',
  'timeout',
  'max_match_per_file',
]);

function optionsOf(value: unknown): MatchOptions {
  if (value === undefined || value === null) return DEFAULT_OPTIONS;
  const options = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(options)) {
    if (!IGNORED_OPTIONS.has(key) && !TEXT_OPTIONS.has(key) && !Object.hasOwn(OPTION_NAMES, key)) {
      throw new RuleRefusal(`options.${key}`, `option ${key}`, `the option ${key} is not supported`);
    }
  }
  const set = (key: keyof typeof OPTION_NAMES): boolean => {
    const given = options[key];
    return typeof given === 'boolean' ? given : DEFAULT_OPTIONS[OPTION_NAMES[key]];
  };
  return {
    constants: set('constant_propagation'),
    symbolic: set('symbolic_propagation'),
    commutativeBooleans: set('commutative_boolop'),
    symmetricEquality: set('symmetric_eq'),
  };
}

const OPTION_NAMES = {
  constant_propagation: 'constants',
  symbolic_propagation: 'symbolic',
  commutative_boolop: 'commutativeBooleans',
  symmetric_eq: 'symmetricEquality',
} as const satisfies Record<string, keyof MatchOptions>;
