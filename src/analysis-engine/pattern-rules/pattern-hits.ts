// What the patterns of rules hit in one file.
import { LIMITS } from '../limits.ts';
import type { SyntaxTree } from '../parsing/syntax-tree.ts';
import { CodeFile } from './code-tree/code-file.ts';
import { constantOf } from './code-tree/constants.ts';
import { textOfBinding } from './matching/conditions.ts';
import { bindings } from './matching/environment.ts';
import { Evaluation } from './matching/evaluation.ts';
import type { MatchOptions, StepBudget } from './matching/matcher.ts';
import type { RuleMatch } from './matching/rule-match.ts';
import { mayMatch } from './rule-language/formula.ts';
import type { CompiledPatternRule } from './rule-language/rule-compiler.ts';
import { marksOf } from './taint/taint-marks.ts';
import { TaintWalk } from './taint/taint-walk.ts';

/** A range that a rule's patterns describe. */
export interface PatternHit {
  readonly start: number;
  readonly end: number;
  /** a text with `$X` and `value($X)` filled in */
  readonly fill: (text: string) => string;
}

/** One file for all rules with patterns: what they share is worked out once. */
export class PatternRun {
  readonly #file: CodeFile;
  readonly #budget: StepBudget;
  readonly #evaluations = new Map<string, Evaluation>();

  constructor(tree: SyntaxTree, language: string, path: string) {
    this.#file = new CodeFile(tree, language, path);
    this.#budget = { left: LIMITS.patternStepsForAnyFile + tree.count * LIMITS.patternStepsPerNode };
  }

  /** Whether patterns were left untried because matching had taken all its steps. */
  get exhausted(): boolean {
    return this.#budget.left < 0;
  }

  /** Whether something was left out for its number. */
  get cut(): boolean {
    return this.exhausted || this.#budget.isCut === true;
  }

  hits(rule: CompiledPatternRule): PatternHit[] {
    if (this.exhausted || !this.#mayHit(rule)) return [];
    const found = new Map<string, PatternHit>();
    for (const match of this.#matches(rule)) {
      const key = `${match.start}-${match.end}`;
      if (!found.has(key))
        found.set(key, { start: match.start, end: match.end, fill: (text) => this.#fill(match, text) });
    }
    return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  #mayHit(rule: CompiledPatternRule): boolean {
    if (rule.mode === 'search') return mayMatch(rule.formula, this.#file);
    const { sources, sinks } = rule.taint;
    return [sources, sinks].every((parts) => parts.some(({ formula }) => mayMatch(formula, this.#file)));
  }

  /** Rules with the same options share what their patterns gave. */
  #evaluationWith(options: MatchOptions): Evaluation {
    const key = Object.values(options).join();
    const known = this.#evaluations.get(key) ?? new Evaluation(this.#file, options, this.#budget);
    this.#evaluations.set(key, known);
    return known;
  }

  #matches(rule: CompiledPatternRule): readonly RuleMatch[] {
    const evaluation = this.#evaluationWith(rule.options);
    if (rule.mode === 'search') return evaluation.run(rule.formula);
    const marks = marksOf(rule.taint, this.#file, evaluation);
    if (marks === null) return [];
    return new TaintWalk(this.#file, marks, rule.taint.options, this.#budget).run().map(({ match }) => match);
  }

  #fill(match: RuleMatch, text: string): string {
    if (!text.includes('$')) return text;
    const known = new Map(bindings(match.environment).map(({ name, value }) => [name, value] as const));
    const written = (name: string, whole: string, constant: boolean): string => {
      const value = known.get(name);
      if (value === undefined) return whole;
      const constantValue = constant ? constantOf(this.#file, value) : undefined;
      return constantValue === undefined ? textOfBinding(this.#file, value, false)[0] : String(constantValue);
    };
    return text
      .replaceAll(/value\(\$([A-Z_][A-Z_0-9]*)\)/g, (whole, name: string) => written(name, whole, true))
      .replaceAll(/\$((?:\.\.\.)?[A-Z_][A-Z_0-9]*|[0-9]+)/g, (whole, name: string) => written(name, whole, false));
  }
}
