// /api/v1/metrics/…: how findings and times develop.
import { type Static, Type } from 'typebox';

const filter = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }));
const range = {
  since: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; default 30 days before `until`.' })),
  until: Type.Optional(
    Type.String({ maxLength: 40, description: 'RFC 3339; default now. At most 400 days after `since`.' }),
  ),
};
const count = Type.Integer({ minimum: 0 });
const time = Type.String({ format: 'date-time' });

export const TRENDS_BY = ['severity', 'rule', 'cwe', 'repository', 'project'] as const;

export const TrendsQuery = Type.Object(
  {
    ...range,
    by: Type.Optional(Type.Enum(TRENDS_BY)),
    repository: filter('As `context.repository` named it.'),
    project: filter('As `context.project` named it.'),
  },
  { additionalProperties: false },
);
export type TrendsQuery = Static<typeof TrendsQuery>;

export const Trends = Type.Object({
  since: time,
  until: time,
  by: Type.Union([Type.Enum(TRENDS_BY), Type.Null()]),
  items: Type.Array(
    Type.Object({
      day: Type.String({ description: 'In UTC; days on which nothing changed are left out.' }),
      group: Type.Union([Type.String(), Type.Null()], { description: 'Value of `by`.' }),
      appeared: Type.Integer({ minimum: 0, description: 'Issues seen for the first time.' }),
      fixed: Type.Integer({ minimum: 0, description: 'Issues fixed, and not seen again since.' }),
    }),
  ),
});
export type Trends = Static<typeof Trends>;

export const PerformanceQuery = Type.Object(
  {
    ...range,
    interval: Type.Optional(
      Type.Enum(['hour', 'day'], { default: 'day', description: 'Hours are kept for a week, then days.' }),
    ),
    language: filter('GitHub Linguist name or a common alias.'),
    model: filter('Version of the model that answered.'),
  },
  { additionalProperties: false },
);
export type PerformanceQuery = Static<typeof PerformanceQuery>;

const milliseconds = (description: string) => Type.Union([Type.Number({ minimum: 0 }), Type.Null()], { description });

const figures = {
  analyses: count,
  cached: Type.Integer({ minimum: 0, description: 'Of these, answered from the cache.' }),
  failures: count,
  code_bytes: count,
  queue_ms: milliseconds('Mean wait for a worker, of those not cached.'),
  model_ms: milliseconds('Mean time in the worker, of those not cached.'),
  store_ms: milliseconds('Mean time to store the answer, of those not cached.'),
  mean_ms: milliseconds('Mean time until the answer.'),
  p50_ms: milliseconds('Half of the answers took at most this, give or take 5 %.'),
  p95_ms: milliseconds('Of 20 answers, 19 took at most this, give or take 5 %.'),
  p99_ms: milliseconds('Of 100 answers, 99 took at most this, give or take 5 %.'),
};

export const Performance = Type.Object({
  since: time,
  until: time,
  interval: Type.Enum(['hour', 'day']),
  total: Type.Object(figures),
  items: Type.Array(Type.Object({ starts_at: time, ...figures })),
});
export type Performance = Static<typeof Performance>;
