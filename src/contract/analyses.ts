// GET /api/v1/analyses: the history of a tenant, newest first, and one analysis of it.
import { type Static, Type } from 'typebox';
import { AnalyzeResponse } from './analyze.ts';
import { SEVERITIES } from './finding.ts';

export const PAGE = { defaultLimit: 100, maximumLimit: 1000 } as const;

const filter = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }));
const time = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }));

const filters = {
  repository: filter('As `context.repository` named it.'),
  project: filter('As `context.project` named it.'),
  path: filter('Beginning of the path.'),
  language: filter('GitHub Linguist name or a common alias.'),
  severity: Type.Optional(Type.Enum(SEVERITIES, { description: 'With at least one issue this grave or graver.' })),
  rule: filter('With an issue of this rule.'),
  cwe: Type.Optional(Type.String({ pattern: '^CWE-[0-9]{1,5}$', description: 'With an issue of this weakness.' })),
  model: filter('Version of the model that answered.'),
  q: Type.Optional(
    Type.String({
      minLength: 2,
      maxLength: 200,
      description: 'Beginnings of words, all of which one issue has in its message, path or rule id.',
    }),
  ),
  since: time('RFC 3339; analyses at or after it.'),
  until: time('RFC 3339; analyses before it.'),
} as const;

/** Which analyses; for deleting. */
export const AnalysesFilter = Type.Object(filters, { additionalProperties: false });
export type AnalysesFilter = Static<typeof AnalysesFilter>;

/** Query of a list. Numbers arrive as text and are converted by the gateway. */
export const AnalysesQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: filter('`next_cursor` of the page before.'),
    sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
    ...filters,
  },
  { additionalProperties: false },
);
export type AnalysesQuery = Static<typeof AnalysesQuery>;

export const DeletedAnalysesAnswer = Type.Object({
  deleted: Type.Integer({ minimum: 0 }),
  more: Type.Boolean({ description: 'Whether more of them may be left: ask again.' }),
});
export type DeletedAnalysesAnswer = Static<typeof DeletedAnalysesAnswer>;

const optionalText = Type.Union([Type.String(), Type.Null()]);

const place = {
  path: optionalText,
  repository: optionalText,
  project: optionalText,
  created_at: Type.String({ format: 'date-time' }),
};

const count = Type.Integer({ minimum: 0 });

export const AnalysisSummary = Type.Object({
  analysis_id: Type.String(),
  ...place,
  language: Type.String(),
  issue_counts: Type.Object({ critical: count, high: count, medium: count, low: count, info: count }),
  duration_ms: Type.Number({ minimum: 0 }),
  model: Type.Object({ version: Type.String(), digest: Type.String(), knowledge: count }),
});
export type AnalysisSummary = Static<typeof AnalysisSummary>;

export const AnalysesPage = Type.Object({
  items: Type.Array(AnalysisSummary),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type AnalysesPage = Static<typeof AnalysesPage>;

export const AnalysisQuery = Type.Object(
  {
    include: Type.Optional(
      Type.Enum(['code'], { description: '`code`: also the source, when it was stored (`store: full`).' }),
    ),
  },
  { additionalProperties: false },
);
export type AnalysisQuery = Static<typeof AnalysisQuery>;

/** The answer as it was given, and where its code came from. */
export const AnalysisDetail = Type.Interface([AnalyzeResponse], {
  ...place,
  ref: optionalText,
  store: Type.Enum(['full', 'results']),
  code: Type.Optional(optionalText),
});
export type AnalysisDetail = Static<typeof AnalysisDetail>;
