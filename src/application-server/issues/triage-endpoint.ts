// PATCH /api/v1/issues/{issue_id}: a decision about a defect. It is a verdict on the issue that was shown last.
import { Type } from 'typebox';
import { type JudgingFeedback, TriageAnswer, TriageDecision } from '../../contract/index.ts';
import { findDefect } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { giveFeedback, type VerdictDependencies } from '../feedback/endpoint.ts';

export function triageIssueEndpoint(dependencies: VerdictDependencies): Endpoint {
  const { database } = dependencies;
  return defineEndpoint(
    {
      method: 'PATCH',
      path: '/api/v1/issues/:issue_id',
      operationId: 'triageIssue',
      tag: 'triage',
      summary: 'Dismiss an issue, say that it is fixed, or show it again; approve or refuse a proposed dismissal.',
      description:
        'Stored as a verdict of the caller on the issue that was shown last, and takes effect on the next analysis.',
      access: 'feedback:create',
      parameters: Type.Object({ issue_id: Type.String({ maxLength: 100 }) }),
      body: TriageDecision,
      answers: { 200: json('The state now, and what changed.', TriageAnswer) },
    },
    async ({ parameters, body: decision, caller }) => {
      const find = () => database.asTenant(caller.tenantId, (tx) => findDefect(tx, parameters.issue_id));
      const defect = await find();
      if (defect === null) throw new AssayError('not_found', { detail: 'There is no issue of that id.' });
      if (decision.verdict !== undefined && decision.state !== 'dismissed') {
        const message = 'says why an issue is dismissed; leave it out otherwise';
        throw new AssayError('invalid_request', { errors: [{ path: '/verdict', message }] });
      }
      const feedback = { ...verdictOf(decision), issue_id: defect.lastIssueId };
      const given = await giveFeedback(dependencies, defect.lastAnalysisId, feedback, caller);
      const state = (await find())?.state ?? defect.state;
      const body: TriageAnswer = { id: defect.id, state, ...given };
      return { status: 200, body };
    },
  );
}

function verdictOf({ state, verdict = 'false_positive', reason, comment }: TriageDecision): JudgingFeedback {
  const words = { ...(reason !== undefined && { reason }), ...(comment !== undefined && { comment }) };
  if (state === 'dismissed') return { verdict, ...words };
  return { verdict: state === 'fixed' ? 'fixed' : 'true_positive', ...words };
}
