// What a rule says where no grammar reads the text: patterns of words and signs, and the options of those.
import {
  COMMENT_STYLES,
  type CommentStyle,
  DEFAULT_TEXT_OPTIONS,
  parseTextPattern,
  type TextOptions,
  type TextPattern,
} from '../generic/text-pattern.ts';
import type { Formula } from './formula.ts';
import { RuleRefusal } from './refusal.ts';

/** Options of rules that are about such patterns. */
export const TEXT_OPTIONS: ReadonlySet<string> = new Set([
  'generic_ellipsis_max_span',
  'generic_comment_style',
  'generic_engine',
  'generic_caseless',
]);

const LONGEST_SPAN = 1_000;

/** Throws RuleRefusal for what is not understood. */
export function textOptionsOf(given: unknown): TextOptions {
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  const { span: usual, comments } = DEFAULT_TEXT_OPTIONS;
  const span = options.generic_ellipsis_max_span ?? usual;
  if (typeof span !== 'number' || !Number.isInteger(span) || span < 0 || span > LONGEST_SPAN) {
    refuse('generic_ellipsis_max_span', `is a number of lines from 0 to ${LONGEST_SPAN}`);
  }
  const style = options.generic_comment_style ?? comments;
  if (!COMMENT_STYLES.some((known) => known === style)) {
    refuse('generic_comment_style', `is one of ${COMMENT_STYLES.filter((known) => known !== 'none').join(', ')}`);
  }
  if (options.generic_engine !== undefined && options.generic_engine !== 'spacegrep') {
    throw new RuleRefusal(
      'options.generic_engine',
      `generic_engine ${String(options.generic_engine)}`,
      `the engine ${String(options.generic_engine)} is not supported`,
    );
  }
  if (options.generic_caseless === true) {
    throw new RuleRefusal(
      'options.generic_caseless',
      'option generic_caseless',
      'generic_caseless is not supported: use pattern-regex with (?i)',
    );
  }
  return {
    span: span as number,
    comments: style as CommentStyle,
  };
}

function refuse(option: string, words: string): never {
  throw new RuleRefusal(`options.${option}`, `option ${option}`, `${option} ${words}`);
}

/** Rules repeat each other's patterns: the same text is the same pattern, so that a file is searched for it once. */
const PATTERNS = new Map<string, TextPattern>();
const REMEMBERED = 20_000;

/** A pattern of words and signs. Throws RuleRefusal for one that has none. */
export function textFormula(text: string, place: string, options: TextOptions): Formula {
  const key = `${options.span} ${options.comments}\n${text}`;
  let pattern = PATTERNS.get(key) ?? null;
  if (pattern === null) {
    pattern = parseTextPattern(text, options);
    if (pattern === null) throw new RuleRefusal(place, 'empty pattern', '`...` alone is no pattern');
    if (PATTERNS.size >= REMEMBERED) PATTERNS.clear();
    PATTERNS.set(key, pattern);
  }
  return { type: 'text', pattern };
}
