// How much work one parse may take, counted in the parser's own steps so that the answer never depends on the clock.

/** Thrown when a parse used up its steps or its memory: the input drives the parser's ambiguity beyond reason. */
export class ParseBudgetExceeded extends Error {
  readonly grammar: string;
  readonly resource: 'steps' | 'memory';

  constructor(grammar: string, resource: 'steps' | 'memory') {
    super(`Parsing with the ${grammar} grammar took more ${resource} than one file may take.`);
    this.name = 'ParseBudgetExceeded';
    this.grammar = grammar;
    this.resource = resource;
  }
}

/** 20,000 nested brackets take 2,600 steps. */
const STEPS_FOR_ANY_FILE = 5_000;
/** The densest valid code takes 0.07 steps a character, usual code 0.005; tools' output that is no code up to 0.1. */
const STEPS_PER_CHARACTER = 0.1;

/**
 * The steps that a source of this length (UTF-16 units) may take unless the caller says otherwise. A step is 100
 * operations of the parser: 20 µs on usual code, up to 300 µs where it follows six readings at once.
 */
export function defaultBudget(length: number): number {
  return STEPS_FOR_ANY_FILE + Math.ceil(length * STEPS_PER_CHARACTER);
}
