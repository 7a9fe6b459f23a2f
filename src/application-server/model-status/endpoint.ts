// GET /api/v1/model/status: which model answers and how it has done.
import { type ModelRollout, ModelStatus, type OnlineMetrics, type StoredModel } from '../../contract/index.ts';
import type { Database } from '../../database-service/index.ts';
import { modelList } from '../../training-pipeline/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { ModelsInUse } from '../models/models-in-use.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import type { OnlineTotals } from './online-totals.ts';
import type { ModelWatches } from './watches.ts';

interface ModelStatusDependencies {
  readonly database: Database;
  readonly models: ModelsInUse;
  readonly knowledge: Knowledge;
  readonly totals: OnlineTotals;
  readonly watches: ModelWatches;
}

export function modelStatusEndpoint(dependencies: ModelStatusDependencies): Endpoint {
  const { database, models, knowledge, totals, watches } = dependencies;
  const installedAt = new Date().toISOString();
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/model/status',
      operationId: 'getModelStatus',
      tag: 'model',
      summary: 'The model that answers, its challenger, and how they have done since they were deployed.',
      access: 'model:read',
      projectKeys: true,
      answers: { 200: json('Champion and challenger.', ModelStatus) },
    },
    async ({ caller: { tenantId } }) => {
      const { items, rollout, changes } = await modelList(database, tenantId);
      const { champion } = await models.of(tenantId);
      const answering = items.find(({ digest }) => digest === champion.digest) ?? items[0];
      const challenger = items.find(({ digest }) => digest === rollout?.challenger);
      const last = changes.find(({ kind }) => kind === 'promotion' || kind === 'rollback');
      const version = await knowledge.version(tenantId);
      const body: ModelStatus = {
        champion: variantOf(answering, { ...champion }, 1 - (rollout?.share ?? 0), totals.read(tenantId)),
        challenger:
          challenger === undefined || rollout === null
            ? null
            : variantOf(challenger, challenger, rollout.share, challengerOnline(rollout)),
        rollout,
        knowledge: version,
        last_change:
          last === undefined
            ? { kind: 'installed', at: installedAt, reason: 'It came with this version of Assay.' }
            : { kind: last.kind === 'rollback' ? 'rollback' : 'promotion', at: last.at, reason: last.reason },
        watch: await watches.of(tenantId, version),
      };
      return { status: 200, body };
    },
  );
}

function variantOf(
  stored: StoredModel | undefined,
  { version, digest, components }: Pick<StoredModel, 'version' | 'digest'> & { readonly components: readonly object[] },
  share: number,
  online: OnlineMetrics,
): ModelStatus['champion'] {
  return {
    version,
    digest,
    components: components.map((component) => ({ ...component })) as ModelStatus['champion']['components'],
    trained_at: stored?.trained_at ?? null,
    trained_on: stored?.trained_on ?? null,
    evaluation: stored?.evaluation ?? null,
    canary_share: share,
    online,
  };
}

/** What the rollout has counted of it. */
function challengerOnline({ failures, dismissals, started_at: since }: ModelRollout): OnlineMetrics {
  const { outcomes, bad } = dismissals.challenger;
  return {
    since,
    analyses: failures.challenger.outcomes,
    failures: failures.challenger.bad,
    cached_answers: 0,
    issues: 0,
    mean_duration_ms: null,
    verdicts: { dismissed: bad, useful: outcomes - bad },
  };
}
