// Settings of the language model that may propose fixes; a part of the one table.
import { readFileSync } from 'node:fs';
import { absent, integer, url, type Variable } from './variable.ts';

export interface LlmConfiguration {
  /** null: no language model is asked anything */
  readonly llmUrl: string | null;
  readonly llmModel: string | null;
  readonly llmKey: string | null;
  readonly llmKeyFile: string | null;
  readonly llmTimeoutMs: number;
  readonly llmMaxTokens: number;
  readonly llmConcurrency: number;
  readonly llmPrices: LlmPrices;
  /** millionths of the currency, for a tenant and day; null: no bound */
  readonly llmDailyBudget: number | null;
}

/** For a million tokens. */
export interface LlmPrices {
  readonly input: number;
  readonly output: number;
}

export const LLM_SETTINGS = {
  llmUrl: {
    name: 'ASSAY_LLM_URL',
    description:
      'An OpenAI-compatible endpoint that is asked for fixes and explanations, as `https://llm.example/v1`; each tenant has to allow it ' +
      'as well. Parts of source leave the process for it: read `docs/llm.md` first.',
    parse: url('http:', 'https:'),
    default: 'none: no language model',
  },
  llmModel: {
    name: 'ASSAY_LLM_MODEL',
    description: 'Name of the model, as that endpoint calls it. Needed with ASSAY_LLM_URL.',
    parse: absent,
    default: 'none',
  },
  llmKey: {
    name: 'ASSAY_LLM_KEY',
    description: 'Bearer key for that endpoint.',
    parse: absent,
    default: 'none',
    secret: true,
  },
  llmKeyFile: {
    name: 'ASSAY_LLM_KEY_FILE',
    description: 'A file that holds that key, in place of ASSAY_LLM_KEY.',
    parse: keyFile,
    default: 'none',
  },
  llmTimeoutMs: {
    name: 'ASSAY_LLM_TIMEOUT_MS',
    description: 'Milliseconds for a whole answer of that endpoint.',
    parse: integer({ default: 30_000, minimum: 100, maximum: 600_000 }),
    default: '30000',
  },
  llmMaxTokens: {
    name: 'ASSAY_LLM_MAX_TOKENS',
    description: 'Tokens that an answer may have; the question is bounded to about 8,000.',
    parse: integer({ default: 1500, minimum: 16, maximum: 32_000 }),
    default: '1500',
  },
  llmConcurrency: {
    name: 'ASSAY_LLM_CONCURRENCY',
    description: 'Questions that are under way at that endpoint at a time, of all tenants.',
    parse: integer({ default: 4, minimum: 1, maximum: 1000 }),
    default: '4',
  },
  llmPrices: {
    name: 'ASSAY_LLM_PRICES',
    description: 'What a million tokens cost, question and answer, as `0.15/0.60`, in the currency of the budget.',
    parse: prices,
    default: '0/0',
  },
  llmDailyBudget: {
    name: 'ASSAY_LLM_DAILY_BUDGET',
    description: 'What the questions of one tenant may cost a day (UTC), as `2.50`. Needs ASSAY_LLM_PRICES.',
    parse: (value) => (value === undefined ? null : Math.round(1_000_000 * amount(value))),
    default: 'no bound',
  },
} as const satisfies { readonly [Key in keyof LlmConfiguration]: Variable<LlmConfiguration[Key]> };

/** The key that the file holds; it is read once, at start. */
function keyFile(value: string | undefined): string | null {
  if (value === undefined) return null;
  try {
    return readFileSync(value, 'utf8').trim();
  } catch {
    throw new Error('a file that can be read');
  }
}

function prices(value: string | undefined): LlmPrices {
  const [input, output, ...rest] = (value ?? '0/0').split('/');
  if (input === undefined || output === undefined || rest.length > 0) throw new Error('two amounts, as 0.15/0.60');
  return { input: amount(input), output: amount(output) };
}

function amount(value: string): number {
  if (!/^\d{1,6}(?:\.\d{1,6})?$/.test(value.trim())) throw new Error('an amount, as 0.15');
  return Number(value);
}
