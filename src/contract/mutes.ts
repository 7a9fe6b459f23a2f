// /api/v1/mutes: what verdicts suggest to leave out, and what a reviewer has decided to leave out.
import { type Static, Type } from 'typebox';
import { Severity } from './finding.ts';

/** A rule is not to be reported below a folder. */
export const Mute = Type.Object(
  {
    rule_id: Type.String({ minLength: 1, maxLength: 200 }),
    repository: Type.Union([Type.String({ maxLength: 500 }), Type.Null()], {
      description: 'As `context.repository` names it; null: where none is named.',
    }),
    folder: Type.String({
      maxLength: 4096,
      description:
        'With everything below it, `tests/unit`; empty: the whole repository. `./tests/unit/` and `tests\\\\unit` are the same.',
    }),
  },
  { additionalProperties: false },
);
export type Mute = Static<typeof Mute>;

export const MuteQuery = Type.Object(
  {
    rule_id: Mute.properties.rule_id,
    repository: Type.Optional(Type.String({ maxLength: 500, description: 'Absent: the mute where none is named.' })),
    folder: Type.Optional(Mute.properties.folder),
  },
  { additionalProperties: false },
);
export type MuteQuery = Static<typeof MuteQuery>;

export const MuteProposal = Type.Object({
  ...Mute.properties,
  verdicts: Type.Integer({ minimum: 1, description: 'In force on findings of the rule there.' }),
  dismissed: Type.Integer({ minimum: 1 }),
  users: Type.Integer({ minimum: 1, description: 'Who gave them.' }),
  gravest: Severity,
  feedback_ids: Type.Array(Type.String(), { description: 'The newest of the verdicts, at most 20.' }),
});
export type MuteProposal = Static<typeof MuteProposal>;

export const MutesAnswer = Type.Object({
  mutes: Type.Array(Mute),
  proposals: Type.Array(MuteProposal, {
    description: 'Most verdicts first. Nothing happens until a reviewer approves.',
  }),
});
export type MutesAnswer = Static<typeof MutesAnswer>;
