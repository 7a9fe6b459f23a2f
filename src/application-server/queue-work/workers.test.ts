import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Database, openDatabase, queueTable } from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { sampleTenant } from '../../database-service/testing/samples.ts';
import { type MessageQueue, openMessageQueue } from '../../message-queue/index.ts';
import { createLogger, type FinishedSpan, NO_TRACING } from '../../monitoring/index.ts';
import { createMaintenanceContext } from '../maintenance/maintenance-job.ts';
import { oldDeadLettersJob } from './old-dead-letters.ts';
import { createWorkers } from './workers.ts';

const logger = createLogger({ level: 'silent' });
const TRACE = '0af7651916cd43dd8448eb211c80319c';
let dataDirectory = '';
let database: Database;
let queue: MessageQueue;
let tenantId = '';

beforeAll(async () => {
  dataDirectory = await createDataDirectory();
  database = await openDatabase({ url: null, dataDirectory });
  queue = openMessageQueue({ url: null, table: queueTable(database) });
  tenantId = await sampleTenant(database);
});
afterAll(async () => {
  await queue.close();
  await database.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

it('work on the queues that they were given, within the trace of who published', async () => {
  const spans: FinishedSpan[] = [];
  const seen: (string | undefined)[] = [];
  const tracing = { ...NO_TRACING, record: (span: FinishedSpan) => void spans.push(span) };
  const handle = async ({ id, traceparent }: { readonly id: string; readonly traceparent?: string }) => {
    seen.push(`${id} ${traceparent?.split('-')[1]}`);
  };
  const work = (['scans', 'webhooks'] as const).map((name) => ({ queue: name, concurrency: 1, handle }));
  const workers = createWorkers({ queue, tracing, logger, work });
  await workers.start(['scans']);
  await queue.publish('webhooks', { id: 'not mine', tenantId });
  await queue.publish('scans', { id: 'traced', tenantId }, { traceparent: `00-${TRACE}-b7ad6b7169203331-01` });
  await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 60_000 });
  await queue.publish('scans', { id: 'not recorded', tenantId }, { traceparent: `00-${TRACE}-b7ad6b7169203331-00` });
  await queue.publish('scans', { id: 'alone', tenantId });
  await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 60_000 });
  await workers.stop(1000);
  expect(seen.sort()).toEqual(['alone undefined', `not recorded ${TRACE}`, `traced ${TRACE}`]);
  expect(spans).toMatchObject([
    { traceId: TRACE, parentSpanId: 'b7ad6b7169203331', name: 'scans process', kind: 'consumer', failed: false },
  ]);
  expect((await queue.depth('webhooks')).ready).toBe(1);
});

it('leave dead letters for a month', async () => {
  const run = (statement: string) => database.asTenant(tenantId, (tx) => sql.raw(statement).execute(tx));
  for (const id of ['old', 'young']) await queue.publish('training', { id, tenantId });
  await run(`update queue_messages set state = 'dead', due_at = now() - interval '31 days' where message_id = 'old'`);
  await run(`update queue_messages set state = 'dead', due_at = now() - interval '29 days' where message_id = 'young'`);
  await oldDeadLettersJob(database).run(createMaintenanceContext(database, new AbortController().signal, logger));
  expect((await queue.depth('training')).dead).toBe(1);
});
