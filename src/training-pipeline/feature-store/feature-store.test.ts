import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeastServer, mlServiceMissing, startFeast } from '../../../tests/services/ml-services.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../../tests/services/postgresql.ts';
import { type RedisServer, redisMissing, startRedis } from '../../../tests/services/redis.ts';
import { type Database, openDatabase, type RankingCounts } from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { simulatedTeam } from '../testing/simulated-team.ts';
import { taughtTenant, teach } from '../testing/taught-tenant.ts';
import { createFeastClient } from './feast-client.ts';
import { createFeatureStore, databaseFeatures } from './feature-store.ts';

const SLOWEST_MS = 600_000;
const ENTITY = { rule: 'weak-hash', folder: 'api', repository: 'shop' };
const COUNTS: RankingCounts = {
  ...{ rule_votes: 3, rule_true: 2, rule_voters: 2 },
  ...{ place_votes: 1, place_true: 1, repository_votes: 0, repository_true: 0 },
};

describe('a feature server that fails', () => {
  const answers: Record<string, (end: (status: number, body: string) => void) => void> = {
    'that is slow': () => undefined,
    'that has a fault': (end) => end(500, 'no'),
    'that talks of something else': (end) => end(200, '{"results": []}'),
    'that leaves features out': (end) =>
      end(200, '{"metadata": {"feature_names": ["rule_votes"]}, "results": [{"values": [1]}]}'),
  };
  it.each(Object.keys(answers))('%s is left out: the database answers', async (name) => {
    const server = createServer((_, response) =>
      answers[name]?.((status, body) => response.writeHead(status).end(body)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const feastUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const faults: unknown[] = [];
    const database = { asTenant: async () => [COUNTS] } as unknown as Database;
    const store = createFeatureStore(database, { feastUrl, onFault: (error) => faults.push(error) });
    expect(await store.countsOf('tenant', [ENTITY])).toEqual([COUNTS]);
    expect(faults).toHaveLength(1);
    server.closeAllConnections();
    server.close();
  });
});

const missing = mlServiceMissing('feast') ?? postgresqlMissing ?? redisMissing;
describe.skipIf(missing !== null)(
  `Feast${missing === null ? '' : ` (skipped: ${missing})`}`,
  { timeout: SLOWEST_MS },
  () => {
    let folder: string;
    let postgresql: PostgresqlServer;
    let redis: RedisServer;
    let feast: FeastServer;
    let database: Database;
    let url: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'assay-feast-'));
      [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()]);
      url = await postgresql.createDatabase();
      database = await openDatabase({ url, dataDirectory: await createDataDirectory(), poolSize: 5 });
    }, SLOWEST_MS);
    afterAll(async () => {
      await feast?.stop();
      await database?.close();
      await Promise.all([postgresql?.remove(), redis?.stop()]);
      await rm(folder, { recursive: true, force: true });
    });

    it('serves what the views have: 10,000 rows, 0 differences, also after more verdicts', async () => {
      const team = simulatedTeam({ seed: 4, verdicts: 10_500 });
      const [first, more] = [team.slice(0, 10_000), team.slice(10_000)];
      const tenant = await taughtTenant(database, first);
      feast = await startFeast(folder, url, redis.url);
      const client = createFeastClient(feast.url, 60_000);
      const entities = first.map(({ judgement: { features } }) => ({
        rule: features.rule,
        folder: features.folders.at(-1) ?? '',
        repository: features.repository ?? '',
      }));
      const differences = async () => {
        const wrong: string[] = [];
        for (let from = 0; from < entities.length; from += 500) {
          const asked = entities.slice(from, from + 500);
          const [served, read] = [
            await client.countsOf(tenant, asked),
            await databaseFeatures(database).countsOf(tenant, asked),
          ];
          served.forEach((counts, index) => {
            if (JSON.stringify(counts) !== JSON.stringify(read[index]))
              wrong.push(JSON.stringify([asked[index], counts, read[index]]));
          });
        }
        return wrong;
      };
      expect(await differences()).toEqual([]);
      await teach(database, tenant, more);
      expect((await differences()).length).toBeGreaterThan(0);
      await feast.materialize();
      expect(await differences()).toEqual([]);
      const unknown = await client.countsOf(tenant, [{ rule: 'never', folder: '', repository: '' }]);
      expect(unknown[0]).toMatchObject({ rule_votes: 0, place_true: 0 });
    });
  },
);
