// GET /api/v1/issues/{issue_id}/explanation: which factors and which verdicts gave a finding its confidence.
import { Type } from 'typebox';
import { IssueExplanation } from '../../contract/index.ts';
import {
  type Database,
  findAnalysis,
  findAnalysisOfIssue,
  findDefect,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { ModelService } from '../../model-service/index.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { type ExplainedFinding, explainIssue } from '../ranking/issue-explanation.ts';
import { nameTokensOf } from '../ranking/name-tokens.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import type { Knowledge } from '../tenants/knowledge.ts';

export interface ExplanationDependencies {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly knowledge: Knowledge;
  readonly model: ModelService;
  readonly rankers: TenantRankers;
}

export function explainIssueEndpoint({
  database,
  dataKeys,
  knowledge,
  model,
  rankers,
}: ExplanationDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/issues/:issue_id/explanation',
      operationId: 'explainIssue',
      tag: 'triage',
      summary: 'Why an issue has its confidence: the prior, the factors and the verdicts that moved it.',
      description:
        'The id is that of an issue in an answer, or of one in the list of issues (then as it was last shown). The score is made ' +
        'again from the verdicts as they were at the knowledge version of the answer.',
      access: 'analyses:read',
      parameters: Type.Object({ issue_id: Type.String({ maxLength: 100 }) }),
      answers: { 200: json('The explanation.', IssueExplanation) },
    },
    async ({ parameters, caller: { tenantId } }) => {
      const found = await database.asTenant(tenantId, (tx) => findShown(tx, parameters.issue_id));
      if (found === null) throw new AssayError('not_found', { detail: 'There is no issue of that id.' });
      const names = nameTokensOf(await dataKeys.of(tenantId));
      const past = await rankers.at(tenantId, found.answer.model.knowledge);
      const current = await rankers.of(tenantId, await knowledge.version(tenantId));
      return { status: 200, body: explainIssue(found, past, current, names, model.bundle) };
    },
  );
}

/** The issue with the answer that showed it: by its own id, or by that of its defect. */
async function findShown(tx: TenantTransaction, id: string): Promise<ExplainedFinding | null> {
  const defect = await findDefect(tx, id);
  const issueId = defect?.lastIssueId ?? id;
  const analysisId = defect?.lastAnalysisId ?? (await findAnalysisOfIssue(tx, id));
  const analysis = analysisId === null ? null : await findAnalysis(tx, analysisId);
  if (analysis === null) return null;
  const { answer } = readStoredAnalysis(analysis);
  const issue = answer.issues.find((one) => one.id === issueId);
  const { language, repository } = analysis;
  return issue === undefined ? null : { answer, issue, place: { language, repository } };
}
