// POST /api/v1/issues/{issue_id}/suggestions: every verified way to mend one issue, and what the language model made of it.
import { type Static, Type } from 'typebox';
import { Notice, Suggestion } from './finding.ts';

export const SuggestionsRequest = Type.Object(
  {
    code: Type.Optional(
      Type.String({
        description: 'The file as it was analysed. Needed where it was not stored, and sent nowhere but for this.',
      }),
    ),
    language_model: Type.Optional(
      Type.Boolean({
        description: 'Whether the language model may be asked, where one is configured and allowed. Default true.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type SuggestionsRequest = Static<typeof SuggestionsRequest>;

/** What became of a question to the language model. */
export const LLM_STATES = [
  'answered',
  'cached',
  'off',
  'not_asked',
  'not_allowed',
  'data_mode',
  'budget_used',
  'busy',
  'late',
  'unreachable',
  'refused',
  'malformed',
  'too_large',
] as const;
export type LlmState = (typeof LLM_STATES)[number];

export const LlmReport = Type.Object({
  state: Type.Enum(LLM_STATES, {
    description:
      '`off`: none is configured; `not_allowed`: the tenant has not allowed it (`llm_suggestions`); `data_mode`: zero-retention and sealed ' +
      'mode send nothing; `budget_used`: of the day; `busy`, `late`, `unreachable`, `refused`, `malformed`, `too_large`: no answer.',
  }),
  model: Type.Union([Type.String(), Type.Null()]),
  input_tokens: Type.Integer({ minimum: 0 }),
  output_tokens: Type.Integer({ minimum: 0 }),
  cost: Type.Number({ minimum: 0, description: 'By the configured prices, in their currency.' }),
  proposed: Type.Integer({ minimum: 0, description: 'Fixes that it proposed.' }),
  verified: Type.Integer({
    minimum: 0,
    description: 'Those of them that passed every check; the others are not shown.',
  }),
});
export type LlmReport = Static<typeof LlmReport>;

export const SuggestionsAnswer = Type.Object({
  issue_id: Type.String(),
  analysis_id: Type.String(),
  suggestions: Type.Array(Suggestion, {
    description: 'Every one is verified. First those that your team is likely to take.',
  }),
  language_model: LlmReport,
  notices: Type.Array(Notice),
});
export type SuggestionsAnswer = Static<typeof SuggestionsAnswer>;
