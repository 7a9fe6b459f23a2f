// A rule's condition after compilation: patterns parsed, expressions translated, every key understood.

import type { SyntaxTree } from '../../parsing/syntax-tree.ts';
import type { CodeNode } from '../code-tree/code-node.ts';
import type { TextPattern } from '../generic/text-pattern.ts';
import type { Comparison } from './comparison.ts';
import type { RuleRegex } from './regex.ts';

/** A pattern with what is needed to find where it may match. */
export interface Pattern {
  readonly root: CodeNode;
  /** names that code must contain */
  readonly words: readonly string[];
}

export type Formula =
  | { readonly type: 'pattern'; readonly pattern: Pattern }
  | { readonly type: 'regex'; readonly regex: RuleRegex }
  | { readonly type: 'text'; readonly pattern: TextPattern }
  | { readonly type: 'any'; readonly options: readonly Formula[] }
  | { readonly type: 'inside'; readonly formula: Formula }
  | {
      readonly type: 'all';
      readonly positives: readonly Formula[];
      readonly negatives: readonly Formula[];
      readonly conditions: readonly Condition[];
      /** metavariables whose place is the result, in the order in which they narrow it */
      readonly focus: readonly (readonly string[])[];
    };

/** How code inside of a string is read. */
export interface EmbeddedLanguage {
  readonly language: string;
  readonly parse: (code: string) => SyntaxTree | null;
}

/** What must hold of a match's metavariables. */
export type Condition =
  | { readonly type: 'regex'; readonly name: string; readonly regex: RuleRegex; readonly useConstant: boolean }
  | {
      readonly type: 'pattern';
      readonly name: string;
      readonly formula: Formula;
      /** what is looked at of a string: it as code, its content as text, or its content as code of a language */
      readonly content: 'code' | 'text' | EmbeddedLanguage;
    }
  | {
      readonly type: 'comparison';
      readonly name: string | null;
      readonly comparison: Comparison;
      readonly base: number;
      readonly strip: boolean;
    }
  | { readonly type: 'entropy' | 'redos'; readonly name: string }
  | { readonly type: 'type'; readonly name: string; readonly types: readonly CodeNode[] };

/** What a file is asked before anything is tried in it. */
export interface Wording {
  /** whether the word stands there */
  hasWord(word: string): boolean;
  /** whether these letters stand there, in any case */
  hasLetters(letters: string): boolean;
}

/** Whether a formula has a chance in code of that wording. */
export function mayMatch(formula: Formula, code: Wording): boolean {
  switch (formula.type) {
    case 'pattern':
    case 'text':
      return formula.pattern.words.every((word) => code.hasWord(word));
    case 'regex':
      return mayFind(formula.regex, code);
    case 'inside':
      return mayMatch(formula.formula, code);
    case 'any':
      return formula.options.some((option) => mayMatch(option, code));
    case 'all':
      return (
        formula.positives.every((positive) => mayMatch(positive, code)) &&
        formula.conditions.every((condition) => mayHold(condition, code))
      );
  }
}

const mayFind = ({ words }: RuleRegex, code: Wording): boolean => words.every((word) => code.hasLetters(word));

/** An expression about code as it is written finds only what is written; a constant may be put together of anything. */
function mayHold(condition: Condition, code: Wording): boolean {
  return condition.type !== 'regex' || condition.useConstant || mayFind(condition.regex, code);
}
