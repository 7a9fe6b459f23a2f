// GET /api/v1/issues: defects over all analyses that showed them, to decide about.
import { canonicalLanguageId, IssuesPage, IssuesQuery } from '../../contract/index.ts';
import { type Database, listDefects } from '../../database-service/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { timeFilter } from '../time-filter.ts';
import { toTriageIssue } from './triage-issue.ts';

export function listIssuesEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/issues',
      operationId: 'listIssues',
      tag: 'triage',
      summary: 'Issues over all analyses, for triage.',
      description:
        'A defect is one issue here, however many analyses showed it: it is known again after moving, renaming and reformatting.',
      access: 'analyses:read',
      query: IssuesQuery,
      answers: { 200: json('One page.', IssuesPage) },
    },
    async ({ query: { q, since, until, language, ...filter }, caller }) => {
      const request = {
        ...filter,
        ...(q !== undefined && { text: q }),
        ...(language !== undefined && { language: canonicalLanguageId(language) }),
        ...timeFilter('since', since),
        ...timeFilter('until', until),
      };
      const page = await database.asTenantReading(caller.tenantId, (tx) => listDefects(tx, request));
      const body: IssuesPage = { items: page.defects.map(toTriageIssue), next_cursor: page.nextCursor };
      return { status: 200, body };
    },
  );
}
