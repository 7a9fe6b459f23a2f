// The form in which each language's evidence is written down: patterns of tokens by weight, and the shape of its lines.

/** How often a line shape occurs in ordinary code of the language. */
export type Frequency = 'never' | 'rare' | 'some' | 'most';

/** Shapes of lines and text; each is a share, compared with what the language leads us to expect. */
export interface ExpectedShape {
  /** lines ending in `;` */
  readonly semicolon?: Frequency;
  /** lines ending in `{` or starting with `}` */
  readonly brace?: Frequency;
  /** lines ending in `:` */
  readonly colon?: Frequency;
  /** lines starting with `(` */
  readonly paren?: Frequency;
  /** lines starting with `<` */
  readonly tag?: Frequency;
  /** lines of five or more words in a row */
  readonly prose?: Frequency;
  /** lines of the form `name: value` or `- …` */
  readonly pair?: Frequency;
  /** tokens that are names or keywords */
  readonly word?: Frequency;
  /** tokens that are `$` or `@` before a name */
  readonly sigil?: Frequency;
}

/**
 * Patterns are written as the code they match, separated by two blanks or a line end:
 * `^` start of line, `⊢` start of a line that is not indented, `⇢` of one indented by spaces, `⇥` by a tab, a final ` $` end of line,
 * `_` any word, `Aa` a capitalised word, `AA` one in capitals, `0` any number, `""` and `''` any string,
 * `…` anything within the line. Each tier is a log-odds in favour of the language, or against it.
 */
export interface LanguageEvidence {
  /** Linguist's name in lower case */
  readonly id: string;
  /** takes over all evidence of that language */
  readonly extends?: string;
  /** how much less (or more) likely the language is before anything was seen */
  readonly prior?: number;
  /** keywords in any case: patterns also count in lower case and in capitals */
  readonly anyCase?: boolean;
  /** hardly any other language writes this */
  readonly sure?: string;
  readonly strong?: string;
  readonly fair?: string;
  readonly slight?: string;
  readonly against?: string;
  readonly never?: string;
  readonly shape?: ExpectedShape;
}

/** Log-odds by tier. */
export const TIER_WEIGHTS = { sure: 5, strong: 2.6, fair: 1.3, slight: 0.5, against: -1.3, never: -4 } as const;
export type Tier = keyof typeof TIER_WEIGHTS;
