// GET /api/v1/analyses: the history, newest first, in pages.
import { AnalysesPage, AnalysesQuery, type AnalysisSummary, canonicalLanguageId } from '../../contract/index.ts';
import { type AnalysisSummary as AnalysisRow, type Database, listAnalyses } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';

export function listAnalysesEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/analyses',
      operationId: 'listAnalyses',
      tag: 'history',
      summary: 'Past analyses, newest first.',
      access: 'analyses:read',
      query: AnalysesQuery,
      answers: { 200: json('One page.', AnalysesPage) },
    },
    async ({ query, caller }) => {
      const { since, until, language, ...rest } = query;
      const filter = { ...rest, ...(language !== undefined && { language: canonicalLanguageId(language) }) };
      const page = await database.asTenant(caller.tenantId, (tx) =>
        listAnalyses(tx, { ...filter, ...time('since', since), ...time('until', until) }),
      );
      const body: AnalysesPage = { items: page.analyses.map(toSummary), next_cursor: page.nextCursor };
      return { status: 200, body };
    },
  );
}

function toSummary(row: AnalysisRow): AnalysisSummary {
  return {
    analysis_id: row.id,
    path: row.path,
    repository: row.repository,
    project: row.project,
    created_at: row.createdAt.toISOString(),
    language: row.language,
    issue_counts: { ...row.issueCounts },
    duration_ms: row.durationMs,
    model: { version: row.modelVersion, digest: row.modelDigest, knowledge: row.knowledge },
  };
}

/** RFC 3339, with or without the time of day */
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))?$/;

function time<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: Date } {
  if (value === undefined) return {};
  const date = new Date(value);
  if (!TIME.test(value) || Number.isNaN(date.getTime())) {
    const message = 'must be a time as in RFC 3339, for example 2025-01-31T08:00:00Z';
    throw new AssayError('invalid_request', { errors: [{ path: `/${name}`, message }] });
  }
  return { [name]: date } as { [Key in Name]?: Date };
}
