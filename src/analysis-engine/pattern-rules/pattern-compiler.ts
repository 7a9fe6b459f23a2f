// The patterns of rules, compiled once for each language by the engine that holds the parser.
import type { PatternCondition } from '../rule.ts';
import { patternLanguage } from '../rule-languages.ts';
import type { ParsePattern } from './patterns/pattern-parser.ts';
import { languageName } from './rule-language/formula-compiler.ts';
import { type CompiledPatternRule, compilePatternRule } from './rule-language/rule-compiler.ts';

/** Gives the compiled patterns of a rule; the grammars of the language must be loaded. Throws RuleRefusal. */
export type PatternsOf = (
  patterns: readonly PatternCondition[] | undefined,
  language: string,
) => readonly CompiledPatternRule[];

const NO_PATTERNS: readonly CompiledPatternRule[] = [];

export function createPatternCompiler(parse: ParsePattern): PatternsOf {
  const known = new Map<string, WeakMap<readonly PatternCondition[], readonly CompiledPatternRule[]>>();
  return (patterns, language) => {
    if (patterns === undefined) return NO_PATTERNS;
    const ofLanguage = known.get(language) ?? new WeakMap();
    known.set(language, ofLanguage);
    const before = ofLanguage.get(patterns);
    if (before !== undefined) return before;
    const compiled = patterns.flatMap((condition) => {
      const spoken = patternLanguage(condition, language, languageName);
      return spoken === null ? [] : [compilePatternRule(condition, spoken, parse)];
    });
    ofLanguage.set(patterns, compiled);
    return compiled;
  };
}
