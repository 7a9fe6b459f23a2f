// Runs a rule on a piece of code, for tests. Never imported by the product.
import { parserForTests } from '../../testing/load-grammar.ts';
import { PatternRun } from '../pattern-hits.ts';
import { compilePatternRule } from '../rule-language/rule-compiler.ts';

const parser = await parserForTests();

/** What a rule matches in code: the texts, in source order. */
export function matchedTexts(
  language: string,
  rule: string | Readonly<Record<string, unknown>>,
  code: string,
): string[] {
  const whole = typeof rule === 'string' ? { pattern: rule } : rule;
  const compiled = compilePatternRule(whole, language, (text, grammar) => parser.parse(text, grammar));
  const run = new PatternRun(parser.parseFile(code, language), language, 'test');
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
  return new PatternRun(parser.parseFile(code, language), language, 'test')
    .hits(compiled)
    .map(({ fill }) => fill(text));
}
