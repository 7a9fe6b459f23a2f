// What stands in a pattern's text for what no grammar knows: letters that grammars take for identifiers and nobody uses.

/** Before the name of a metavariable. */
export const METAVARIABLE_MARK = 'ǂ';
/** Before the name of a metavariable for several nodes (`$...ARGS`). */
export const ELLIPSIS_METAVARIABLE_MARK = 'ǂǂ';
/** `...` */
export const ELLIPSIS_MARK = 'ǃ';
/** The callee of what was `<... x ...>`. */
export const DEEP_MARK = 'ǁ';
/** The callee of what was `(x : Type)`. */
export const TYPED_MARK = 'ǀ';

/** Kinds that only patterns have. */
export const PATTERN_KINDS = {
  /** `$X`; value: its name */
  metavariable: '$metavariable',
  /** `...` */
  ellipsis: '$ellipsis',
  /** `$...X` */
  ellipsisMetavariable: '$ellipsis-metavariable',
  /** `<... x ...>`; one part */
  deep: '$deep',
  /** `($X : T)`; parts: the expression and its type */
  typed: '$typed',
  /** `x. ... .y`: x, or anything called on it; one part */
  chain: '$chain',
  /** `"..."`, `"=~/re/"`, `"$X"` */
  anyText: '$any-text',
  textRegex: '$text-regex',
  textMetavariable: '$text-metavariable',
  /** `/$X/` */
  regexMetavariable: '$regex-metavariable',
  /** several statements in a row; parts: the statements */
  sequence: '$sequence',
} as const;

const NAME_OF_METAVARIABLE = /^\$(?:[A-Z_][A-Z_0-9]*|[0-9]+)$/;

/** What an identifier of a pattern stands for, or null when it is one. */
export function patternName(text: string): { readonly kind: string; readonly value: string } | null {
  if (text === ELLIPSIS_MARK) return { kind: PATTERN_KINDS.ellipsis, value: '' };
  if (text.startsWith(ELLIPSIS_METAVARIABLE_MARK)) {
    return { kind: PATTERN_KINDS.ellipsisMetavariable, value: text.slice(ELLIPSIS_METAVARIABLE_MARK.length) };
  }
  if (text.startsWith(METAVARIABLE_MARK)) {
    return { kind: PATTERN_KINDS.metavariable, value: text.slice(METAVARIABLE_MARK.length) };
  }
  if (NAME_OF_METAVARIABLE.test(text)) return { kind: PATTERN_KINDS.metavariable, value: text.slice(1) };
  return null;
}

/** `...` or its placeholder, as the text of a string or of JSX. */
export function isEllipsisText(text: string): boolean {
  const bare = text.trim();
  return bare === '...' || bare === ELLIPSIS_MARK;
}
