// What the reader must know of a template language: how it prints, what it escapes, where names come from. One data file
// for each language in `languages/`.

export interface Delimiters {
  readonly open: string;
  readonly close: string;
}

export interface TemplateSyntax {
  readonly name: string;
  /** paths of its files */
  readonly files: RegExp;
  /** what prints a value; of openings that begin alike the longest first */
  readonly outputs: readonly (Delimiters & { readonly escaped: boolean })[];
  /** comments and raw text */
  readonly skipped: readonly Delimiters[];
  /** code that prints nothing itself */
  readonly tags: readonly Delimiters[];
  /** in an output: leaves escaping out, as `|safe` does */
  readonly raw?: RegExp;
  /** in an output: escapes what would not be */
  readonly encoded?: RegExp;
  /** in an output: makes it fit for a script */
  readonly forScripts?: RegExp;
  /** tags that switch escaping off and on again */
  readonly escapingOff?: RegExp;
  readonly escapingOn?: RegExp;
  /** in a tag: `name` stands for an element of `path` (or for `path` itself, when `whole` is a group too) */
  readonly aliases: readonly RegExp[];
  /** attributes that print an expression: groups `name` and `expression` */
  readonly attributes?: { readonly pattern: RegExp; readonly raw: ReadonlySet<string> };
  /** a template that is put in: group `name` */
  readonly includes?: RegExp;
  /** names that stand for all variables: `locals.x` is `x` */
  readonly roots?: ReadonlySet<string>;
}
