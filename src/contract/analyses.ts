// GET /api/v1/analyses: the history of a tenant, newest first, and one analysis of it.
import { type Static, Type } from 'typebox';
import { AnalyzeResponse } from './analyze.ts';
import { SEVERITIES } from './finding.ts';

export const PAGE = { defaultLimit: 100, maximumLimit: 1000 } as const;

const filter = Type.Optional(Type.String({ minLength: 1, maxLength: 500 }));

/** Query of a list. Numbers arrive as text and are converted by the gateway. */
export const AnalysesQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: '`next_cursor` of the page before.' }),
    ),
    repository: filter,
    project: filter,
    path: filter,
    language: filter,
    severity: Type.Optional(Type.Enum(SEVERITIES, { description: 'With at least one such issue.' })),
    since: Type.Optional(Type.String({ description: 'RFC 3339; analyses at or after it.', maxLength: 40 })),
    until: Type.Optional(Type.String({ description: 'RFC 3339; analyses before it.', maxLength: 40 })),
  },
  { additionalProperties: false },
);
export type AnalysesQuery = Static<typeof AnalysesQuery>;

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
