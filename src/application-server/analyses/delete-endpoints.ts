// DELETE /api/v1/analyses and /{analysis_id}: history that is to be gone, with everything that was stored for it.
import { Type } from 'typebox';
import { AnalysesFilter, DeletedAnalysesAnswer } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  deleteAnalyses,
  deleteAnalysis,
  raiseKnowledgeVersion,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { toAnalysisFilter } from './analyses-filter.ts';

/** in one transaction: others wait for it on the embedded database */
const BATCH = 200;
/** in one request, which should not take longer than clients wait */
const MOST_BATCHES = 25;

export function deleteAnalysesEndpoints(database: Database, knowledge: Knowledge): Endpoint[] {
  const shared = { method: 'DELETE', tag: 'history', access: 'analyses:delete' } as const;
  const one = defineEndpoint(
    {
      ...shared,
      path: '/api/v1/analyses/:analysis_id',
      operationId: 'deleteAnalysis',
      summary: 'Delete one analysis, with its code, issues and verdicts.',
      parameters: Type.Object({ analysis_id: Type.String({ maxLength: 100 }) }),
      answers: { 204: { description: 'It is gone.' } },
    },
    async ({ parameters: { analysis_id: id }, caller: { tenantId, actor } }) => {
      const version = await database.asTenant(tenantId, async (tx) => {
        if (!(await deleteAnalysis(tx, id))) return null;
        await appendAuditEvent(tx, { action: 'analysis.deleted', actor, target: id, details: {} });
        return await raiseKnowledgeVersion(tx);
      });
      if (version === null) throw new AssayError('not_found', { detail: 'There is no analysis of that id.' });
      // Cached answers hold what was deleted: they are not asked for any more.
      knowledge.learned(tenantId, version);
      return { status: 204, body: '' };
    },
  );
  const byFilter = defineEndpoint(
    {
      ...shared,
      path: '/api/v1/analyses',
      operationId: 'deleteAnalyses',
      summary: 'Delete the analyses that fit a filter, oldest first.',
      description: `At least one filter is needed. At most ${BATCH * MOST_BATCHES} at once: repeat while \`more\` is true.`,
      query: AnalysesFilter,
      answers: { 200: json('How many are gone.', DeletedAnalysesAnswer) },
    },
    async ({ query, caller: { tenantId, actor }, signal }) => {
      if (Object.keys(query).length === 0) {
        throw new AssayError('invalid_request', {
          detail: 'At least one filter says which analyses are to be deleted.',
        });
      }
      const filter = toAnalysisFilter(query);
      const total = { deleted: 0, more: true };
      for (let batch = 0; batch < MOST_BATCHES && total.more && !signal().aborted; batch++) {
        const version = await database.asTenant(tenantId, async (tx) => {
          const { analyses } = await deleteAnalyses(tx, filter, BATCH);
          total.deleted += analyses;
          total.more = analyses === BATCH;
          if (analyses === 0) return null;
          const details = { analyses, filter: JSON.stringify(query) };
          await appendAuditEvent(tx, { action: 'analyses.deleted', actor, target: null, details });
          return await raiseKnowledgeVersion(tx);
        });
        if (version !== null) knowledge.learned(tenantId, version);
      }
      const body: DeletedAnalysesAnswer = total;
      return { status: 200, body };
    },
  );
  return [one, byFilter];
}
