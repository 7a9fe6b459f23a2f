import { expect, it } from 'vitest';
import { deleteRollups, readPerformance, rollUpDays, rollUpHours, saveTimings, type Timing } from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleTenant } from './testing/samples.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;

const timing = (index: number): Timing => ({
  at: new Date(NOON + index * 60_000),
  language: index % 2 === 0 ? 'python' : 'go',
  modelVersion: 'v1',
  cached: index % 4 === 0,
  failed: index === 1,
  codeBytes: 100,
  queueMs: 1,
  modelMs: index,
  storeMs: 2,
  totalMs: index + 1,
});
const RANGE = { since: new Date(NOON - 24 * HOUR), until: new Date(NOON + 24 * HOUR) };

forEachBackend((backend) => {
  it('gives the same figures before and after rolling up, each row counted once', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const timings = Array.from({ length: 200 }, (_, index) => timing(index));
    await database.asTenant(tenant, (tx) => saveTimings(tx, timings));
    const read = (interval: 'hour' | 'day') =>
      database.asTenant(tenant, (tx) => readPerformance(tx, { ...RANGE, interval }));
    const [hours, days] = [await read('hour'), await read('day')];
    expect(hours.total).toMatchObject({ analyses: 200, cached: 50, failures: 1, codeBytes: 20_000, queueMs: 1 });
    for (const [share, value] of [
      [hours.total.p50Ms, 100],
      [hours.total.p95Ms, 190],
      [hours.total.p99Ms, 198],
    ] as const) {
      expect(Math.abs((share ?? 0) - value) / value).toBeLessThan(0.06);
    }
    expect(hours.intervals.map(({ analyses }) => analyses)).toEqual([60, 60, 60, 20]);

    const before = new Date(NOON + 2.5 * HOUR);
    expect(await database.asTenant(tenant, (tx) => rollUpHours(tx, before, 100))).toBe(100);
    expect(await database.asTenant(tenant, (tx) => rollUpHours(tx, before, 100))).toBe(50);
    expect(await database.asTenant(tenant, (tx) => rollUpHours(tx, before, 100))).toBe(0);
    expect(await read('hour')).toEqual(hours);
    await database.asTenant(tenant, (tx) => rollUpHours(tx, RANGE.until, 100));
    let rolled = 1;
    while (rolled > 0) rolled = await database.asTenant(tenant, (tx) => rollUpDays(tx, RANGE.until, 40));
    expect(await read('day')).toEqual(days);
    // Late ones are added to what was rolled up already.
    await database.asTenant(tenant, (tx) => saveTimings(tx, [timing(0)]));
    await database.asTenant(tenant, (tx) => rollUpHours(tx, RANGE.until, 100));
    await database.asTenant(tenant, (tx) => rollUpDays(tx, RANGE.until, 100));
    expect((await read('day')).total.analyses).toBe(201);

    await database.asTenant(tenant, (tx) => deleteRollups(tx, RANGE.until, 10_000));
    expect((await read('day')).total.analyses).toBe(0);
  });
});
