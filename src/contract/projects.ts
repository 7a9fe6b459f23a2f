// /api/v1/projects: what analyses name in `context.project`.
import { type Static, Type } from 'typebox';
import { PAGE } from './analyses.ts';

const optionalText = Type.Union([Type.String(), Type.Null()]);
const name = Type.String({ minLength: 1, maxLength: 200 });
const description = Type.String({ maxLength: 2000 });

export const Project = Type.Object({
  project_id: Type.String(),
  slug: Type.String({ description: 'What analyses name in `context.project`.' }),
  name: Type.String(),
  description: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
  created_by: optionalText,
});
export type Project = Static<typeof Project>;

export const ProjectRequest = Type.Object(
  {
    slug: Type.String({
      pattern: '^[a-z0-9][a-z0-9._-]{0,99}$',
      description: 'Unique and final: analyses carry it.',
    }),
    name,
    description: Type.Optional(description),
  },
  { additionalProperties: false },
);
export type ProjectRequest = Static<typeof ProjectRequest>;

export const ProjectChange = Type.Object(
  { name: Type.Optional(name), description: Type.Optional(description) },
  { additionalProperties: false },
);
export type ProjectChange = Static<typeof ProjectChange>;

/** Query of a list that has no filters. Numbers arrive as text and are converted by the gateway. */
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE.maximumLimit, default: PAGE.defaultLimit })),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: '`next_cursor` of the page before.' }),
    ),
  },
  { additionalProperties: false },
);
export type PageQuery = Static<typeof PageQuery>;

export const ProjectsPage = Type.Object({
  items: Type.Array(Project),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'null on the last page.' }),
});
export type ProjectsPage = Static<typeof ProjectsPage>;
