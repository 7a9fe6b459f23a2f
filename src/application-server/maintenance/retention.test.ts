import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import {
  appendAuditEvent,
  listAnalyses,
  listAuditEvents,
  lockPreferences,
  rollUpHours,
  saveAnalysis,
  savePreferences,
  saveTimings,
} from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from '../../database-service/testing/samples.ts';
import { createKnowledge } from '../tenants/knowledge.ts';
import { createMaintenanceContext } from './maintenance-job.ts';
import { retentionJob } from './retention-job.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} } as never;
const DAY = 86_400_000;
const daysOld = (days: number) => Date.now() - days * DAY;

forEachBackend((backend) => {
  it('deletes code, analyses, times and what audit events say by age, per project, and says how much', async () => {
    const database = backend.database();
    const [tenant, other] = [await sampleTenant(database), await sampleTenant(database)];
    const prefer = (scope: 'tenant' | 'project', subject: string, values: object) =>
      database.asTenant(tenant, async (tx) => {
        await lockPreferences(tx, { scope, subject });
        await savePreferences(tx, { scope, subject }, { values, locked: [] });
      });
    await prefer('tenant', '', { result_retention_days: 30, code_retention_days: 5, metric_retention_days: 10 });
    await prefer('project', 'archive', { result_retention_days: 'forever', code_retention_days: 20 });
    const save = async (id: string, days: number, path: string, project: string | null) => {
      const ciphertext = Buffer.concat([Buffer.from([1]), Buffer.from(`sealed ${path}`), randomBytes(40)]);
      const analysis = sampleAnalysis({
        id: uuidv7({ msecs: daysOld(days) }),
        path,
        project,
        result: { text: path },
        issues: [sampleIssue({ path })],
        code: { address: randomBytes(32), ciphertext },
      });
      await database.asTenant(id, (tx) => saveAnalysis(tx, analysis));
    };
    await save(tenant, 40, 'canary-old.py', null);
    await save(tenant, 10, 'middle.py', 'shop');
    await save(tenant, 1, 'young.py', null);
    await save(tenant, 400, 'archived.py', 'archive');
    await save(tenant, 10, 'archived-young.py', 'archive');
    await save(other, 40, 'foreign.py', null);
    await database.asTenant(tenant, async (tx) => {
      const timing = { language: 'go', modelVersion: 'v', cached: false, failed: false, codeBytes: 1 };
      const times = { queueMs: 1, modelMs: 1, storeMs: 1, totalMs: 1 };
      await saveTimings(tx, [{ at: new Date(daysOld(20)), ...timing, ...times }]);
      await rollUpHours(tx, new Date(), 10);
      await appendAuditEvent(tx, { action: 'thing.done', actor: 'canary-person', target: null, details: {} });
    });

    const run = async (later = 0) => {
      const job = retentionJob(database, createKnowledge(database), () => Date.now() + later);
      await job.run(createMaintenanceContext(database, new AbortController().signal, silent));
    };
    await run();
    const left = await database.asTenant(tenant, (tx) => listAnalyses(tx, {}));
    expect(left.analyses.map(({ path }) => path).sort()).toEqual([
      'archived-young.py',
      'archived.py',
      'middle.py',
      'young.py',
    ]);
    const withCode = await database.asTenant(tenant, (tx) =>
      sql<{
        path: string;
      }>`select path from analyses join code_objects on address = code_address order by path`.execute(tx),
    );
    expect(withCode.rows.map(({ path }) => path)).toEqual(['archived-young.py', 'young.py']);
    const applied = () => database.asTenant(tenant, (tx) => listAuditEvents(tx, { action: 'retention.applied' }));
    expect((await applied()).events.map(({ payload }) => payload?.details)).toEqual([
      { analyses: 1, scans: 0, code_objects: 2, rollups: 1 },
    ]);
    expect((await database.asTenant(other, (tx) => listAnalyses(tx, {}))).analyses).toHaveLength(1);

    for (const table of ['analyses', 'issues', 'code_objects', 'defects', 'defect_words']) {
      const { rows } = await database.asTenant(tenant, (tx) =>
        sql`select from ${sql.table(table)} as r where r::text like '%canary-old%'`.execute(tx),
      );
      expect([table, rows.length]).toEqual([table, 0]);
    }
    await run();
    expect((await applied()).events).toHaveLength(1);

    await prefer('tenant', '', { audit_retention_days: 30 });
    await run(31 * DAY);
    const people = await database.asTenant(tenant, (tx) => listAuditEvents(tx, { actor: 'canary-person' }));
    expect(people.events).toEqual([]);
  });
});
