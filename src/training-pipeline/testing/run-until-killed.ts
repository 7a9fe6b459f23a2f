// Run as a program: goes on with a training run and prints each stage as it begins, so that it can be killed there.
import { writeSync } from 'node:fs';
import { findTrainingRun, openDatabase } from '../../database-service/index.ts';
import { executeRun, rankerPipeline } from '../index.ts';

const [, , dataDirectory = '', tenantId = '', runId = ''] = process.argv;
const database = await openDatabase({ url: null, dataDirectory });
const run = await database.asTenant(tenantId, (tx) => findTrainingRun(tx, runId));
const dead = run?.holder ?? null;
await executeRun(rankerPipeline({ workDirectory: dataDirectory, trainer: null }), {
  database,
  tenantId,
  runId,
  presumedDead: dead === null ? null : { holder: dead, heartbeat: run?.heartbeat ?? '' },
  onProgress: (stage) => void writeSync(1, `${stage}\n`),
});
await database.close();
