import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { countLoginAttempt, forgetLoginFailures, forgiveLoginAttempt } from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleTenant } from './testing/samples.ts';

/** So long that no wait is over before it is looked at. */
const BACK_OFF = { freeAttempts: 3, firstSeconds: 600, longestSeconds: 36_000 };

forEachBackend((backend) => {
  const begin = async () => {
    const [tenant, subject] = [await sampleTenant(backend.database()), randomBytes(32)];
    const asTenant = backend.database().asTenant;
    return {
      attempt: () => asTenant(tenant, (tx) => countLoginAttempt(tx, subject, BACK_OFF)),
      wait: () => asTenant(tenant, (tx) => sql`update login_failures set blocked_until = now()`.execute(tx)),
      forget: () => asTenant(tenant, (tx) => forgetLoginFailures(tx, subject)),
      forgive: () => asTenant(tenant, (tx) => forgiveLoginAttempt(tx, subject)),
      row: async () =>
        (
          await asTenant(tenant, (tx) =>
            sql<{ failures: number; wait: number | null }>`select failures,
              extract(epoch from blocked_until - failed_at)::float8 as wait from login_failures`.execute(tx),
          )
        ).rows[0],
      age: () =>
        asTenant(tenant, (tx) => sql`update login_failures set failed_at = now() - interval '2 days'`.execute(tx)),
    };
  };

  it('lets some attempts pass, then makes wait, twice as long each time, up to a bound', async () => {
    const { attempt, wait, row } = await begin();
    for (let count = 0; count < 3; count++) expect(await attempt()).toBeNull();
    expect((await attempt())?.getTime()).toBeGreaterThan(0);
    const waits = [(await row())?.wait];
    for (let count = 0; count < 8; count++) {
      await wait();
      expect(await attempt()).toBeNull();
      waits.push((await row())?.wait);
    }
    expect(waits).toEqual([600, 1200, 2400, 4800, 9600, 19_200, 36_000, 36_000, 36_000]);
  });

  it('lets no more pass when they come all at once', async () => {
    const { attempt } = await begin();
    const answers = await Promise.all(Array.from({ length: 30 }, attempt));
    expect(answers.filter((blocked) => blocked === null).length).toBe(3);
  });

  it('begins anew after a success or a day, and takes one attempt back where many share', async () => {
    const { attempt, forget, forgive, age, row } = await begin();
    for (let count = 0; count < 3; count++) await attempt();
    await forgive();
    expect(await row()).toEqual({ failures: 2, wait: null });
    expect(await attempt()).toBeNull();
    expect(await attempt()).not.toBeNull();
    await forget();
    expect(await attempt()).toBeNull();
    await attempt();
    await age();
    expect(await attempt()).toBeNull();
    expect(await row()).toEqual({ failures: 1, wait: null });
  });
});
