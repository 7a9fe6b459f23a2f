// GET /api/v1/issues/{issue_id}: one defect, as its last analysis showed it, with the verdicts on it.
import { Type } from 'typebox';
import { TriageIssueDetail } from '../../contract/index.ts';
import { type Database, findAnalysis, findDefect, listVerdicts } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { toTriageIssue } from './triage-issue.ts';

const SHOWN_VERDICTS = 50;

export function getIssueEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/issues/:issue_id',
      operationId: 'getIssue',
      tag: 'triage',
      summary: 'One issue with its trace and suggestions as last shown, and the verdicts on it.',
      access: 'analyses:read',
      parameters: Type.Object({ issue_id: Type.String({ maxLength: 100 }) }),
      answers: { 200: json('The issue.', TriageIssueDetail) },
    },
    async ({ parameters, caller: { tenantId } }) => {
      const body = await database.asTenant(tenantId, async (tx): Promise<TriageIssueDetail> => {
        const defect = await findDefect(tx, parameters.issue_id);
        if (defect === null) throw new AssayError('not_found', { detail: 'There is no issue of that id.' });
        const analysis = await findAnalysis(tx, defect.lastAnalysisId);
        const issues = analysis === null ? [] : readStoredAnalysis(analysis).answer.issues;
        const verdicts = await listVerdicts(tx, defect.id, SHOWN_VERDICTS);
        return {
          ...toTriageIssue(defect),
          issue: issues.find(({ id }) => id === defect.lastIssueId) ?? null,
          verdicts: verdicts.map(({ id, analysisId, at, ...verdict }) => ({
            feedback_id: id,
            analysis_id: analysisId,
            ...verdict,
            at: at.toISOString(),
          })),
        };
      });
      return { status: 200, body };
    },
  );
}
