import { expect, it } from 'vitest';
import type { Database } from '../../database-service/index.ts';
import { builtInBundle, type ModelBundle } from '../../model-service/index.ts';
import { createModelsInUse } from './models-in-use.ts';

/** Readings that are answered by hand, in the order in which they were begun. */
function heldDatabase() {
  const readings: ((bundle: ModelBundle) => void)[] = [];
  const asTenant = () =>
    new Promise((resolve) => {
      readings.push((bundle) => resolve({ champion: { bundle, isOutdated: false }, rollout: null }));
    });
  return { readings, database: { backend: 'embedded', asTenant } as unknown as Database };
}

const version = (name: string): ModelBundle => ({ ...builtInBundle(), version: name });

it('a reading that was overtaken by a change is not remembered, and does not end the newer one', async () => {
  const { readings, database } = heldDatabase();
  const models = createModelsInUse(database, { error: () => undefined } as never);
  const first = models.of('t');
  models.changed('t');
  const second = models.of('t');
  readings[0]?.(version('old'));
  expect((await first).champion.version).toBe('old');
  const third = models.of('t');
  readings[1]?.(version('new'));
  for (const asked of [second, third, models.of('t')]) expect((await asked).champion.version).toBe('new');
  expect(readings).toHaveLength(2);
});
