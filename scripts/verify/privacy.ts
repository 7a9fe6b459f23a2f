// `npm run verify privacy`: plants canaries in everything that can be sent, in each data mode, and searches all that a server
// leaves behind: embedded and, where they are installed, with PostgreSQL and Redis.
import { postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { redisMissing, startRedis } from '../../tests/services/redis.ts';
import { runTrial, type TrialResult } from './privacy/trial.ts';
import { appendRecord } from './record.ts';

export async function verifyPrivacy(): Promise<void> {
  const parts = [report('Embedded database, cache in process', await runTrial({ databaseUrl: null, redisUrl: null }))];
  if (postgresqlMissing === null && redisMissing === null) {
    const [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()]);
    try {
      const databaseUrl = await postgresql.createDatabase();
      parts.push(report('PostgreSQL and Redis', await runTrial({ databaseUrl, redisUrl: redis.url })));
    } finally {
      await Promise.all([postgresql.remove(), redis.stop()]);
    }
  }
  appendRecord('privacy', parts.join('\n\n'));
}

/** Throws when a word is where it may not be. */
function report(name: string, { sightings, places, canaries }: TrialResult): string {
  const wrong = sightings.filter(({ isAllowed }) => !isAllowed);
  for (const { mode, kind, place } of wrong) console.error(`${mode}: ${kind} is in ${place}`);
  if (wrong.length > 0) throw new Error(`${wrong.length} words are where they may not be`);
  const searched = Object.entries(places).map(([kind, count]) => `${kind} ${count}`);
  const rows = new Map<string, Set<string>>();
  for (const { mode, kind, place } of sightings) {
    const row = rows.get(`${mode} | ${kind}`) ?? new Set();
    rows.set(`${mode} | ${kind}`, row.add(place));
  }
  return [
    `### ${name}`,
    '',
    `${canaries} words planted; places searched: ${searched.join(', ')}. Found where they may be, and nowhere else:`,
    '',
    '| mode | what | where |',
    '| --- | --- | --- |',
    ...[...rows].map(([what, where]) => `| ${what} | ${[...where].sort().join(', ')} |`),
  ].join('\n');
}
