// A rollout: a challenger on its way to be the champion, and what was seen of both.
import { type Static, Type } from 'typebox';

const count = Type.Integer({ minimum: 0 });
const digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });
const Tally = Type.Object({ outcomes: count, bad: count });
const compared = (description: string) => Type.Object({ champion: Tally, challenger: Tally }, { description });

export const ModelRollout = Type.Object({
  rollout_id: Type.String(),
  challenger: digest,
  stage: Type.Enum(['shadow', 'canary_5', 'canary_25']),
  share: Type.Number({ minimum: 0, maximum: 1, description: 'Of the answers that the challenger gives.' }),
  unit: Type.Enum(['file', 'repository'], { description: 'What is divided between both models.' }),
  started_at: Type.String({ format: 'date-time' }),
  dismissals: compared('Verdicts on findings of either; the bad ones dismiss.'),
  failures: compared('Analyses; the bad ones failed.'),
  slow: compared('Analyses; the bad ones were slow.'),
  shadow: Type.Object({
    verdicts: count,
    champion_log_loss: Type.Union([Type.Number(), Type.Null()]),
    challenger_log_loss: Type.Union([Type.Number(), Type.Null()]),
  }),
});
export type ModelRollout = Static<typeof ModelRollout>;
