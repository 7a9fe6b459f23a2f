// Words planted in code, paths, comments, neighbours, headers and verdicts, and where they are found afterwards. The long run,
// with PostgreSQL and Redis, is `npm run verify privacy`.
import { expect, it } from 'vitest';
import { runTrial } from '../../scripts/verify/privacy/trial.ts';

it('leaves names and paths in the database in standard mode, and nothing anywhere else or in other modes', async () => {
  const { sightings, places, canaries } = await runTrial({ databaseUrl: null, redisUrl: null });
  expect(sightings.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  // The search does find what is there.
  const found = new Set(sightings.map(({ kind, place }) => `${kind} in ${place}`));
  expect(found).toContain('a name in the code in database issues');
  expect(found).toContain('a string in a call that a message quotes in database analyses');
  expect(found).toContain('a path in files of the database');
  expect(found).toContain('words of a comment on a finding in database feedback');
  expect(canaries).toBeGreaterThan(40);
  for (const kind of ['database', 'files', 'backups', 'logs', 'metrics', 'training'])
    expect(places[kind], kind).toBeGreaterThan(0);
});
