import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { measureParity } from './testing/feature-parity.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: null, dataDirectory: await createDataDirectory() });
});
afterAll(() => database?.close());

it('training sees of every finding what serving ranked it by', async () => {
  const { rows, differences } = await measureParity(database, 100);
  expect(differences).toEqual([]);
  expect(rows).toBe(100);
});
