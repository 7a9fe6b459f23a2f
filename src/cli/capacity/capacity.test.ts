import { describe, expect, it } from 'vitest';
import { saveTimings } from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleTenant } from '../../database-service/testing/samples.ts';
import { costFromHistory, measureCost } from './cost.ts';
import { type AnalysisCost, capacityText, planCapacity, type StatedLoad } from './plan.ts';
import { type CapacityOptions, capacity } from './run.ts';

const cost: AnalysisCost = { engineMs: 20, codeBytes: 4000, issues: 2, source: 'a test' };
const load: StatedLoad = {
  requestsPerSecond: 100,
  cachedShare: 0.5,
  busyShare: 0.25,
  retentionDays: 30,
  replicas: 0,
  threadsPerReplica: 1,
  maxConnections: 100,
  poolSize: 10,
};

describe('planCapacity', () => {
  it('asks for as many threads as leave some room', () => {
    const plan = planCapacity(cost, load);
    // 50 cold analyses a second of 20 ms are one thread that is always busy; two at 70 % carry it.
    expect(plan.replicas).toBe(2);
    expect(planCapacity(cost, { ...load, requestsPerSecond: 1000 }).replicas).toBe(15);
    expect(plan.memoryMbPerReplica).toBeLessThan(
      planCapacity(cost, { ...load, threadsPerReplica: 4 }).memoryMbPerReplica,
    );
    // 50 a second for a quarter of the day, 30 days, 8.2 kB each
    expect(plan.databaseGb).toBeCloseTo((50 * 86_400 * 0.25 * 30 * 8200) / 1e9, 3);
  });

  it('says what breaks first', () => {
    const few = planCapacity(cost, { ...load, replicas: 1 });
    expect(few.resources[0]).toMatchObject({ name: 'analysis threads', used: 1 });
    const many = planCapacity(cost, { ...load, requestsPerSecond: 600, poolSize: 20 });
    expect(many.resources[0]?.name).toBe('database connections');
    expect(capacityText(cost, load, many)).toMatch(/It does not suffice: database connections/);
    const hits = planCapacity(cost, { ...load, cachedShare: 1, replicas: 40, maxConnections: 10_000 });
    expect(hits.resources[0]?.name).not.toBe('analysis threads');
    // 40 of 100 connections are in use, but no more of them with more load.
    const light = { ...load, requestsPerSecond: 10 };
    const text = capacityText(cost, light, planCapacity(cost, light));
    expect(text).toMatch(/breaks first: analysis threads, at 20\.0 times this load/);
    expect(text).toMatch(/40 % {2}database connections \(more with each process, not with the load\)/);
    expect(text).toContain('connections for 10 application servers and gateways together');
  });
});

describe('assay capacity', () => {
  it('measures what is given', async () => {
    const code = 'import os\nfrom flask import request\n\ndef show():\n    os.system("ls " + request.args["path"])\n';
    const measured = await measureCost([{ path: 'app.py', code }]);
    expect(measured).toMatchObject({ issues: 1, codeBytes: Buffer.byteLength(code) });
    expect(measured.engineMs).toBeGreaterThan(0);
    await expect(measureCost([])).rejects.toMatchObject({ code: 'invalid_configuration' });
  });

  it('refuses what is no number, before it measures', async () => {
    const options = { requestsPerSecond: 'many', busy: '1', retentionDays: '1', replicas: '0', threads: '1' };
    const wrong = { ...options, maxConnections: '1', path: '.', days: '1', format: 'text' } satisfies CapacityOptions;
    await expect(capacity(wrong)).rejects.toMatchObject({ detail: expect.stringContaining('--requests-per-second') });
  });
});

forEachBackend((backend) => {
  it('reads the cost from what was analysed, of all tenants', async () => {
    const database = backend.database();
    await expect(costFromHistory(database, 1)).rejects.toMatchObject({ code: 'invalid_configuration' });
    const timing = {
      at: new Date(),
      language: 'go',
      modelVersion: '1',
      failed: false,
      codeBytes: 1000,
      queueMs: 0,
      storeMs: 1,
      totalMs: 9,
    };
    for (const modelMs of [10, 30]) {
      const tenant = await sampleTenant(database);
      const timings = [
        { ...timing, cached: false, modelMs },
        { ...timing, cached: true, modelMs: 0 },
      ];
      await database.asTenant(tenant, (tx) => saveTimings(tx, timings));
    }
    const { cost: read, cachedShare } = await costFromHistory(database, 1, new Date(Date.now() + 1000));
    expect(read).toMatchObject({ engineMs: 20, codeBytes: 1000 });
    expect(cachedShare).toBe(0.5);
  });
});
