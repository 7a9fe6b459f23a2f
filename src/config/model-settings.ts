// Settings of how analyses reach replicas of the model service, and of the language model; a part of the one table.
import { LLM_SETTINGS, type LlmConfiguration } from './llm-settings.ts';
import { choice, integer, origins, type Variable } from './variable.ts';

export interface ModelConfiguration extends LlmConfiguration {
  /** origins of replicas; empty: this process analyses itself */
  readonly modelServers: readonly string[];
  readonly modelDeadlineMs: number;
  readonly modelHedgeMs: number;
  readonly modelFallback: 'on' | 'off';
}

export const MODEL_SETTINGS = {
  modelServers: {
    name: 'ASSAY_MODEL_SERVERS',
    description:
      'Replicas of the model service that analyse for this process: `http://host:port` or `https://…`, with commas between them. A ' +
      'name that stands for several addresses is all of them. They run `assay serve --role model` of the same version with the ' +
      'same `model.key`.',
    parse: origins,
    default: 'none: this process analyses itself',
  },
  modelDeadlineMs: {
    name: 'ASSAY_MODEL_DEADLINE_MS',
    description:
      'Milliseconds within which the replicas of the model service must answer, with waiting and all attempts. More than ' +
      '`ASSAY_ANALYSIS_TIMEOUT_MS`.',
    parse: integer({ default: 30_000, minimum: 100, maximum: 600_000 }),
    default: '30000',
  },
  modelHedgeMs: {
    name: 'ASSAY_MODEL_HEDGE_MS',
    description:
      'Milliseconds after which a second replica is asked as well while the first still works; one analysis in twenty at most is ' +
      'asked for twice.',
    parse: integer({ default: 1500, minimum: 10, maximum: 600_000 }),
    default: '1500',
  },
  modelFallback: {
    name: 'ASSAY_MODEL_FALLBACK',
    description:
      'Whether a process that can ask no replica of its own version analyses itself meanwhile, in `ASSAY_ANALYSIS_THREADS` threads: ' +
      '`on` or `off`. With `off` it answers 503 `model_unavailable`.',
    parse: choice(['on', 'off'], 'off'),
    default: 'off',
  },
  ...LLM_SETTINGS,
} as const satisfies { readonly [Key in keyof ModelConfiguration]: Variable<ModelConfiguration[Key]> };
