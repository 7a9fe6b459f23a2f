// GET /api/v1/issues/{issue_id}/explanation: why a finding has its confidence.
import { type Static, Type } from 'typebox';
import { ModelStamp } from './analyze.ts';
import { VERDICTS } from './feedback.ts';
import { Severity } from './finding.ts';

const probability = Type.Number({ minimum: 0, maximum: 1 });
const effect = Type.Number({
  description: 'Log-odds that it adds: 0.7 about doubles the odds that the team calls it true, -0.7 about halves them.',
});

export const IssueExplanation = Type.Object({
  issue_id: Type.String(),
  analysis_id: Type.String(),
  rule_id: Type.String(),
  confidence: Type.Number({ minimum: 0, maximum: 1, description: 'As that analysis showed it.' }),
  engine: Type.Object(
    { confidence: probability, severity: Severity },
    { description: 'What the engine says of it, before verdicts and preferences.' },
  ),
  model: Type.Object(
    { ...ModelStamp.properties },
    { description: 'What made the answer; `knowledge` is the version of the verdicts that it rests on.' },
  ),
  prior: Type.Object(
    { confidence: probability, log_odds: Type.Number() },
    {
      description:
        'Before the verdicts: the engine’s confidence, which gives way to the average the more verdicts there are.',
    },
  ),
  factors: Type.Array(
    Type.Object({
      kind: Type.String({ description: '`rule`, `folder`, `word`, `rule-folder`, …' }),
      name: Type.Union([Type.String(), Type.Null()], {
        description: 'null where the name is sealed or there is none.',
      }),
      effect,
    }),
    { description: 'What the verdicts taught of findings like this one, the strongest first.' },
  ),
  verdicts: Type.Array(
    Type.Object({
      feedback_id: Type.String(),
      verdict: Type.Enum(VERDICTS),
      role: Type.String({ description: 'Of whoever gave it; names are not told.' }),
      at: Type.String({ format: 'date-time' }),
      effect,
    }),
    { description: 'The same effects told by verdict, the strongest first; at most 20.' },
  ),
  verdicts_counted: Type.Integer({ minimum: 0, description: 'Verdicts that the score rests on, at that version.' }),
  reproduced: Type.Boolean({
    description:
      'Whether the score, made again, is the one that was shown. false: verdicts were deleted since, or another model made it.',
  }),
  current: Type.Object(
    { confidence: probability, knowledge: Type.Integer({ minimum: 0 }) },
    { description: 'What an analysis would show today.' },
  ),
});
export type IssueExplanation = Static<typeof IssueExplanation>;
