// POST /api/v1/feedback: a verdict on a finding, or a report of one that was missed.
import { type Static, Type } from 'typebox';
import { Location } from './finding.ts';

export const VERDICTS = ['true_positive', 'false_positive', 'wont_fix', 'fixed', 'missed'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const SUGGESTION_OUTCOMES = ['applied', 'edited', 'rejected'] as const;
export type SuggestionOutcome = (typeof SUGGESTION_OUTCOMES)[number];

const id = Type.String({ minLength: 1, maxLength: 100 });

export const Feedback = Type.Object(
  {
    issue_id: Type.Optional(id),
    verdict: Type.Optional(Type.Enum(VERDICTS, { description: 'May be absent beside `suggestion_outcome`.' })),
    location: Type.Optional(Location),
    cwe: Type.Optional(Type.String({ pattern: '^CWE-[0-9]{1,5}$' })),
    reason: Type.Optional(Type.String({ maxLength: 1000 })),
    comment: Type.Optional(Type.String({ maxLength: 10_000 })),
    suggestion_id: Type.Optional(id),
    suggestion_outcome: Type.Optional(Type.Enum(SUGGESTION_OUTCOMES)),
  },
  {
    additionalProperties: false,
    description:
      'A verdict or a `suggestion_outcome` is needed. Every verdict but `missed` needs `issue_id`; `missed` needs `location` and `cwe`; ' +
      '`suggestion_outcome` needs `suggestion_id` and `issue_id`.',
  },
);
export type Feedback = Static<typeof Feedback>;

/** Feedback that judges the finding, and not a suggestion alone. */
export type JudgingFeedback = Feedback & { readonly verdict: Verdict };

export const FeedbackRequest = Type.Object({ analysis_id: id, feedback: Feedback }, { additionalProperties: false });
export type FeedbackRequest = Static<typeof FeedbackRequest>;

export const FeedbackResponse = Type.Object({
  feedback_id: Type.String(),
  effects: Type.Array(Type.String(), { description: 'What this verdict changes, in words.' }),
});
export type FeedbackResponse = Static<typeof FeedbackResponse>;
