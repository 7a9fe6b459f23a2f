// The door of pattern rules: the Semgrep rule language on the engine's trees.
export { createPatternCompiler, type PatternsOf } from './pattern-compiler.ts';
export { type PatternHit, PatternRun } from './pattern-hits.ts';
export { patternGrammars } from './patterns/pattern-parser.ts';
export { RuleRefusal } from './rule-language/refusal.ts';
export { compileRegex, isLinearExpression } from './rule-language/regex.ts';
