// What an analysis says: locations, traces, suggestions and issues, as they appear on the wire.
import { type Static, Type } from 'typebox';

/** Severities from the gravest down; the position orders them. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const Severity = Type.Enum(SEVERITIES);
export type Severity = (typeof SEVERITIES)[number];

export const CATEGORIES = ['security', 'bug', 'performance', 'maintainability', 'style'] as const;
export const Category = Type.Enum(CATEGORIES);
export type Category = (typeof CATEGORIES)[number];

/** 1-based line; 1-based column counted in UTF-16 code units. */
export const Position = Type.Object({ line: Type.Integer({ minimum: 1 }), column: Type.Integer({ minimum: 1 }) });
export type Position = Static<typeof Position>;

/** Half-open range: `end` is the position just after the last character. */
export const Location = Type.Object({ path: Type.String(), start: Position, end: Position });
export type Location = Static<typeof Location>;

export const TraceStep = Type.Object({ location: Location, message: Type.String() });
export type TraceStep = Static<typeof TraceStep>;

export const Edit = Type.Object({ location: Location, text: Type.String() });
export type Edit = Static<typeof Edit>;

/** What a fix is checked for before it is called verified. */
export const SUGGESTION_CHECKS = ['parses', 'finding-gone', 'nothing-new', 'names-known', 'calls-kept'] as const;

export const Suggestion = Type.Object({
  id: Type.String(),
  description: Type.String(),
  edits: Type.Array(Edit, { description: 'They belong together and do not overlap; all are of the same text.' }),
  verified: Type.Boolean({ description: 'With the edits applied, every check has passed.' }),
  source: Type.Enum(['rule', 'learned', 'llm']),
  checks: Type.Optional(Type.Array(Type.Enum(SUGGESTION_CHECKS), { description: 'The checks that it passed.' })),
});
export type Suggestion = Static<typeof Suggestion>;

export const IssueState = Type.Enum(['new', 'known', 'suppressed']);
export type IssueState = Static<typeof IssueState>;

export const Issue = Type.Object({
  id: Type.String(),
  fingerprint: Type.String({ description: 'The same defect keeps it when code is reformatted, moved or renamed.' }),
  rule_id: Type.String(),
  message: Type.String(),
  severity: Severity,
  category: Category,
  confidence: Type.Number({
    minimum: 0,
    maximum: 1,
    description:
      'The probability that your team calls it true: what the engine says of it, until verdicts teach better.',
  }),
  engine: Type.Optional(
    Type.Object(
      { confidence: Type.Number({ minimum: 0, maximum: 1 }), severity: Severity },
      { description: 'What the engine says of it, before verdicts and preferences.' },
    ),
  ),
  cwe: Type.Array(Type.String()),
  location: Location,
  within: Type.String({ description: 'The function around it with its class, `Cart.pay`; empty outside of any.' }),
  trace: Type.Array(TraceStep),
  suggestions: Type.Array(Suggestion),
  state: IssueState,
  suppression_reason: Type.Optional(Type.String()),
  help_url: Type.String(),
  sealed: Type.Optional(
    Type.Object(
      {
        key_id: Type.String(),
        data: Type.String({ description: 'AES-256-GCM, base64url.' }),
        features: Type.Array(Type.String()),
      },
      { description: 'Of a sealed finding: what only its owner can open.' },
    ),
  ),
});
export type Issue = Static<typeof Issue>;

export const Notice = Type.Object({ code: Type.String(), message: Type.String() });
export type Notice = Static<typeof Notice>;
