// GET /api/v1/analyses: the history, in pages.
import { AnalysesPage, AnalysesQuery, type AnalysisSummary } from '../../contract/index.ts';
import { type AnalysisSummary as AnalysisRow, type Database, listAnalyses } from '../../database-service/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { toAnalysisFilter } from './analyses-filter.ts';
import { withinOwnProject } from './own-project.ts';

export function listAnalysesEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/analyses',
      operationId: 'listAnalyses',
      tag: 'history',
      summary: 'Past analyses, newest first.',
      access: 'analyses:read',
      projectKeys: true,
      query: AnalysesQuery,
      answers: { 200: json('One page.', AnalysesPage) },
    },
    async ({ query: { limit, cursor, sort, ...filter }, caller }) => {
      const request = {
        ...toAnalysisFilter(withinOwnProject(filter, caller)),
        ...(limit !== undefined && { limit }),
        ...(cursor !== undefined && { cursor }),
        ...(sort !== undefined && { sort }),
      };
      const page = await database.asTenantReading(caller.tenantId, (tx) => listAnalyses(tx, request));
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
