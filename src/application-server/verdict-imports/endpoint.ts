// POST /api/v1/verdict-imports: history from elsewhere, so that a team starts warm.
import { VerdictImport, VerdictImportRequest } from '../../contract/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { type ImportDependencies, importVerdicts } from './import.ts';

const BODY_BYTES = 20 * 2 ** 20;

export function verdictImportEndpoint(dependencies: ImportDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/verdict-imports',
      operationId: 'importVerdicts',
      tag: 'feedback',
      summary: 'Import verdicts from CSV or from SARIF with triage.',
      description:
        'All or nothing: bad rows are refused with their places. They teach ranking as if they had been given here; they dismiss ' +
        'nothing. What was imported before counts once. `docs/learning.md` names the columns and the states.',
      access: 'model:manage',
      body: VerdictImportRequest,
      bodyLimit: BODY_BYTES,
      answers: { 201: json('What was imported.', VerdictImport) },
    },
    async ({ body, caller: { tenantId, actor, permissions } }) => ({
      status: 201,
      body: await importVerdicts(dependencies, { tenantId, actor, role: permissions.role }, body),
    }),
  );
}
