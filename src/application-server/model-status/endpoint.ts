// GET /api/v1/model/status: which model answers and how it has done.
import { ModelStatus } from '../../contract/index.ts';
import type { ModelService } from '../../model-service/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import type { OnlineTotals } from './online-totals.ts';

interface ModelStatusDependencies {
  readonly model: ModelService;
  readonly knowledge: Knowledge;
  readonly totals: OnlineTotals;
}

export function modelStatusEndpoint({ model, knowledge, totals }: ModelStatusDependencies): Endpoint {
  const installedAt = new Date().toISOString();
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/model/status',
      operationId: 'getModelStatus',
      tag: 'model',
      summary: 'The model that answers, its parts, and how it has done since it was deployed.',
      access: 'model:read',
      projectKeys: true,
      answers: { 200: json('Champion and challenger.', ModelStatus) },
    },
    async ({ caller: { tenantId } }) => {
      const { version, digest, components } = model.bundle;
      const body: ModelStatus = {
        champion: {
          version,
          digest,
          components: components.map((component) => ({ ...component })),
          // Every part is written by hand so far: nothing was trained, so there is no training to report.
          trained_at: null,
          trained_on: null,
          evaluation: null,
          canary_share: 1,
          online: totals.read(tenantId),
        },
        challenger: null,
        knowledge: await knowledge.version(tenantId),
        last_change: { kind: 'installed', at: installedAt, reason: 'It came with this version of Assay.' },
      };
      return { status: 200, body };
    },
  );
}
