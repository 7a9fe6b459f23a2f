// GET /api/v1/analyses/{analysis_id}: one past analysis, with its code when it was stored and is asked for.
import { Type } from 'typebox';
import { AnalysisDetail, AnalysisQuery } from '../../contract/index.ts';
import { type AnalysisRecord, type Database, findAnalysis, findCode } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import { isVisible } from './own-project.ts';
import { readStoredAnalysis } from './stored-analysis.ts';

export function getAnalysisEndpoint(database: Database, dataKeys: DataKeys): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/analyses/:analysis_id',
      operationId: 'getAnalysis',
      tag: 'history',
      summary: 'One past analysis, as it was answered.',
      access: 'analyses:read',
      projectKeys: true,
      parameters: Type.Object({ analysis_id: Type.String({ maxLength: 100 }) }),
      query: AnalysisQuery,
      answers: { 200: json('The answer and where its code came from.', AnalysisDetail) },
    },
    async ({ parameters, query, caller }) => {
      const { tenantId } = caller;
      const found = await database.asTenant(tenantId, async (tx) => {
        const any = await findAnalysis(tx, parameters.analysis_id);
        const record = any !== null && isVisible(caller, any) ? any : null;
        const address = query.include === 'code' ? record?.codeAddress : null;
        return { record, sealed: address ? await findCode(tx, address) : null };
      });
      if (found.record === null) throw new AssayError('not_found', { detail: 'There is no analysis of that id.' });
      const body = toDetail(found.record);
      if (query.include !== 'code') return { status: 200, body };
      const code = found.sealed === null ? null : await unseal(dataKeys, tenantId, found.sealed);
      return { status: 200, body: { ...body, code } };
    },
  );
}

async function unseal(dataKeys: DataKeys, tenantId: string, sealed: Buffer): Promise<string> {
  return (await dataKeys.open(tenantId, sealed, `code:${tenantId}`)).toString('utf8');
}

function toDetail(record: AnalysisRecord): AnalysisDetail {
  const { answer, ref } = readStoredAnalysis(record);
  return {
    ...answer,
    path: record.path,
    repository: record.repository,
    project: record.project,
    ref,
    created_at: record.createdAt.toISOString(),
    store: record.codeAddress === null ? 'results' : 'full',
  };
}
