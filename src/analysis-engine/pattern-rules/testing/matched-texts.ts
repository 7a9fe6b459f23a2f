// Runs a rule on a piece of code, for tests. Never imported by the product.
import type { SyntaxTree } from '../../parsing/syntax-tree.ts';
import { textTree } from '../../plain-text/text-tree.ts';
import { TEXT_LANGUAGES } from '../../rule-languages.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { PatternRun } from '../pattern-hits.ts';
import { compilePatternRule } from '../rule-language/rule-compiler.ts';

const parser = await parserForTests();
const treeOf = (code: string, language: string): SyntaxTree =>
  TEXT_LANGUAGES.includes(language) ? textTree(code) : parser.parseFile(code, language);

/** What a rule matches in code: the texts, in source order. */
export function matchedTexts(
  language: string,
  rule: string | Readonly<Record<string, unknown>>,
  code: string,
): string[] {
  const whole = typeof rule === 'string' ? { pattern: rule } : rule;
  const compiled = compilePatternRule(whole, language, (text, grammar) => parser.parse(text, grammar));
  const run = new PatternRun(treeOf(code, language), language, 'test');
  return run.hits(compiled).map(({ start, end }) => code.slice(start, end));
}

/** A text filled in for each match. */
export function filledTexts(
  language: string,
  rule: Readonly<Record<string, unknown>>,
  code: string,
  text: string,
): string[] {
  const compiled = compilePatternRule(rule, language, (pattern, grammar) => parser.parse(pattern, grammar));
  return new PatternRun(treeOf(code, language), language, 'test').hits(compiled).map(({ fill }) => fill(text));
}
