// /api/v1/training-runs: train now, and what became of the runs.
import { Type } from 'typebox';
import { TrainingRun, TrainingRunList, TrainingRunRequest } from '../../contract/index.ts';
import { type Database, findTrainingRun, listTrainingRuns } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { trainingRunStatus } from '../../training-pipeline/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { TrainingService } from './training-service.ts';

const SHOWN = 100;

interface Dependencies {
  readonly database: Database;
  readonly training: TrainingService;
}

export function trainingRunEndpoints(dependencies: Dependencies): Endpoint[] {
  return [startEndpoint(dependencies), listEndpoint(dependencies), getEndpoint(dependencies)];
}

function startEndpoint({ database, training }: Dependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/training-runs',
      operationId: 'startTrainingRun',
      tag: 'model',
      summary: 'Train a model on the verdicts of this tenant.',
      description:
        'Runs in the background. A model that passes the gate is registered and begins in the shadow; one that does not is refused ' +
        'with the reason. One run is open at a time: 409 while another is.',
      access: 'model:manage',
      body: TrainingRunRequest,
      answers: { 202: json('The run, queued.', TrainingRun) },
    },
    async ({ body: { seed = 1 }, caller: { tenantId, actor }, trace }) => {
      const span = trace.begin('training publish');
      const { traceparent } = span;
      const id = await training.start(tenantId, { trigger: 'user', seed, actor, traceparent });
      span.end();
      return {
        status: 202,
        body: await read(database, tenantId, id),
        headers: { location: `/api/v1/training-runs/${id}` },
      };
    },
  );
}

function listEndpoint({ database }: Dependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/training-runs',
      operationId: 'listTrainingRuns',
      tag: 'model',
      summary: 'The last hundred training runs.',
      access: 'model:read',
      answers: { 200: json('The newest first, without the ids of verdicts.', TrainingRunList) },
    },
    async ({ caller: { tenantId } }) => {
      const runs = await database.asTenant(tenantId, (tx) => listTrainingRuns(tx, SHOWN));
      const body: TrainingRunList = { items: runs.map((run) => trainingRunStatus(run, 'without-ids')) };
      return { status: 200, body };
    },
  );
}

function getEndpoint({ database }: Dependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/training-runs/:training_run_id',
      operationId: 'getTrainingRun',
      tag: 'model',
      summary: 'One training run with its whole record.',
      access: 'model:read',
      parameters: Type.Object({ training_run_id: Type.String({ maxLength: 100 }) }),
      answers: { 200: json('How far it is, or what came of it.', TrainingRun) },
    },
    async ({ parameters, caller: { tenantId } }) => ({
      status: 200,
      body: await read(database, tenantId, parameters.training_run_id),
    }),
  );
}

async function read(database: Database, tenantId: string, id: string): Promise<TrainingRun> {
  const run = await database.asTenant(tenantId, (tx) => findTrainingRun(tx, id));
  if (run === null) throw new AssayError('not_found', { detail: 'There is no training run of that id.' });
  return trainingRunStatus(run, 'whole');
}
