// Generated files are committed; a stale one would ship rules that are not those in the folders.
import { expect, it } from 'vitest';
import { staleFiles } from '../../scripts/generate.ts';

it('no generated file is stale', async () => {
  expect(await staleFiles()).toEqual([]);
});
