import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendAuditEvent } from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleTenant } from '../../database-service/testing/samples.ts';
import { auditSigningKey, signCheckpoint } from '../../security/index.ts';
import { createMaintenanceContext } from '../maintenance/maintenance-job.ts';
import { checkpointFiles } from './checkpoint-log.ts';
import { writeCheckpoints } from './checkpoints.ts';
import { verificationJob } from './verification-job.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} } as never;
const auditSecret = randomBytes(32);
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-audit-job-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

forEachBackend((backend) => {
  it('says in the metrics whether the chains are as they were written', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const event = { action: 'user.role-changed', actor: null, target: null, details: {} };
    await database.asTenant(tenant, (tx) => appendAuditEvent(tx, event));
    const options = { database, auditSecret, directory: join(directory, database.backend) };
    await writeCheckpoints(options);
    const seen: boolean[] = [];
    const job = verificationJob(options, { auditVerified: (intact) => void seen.push(intact) });
    const run = () => job.run(createMaintenanceContext(database, new AbortController().signal, silent));
    await run();
    // A checkpoint that saw another head of the chain than the one that is there now.
    const [file = ''] = await checkpointFiles(options.directory);
    const chain = 'ab'.repeat(32);
    const time = new Date().toISOString();
    const head = 'cd'.repeat(32);
    const line = signCheckpoint(auditSigningKey(auditSecret), { chain, seq: 9, head, time, previous: null });
    await writeFile(file, `${line}\n`);
    await run();
    expect(seen).toEqual([true, false]);
  });
});
