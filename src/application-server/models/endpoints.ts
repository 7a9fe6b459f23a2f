// /api/v1/models: the bundles of a tenant, which of them answers, and how to change that.
import {
  ModelChangeRequest,
  ModelList,
  ModelParameters,
  Replay,
  ReplayRequest,
  StoredModel,
} from '../../contract/index.ts';
import { challenge, modelList, modelOf, promote, rollBack, slowFrom } from '../../training-pipeline/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { ModelsInUse } from './models-in-use.ts';
import { type ReplayDependencies, replayAnalysis } from './replay.ts';

export interface ModelDependencies extends ReplayDependencies {
  readonly models: ModelsInUse;
}

export function modelEndpoints(dependencies: ModelDependencies): Endpoint[] {
  return [
    listEndpoint(dependencies),
    getEndpoint(dependencies),
    promotionEndpoint(dependencies),
    shadowEndpoint(dependencies),
    rollbackEndpoint(dependencies),
    replayEndpoint(dependencies),
  ];
}

function listEndpoint({ database }: ModelDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/models',
      operationId: 'listModels',
      tag: 'model',
      summary: 'The models of this tenant, the rollout that runs, and the last changes with their reasons.',
      access: 'model:read',
      answers: { 200: json('Everything there is.', ModelList) },
    },
    async ({ caller: { tenantId } }) => ({ status: 200, body: await modelList(database, tenantId) }),
  );
}

function getEndpoint({ database }: ModelDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/models/:digest',
      operationId: 'getModel',
      tag: 'model',
      summary: 'One model.',
      access: 'model:read',
      parameters: ModelParameters,
      answers: { 200: json('Its components, what it was trained on, and what the gate measured.', StoredModel) },
    },
    async ({ parameters: { digest }, caller: { tenantId } }) => ({
      status: 200,
      body: await modelOf(database, tenantId, digest),
    }),
  );
}

function promotionEndpoint({ database, models }: ModelDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/models/:digest/promotion',
      operationId: 'promoteModel',
      tag: 'model',
      summary: 'Make a model the champion at once.',
      description: 'Without shadow and canary; a rollout that runs ends. Audited with the reason.',
      access: 'model:manage',
      parameters: ModelParameters,
      body: ModelChangeRequest,
      answers: { 200: json('The models after it.', ModelList) },
    },
    async ({ parameters: { digest }, body: { reason }, caller: { tenantId, actor } }) => {
      const wanted = digest === 'built-in' ? null : digest;
      await database.asTenant(tenantId, (tx) => promote(tx, wanted, { reason, actor }));
      models.changed(tenantId);
      return { status: 200, body: await modelList(database, tenantId) };
    },
  );
}

function shadowEndpoint({ database, models }: ModelDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/models/:digest/shadow',
      operationId: 'shadowModel',
      tag: 'model',
      summary: 'Make a model the challenger: shadow, then 5 %, 25 % and all of the answers.',
      description: 'It is rolled back by itself when there is evidence that it is worse. Another challenger gives way.',
      access: 'model:manage',
      parameters: ModelParameters,
      body: ModelChangeRequest,
      answers: { 200: json('The models after it.', ModelList) },
    },
    async ({ parameters: { digest }, body: { reason }, caller: { tenantId, actor } }) => {
      await database.asTenant(tenantId, async (tx) =>
        challenge(tx, digest, { reason, actor, slowMs: await slowFrom(tx) }),
      );
      models.changed(tenantId);
      return { status: 200, body: await modelList(database, tenantId) };
    },
  );
}

function replayEndpoint(dependencies: ModelDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/models/:digest/replays',
      operationId: 'replayAnalysis',
      tag: 'model',
      summary: 'What a model would have said of a past analysis.',
      description:
        'With the verdicts that were known then; on the code if it was kept, or else on the stored findings. Own rules and rules that ' +
        'were not selected then are left out, which `notices` says. Stores nothing.',
      access: 'model:manage',
      parameters: ModelParameters,
      body: ReplayRequest,
      answers: { 200: json('What would differ.', Replay) },
    },
    async ({ parameters, body, caller: { tenantId } }) => {
      const digest = parameters.digest === 'built-in' ? null : parameters.digest;
      return {
        status: 200,
        body: await replayAnalysis(dependencies, { tenantId, digest, analysisId: body.analysis_id }),
      };
    },
  );
}

function rollbackEndpoint({ database, models }: ModelDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/models/rollback',
      operationId: 'rollBackModel',
      tag: 'model',
      summary: 'Take the challenger away; without one, the champion before this one answers again.',
      description: 'Nothing of it stays in use: no cached answer of it is found any more. Audited with the reason.',
      access: 'model:manage',
      body: ModelChangeRequest,
      answers: { 200: json('The models after it.', ModelList) },
    },
    async ({ body: { reason }, caller: { tenantId, actor } }) => {
      await database.asTenant(tenantId, (tx) => rollBack(tx, { reason, actor }));
      models.changed(tenantId);
      return { status: 200, body: await modelList(database, tenantId) };
    },
  );
}
