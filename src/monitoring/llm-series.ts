// What is asked of the language model, and what it costs.
import { Counter, type Registry } from 'prom-client';

export interface LlmQuestion {
  /** answered, cached, or why there is no answer */
  readonly outcome: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicrounits: number;
}

export function createLlmSeries(registers: Registry[]) {
  const questions = new Counter({
    name: 'assay_llm_questions_total',
    help: 'Questions to the language model, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const tokens = new Counter({
    name: 'assay_llm_tokens_total',
    help: 'Tokens of questions and answers of the language model, as the endpoint counts them.',
    labelNames: ['kind'],
    registers,
  });
  const cost = new Counter({
    name: 'assay_llm_cost_total',
    help: 'What the language model has cost, by the configured prices, in their currency.',
    registers,
  });
  return {
    llmAsked({ outcome, inputTokens, outputTokens, costMicrounits }: LlmQuestion): void {
      questions.inc({ outcome });
      tokens.inc({ kind: 'input' }, inputTokens);
      tokens.inc({ kind: 'output' }, outputTokens);
      cost.inc(costMicrounits / 1_000_000);
    },
  };
}
