// /api/v1/issues: a defect over all analyses that showed it, and what was decided about it.
import { type Static, Type } from 'typebox';
import { PAGE } from './analyses.ts';
import { Category, Issue, SEVERITIES, Severity } from './finding.ts';

export const TRIAGE_STATES = ['open', 'proposed', 'dismissed', 'fixed'] as const;
export type TriageState = (typeof TRIAGE_STATES)[number];
const State = Type.Enum(TRIAGE_STATES, {
  description:
    '`proposed`: a dismissal waits for a reviewer. `fixed`: the last analysis of its file does not show it any more, or somebody said so.',
});

const filter = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }));

export const IssuesQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: filter('`next_cursor` of the page before.'),
    sort: Type.Optional(
      Type.Enum(['newest', 'oldest', 'gravest'], { description: 'By when it was first seen, or by severity.' }),
    ),
    state: Type.Optional(State),
    severity: Type.Optional(Type.Enum(SEVERITIES, { description: 'At least this grave.' })),
    rule: filter('Id of a rule.'),
    cwe: Type.Optional(Type.String({ pattern: '^CWE-[0-9]{1,5}$' })),
    language: filter('GitHub Linguist name or a common alias.'),
    repository: filter('As `context.repository` named it.'),
    project: filter('As `context.project` named it.'),
    path: filter('Beginning of the path.'),
    q: Type.Optional(
      Type.String({ minLength: 2, maxLength: 200, description: 'Beginnings of words of the message or the path.' }),
    ),
    since: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; first seen at or after it.' })),
    until: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; first seen before it.' })),
  },
  { additionalProperties: false },
);
export type IssuesQuery = Static<typeof IssuesQuery>;

const optionalText = Type.Union([Type.String(), Type.Null()]);
const time = Type.String({ format: 'date-time' });

export const TriageIssue = Type.Object({
  id: Type.String(),
  state: State,
  rule_id: Type.String(),
  message: Type.String(),
  severity: Severity,
  category: Category,
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  cwe: Type.Array(Type.String()),
  fingerprint: Type.String(),
  language: Type.String(),
  repository: optionalText,
  project: optionalText,
  path: Type.String(),
  within: Type.String(),
  first_seen: time,
  last_seen: time,
  fixed_at: Type.Union([time, Type.Null()]),
  occurrences: Type.Integer({ minimum: 1, description: 'Analyses that showed it.' }),
  last_analysis_id: Type.String(),
});
export type TriageIssue = Static<typeof TriageIssue>;

export const IssuesPage = Type.Object({
  items: Type.Array(TriageIssue),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type IssuesPage = Static<typeof IssuesPage>;

const TriageVerdict = Type.Object({
  feedback_id: Type.String(),
  analysis_id: Type.String(),
  actor: Type.String(),
  verdict: Type.String(),
  reason: optionalText,
  comment: optionalText,
  proposed: Type.Boolean(),
  at: time,
});

/** With the issue as its last analysis showed it, trace and suggestions included, and the latest verdicts on it. */
export const TriageIssueDetail = Type.Interface([TriageIssue], {
  issue: Type.Union([Issue, Type.Null()]),
  verdicts: Type.Array(TriageVerdict),
});
export type TriageIssueDetail = Static<typeof TriageIssueDetail>;

export const TriageDecision = Type.Object(
  {
    state: Type.Enum(['open', 'dismissed', 'fixed'], {
      description:
        '`dismissed` approves a proposal, `open` refuses it. Dismissing a high or critical issue needs the reviewer role; ' +
        'below it, the dismissal is proposed.',
    }),
    verdict: Type.Optional(
      Type.Enum(['false_positive', 'wont_fix'], { description: 'Why it is dismissed; default `false_positive`.' }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 1000 })),
    comment: Type.Optional(Type.String({ maxLength: 10_000 })),
  },
  { additionalProperties: false },
);
export type TriageDecision = Static<typeof TriageDecision>;

export const TriageAnswer = Type.Object({
  id: Type.String(),
  state: State,
  feedback_id: Type.String(),
  effects: Type.Array(Type.String(), { description: 'What this decision changes, in words.' }),
});
export type TriageAnswer = Static<typeof TriageAnswer>;
