// How much work one parse may take, counted in the parser's own steps so that the answer never depends on the clock.

/** Thrown when a parse used up its steps: the input drives the parser's error recovery beyond reason. */
export class ParseBudgetExceeded extends Error {
  readonly grammar: string;
  /** steps allowed; a step is 100 operations of the parser */
  readonly budget: number;

  constructor(grammar: string, budget: number) {
    super(`Parsing with the ${grammar} grammar did not finish within ${budget} steps.`);
    this.name = 'ParseBudgetExceeded';
    this.grammar = grammar;
    this.budget = budget;
  }
}

const STEPS_FOR_ANY_FILE = 20_000;
const STEPS_PER_CHARACTER = 0.2;

/** The steps that a source of this length (UTF-16 units) may take unless the caller says otherwise. */
export function defaultBudget(length: number): number {
  return STEPS_FOR_ANY_FILE + Math.ceil(length * STEPS_PER_CHARACTER);
}
