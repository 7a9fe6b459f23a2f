// What breaks, one thing at a time. Each ends when the fleet is whole again.
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../../src/database-service/index.ts';
import { builtInBundle, writeParameters } from '../../../src/model-service/index.ts';
import { storeBundle } from '../../../src/training-pipeline/deployment/stored-model.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Member } from '../../fleet/member.ts';
import { createRetryingClient } from './client.ts';
import { tenantOf } from './kept.ts';

export interface Scenario {
  readonly name: string;
  /** nobody may notice it at all */
  readonly isPlanned?: boolean;
  /** Returns what it found out besides, for the table; throws what must not be. */
  run(fleet: Fleet): Promise<string | undefined>;
}

const AWAY_MS = 60_000;
const DEAD_MS = 8_000;
const BURST = 300;

const killed = (name: string, of: (fleet: Fleet) => Member | undefined): Scenario => ({
  name,
  async run(fleet) {
    const member = of(fleet);
    await member?.kill();
    await delay(DEAD_MS);
    await member?.start();
    return undefined;
  },
});

export const SCENARIOS: readonly Scenario[] = [
  killed('a gateway is killed', ({ gateways }) => gateways[0]),
  killed('an application server is killed', ({ servers }) => servers[1]),
  killed('a model replica is killed', ({ models }) => models[0]),
  killed('the worker is killed', ({ worker }) => worker),
  killed('the trainer is killed', ({ trainer }) => trainer),
  {
    name: 'RabbitMQ is killed, and started again',
    async run({ rabbitmq }) {
      await rabbitmq.kill();
      await delay(DEAD_MS);
      await rabbitmq.start();
      return undefined;
    },
  },
  {
    name: 'RabbitMQ is away 60 s',
    async run({ rabbitmq }) {
      await rabbitmq.kill();
      await delay(AWAY_MS);
      await rabbitmq.start();
      return undefined;
    },
  },
  {
    name: 'a model replica hangs 20 s',
    async run({ models }) {
      models[1]?.hold();
      await delay(20_000);
      models[1]?.release();
      return undefined;
    },
  },
  {
    name: 'PostgreSQL stops as in a power cut, and starts again',
    async run({ postgresql }) {
      await postgresql.stop();
      await delay(5_000);
      await postgresql.start();
      return undefined;
    },
  },
  { name: 'Redis is away 60 s, and an API key asks far over its quota', run: withoutRedis },
  {
    name: 'a network falls apart for 20 s: one application server from PostgreSQL, another from a gateway',
    async run({ links }) {
      for (const link of links) link.cut();
      await delay(20_000);
      for (const link of links) link.heal();
      return undefined;
    },
  },
  {
    name: `${BURST} analyses at once, over what may wait`,
    async run(fleet) {
      const client = createRetryingClient(fleet.address, fleet.key);
      const posted = Array.from({ length: BURST }, (_, number) =>
        client.post('/api/v1/analyze', { code: `# ${number}\nprint(${number})\n`, language: 'python' }),
      );
      const outcomes = await Promise.all(posted);
      const failed = outcomes.filter(({ status }) => status !== 200);
      const waited = outcomes.filter(({ attempts }) => attempts > 1);
      if (failed.length > 0) throw new Error(`${failed.length} of the burst failed: ${failed[0]?.status}`);
      return `${waited.length} of the burst were told to wait, all were answered`;
    },
  },
  {
    name: 'rolling upgrade: every process is drained and started again, one after the other',
    isPlanned: true,
    async run({ gateways, servers, models, worker, trainer }) {
      for (const member of [...models, ...servers, worker, trainer, ...gateways]) {
        await member.drain();
        await member.start();
      }
      return undefined;
    },
  },
  { name: 'a model is promoted and rolled back', isPlanned: true, run: promoted },
];

async function withoutRedis({ redis, address, key }: Fleet): Promise<string> {
  await redis.stop();
  const limit = 60;
  const made = await administrate(address, key, 'POST', '/api/v1/api-keys', { name: 'hurried', role: 'developer' });
  const { key: hurried, api_key: record } = made as { key: string; api_key: { api_key_id: string } };
  const quota = { requests_per_minute: limit, content_mb_per_hour: null };
  await administrate(address, key, 'PUT', `/api/v1/api-keys/${record.api_key_id}/quota`, quota);
  // Records of keys are kept for a few seconds.
  await delay(6_000);
  const statuses = await Promise.all(
    Array.from({ length: limit * 10 }, async () => {
      const response = await fetch(`${address}/api/v1/users/me`, { headers: { 'x-api-key': hurried } });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  await delay(AWAY_MS - 6_000);
  await redis.start();
  const passed = statuses.filter((status) => status === 200).length;
  // Each gateway counts for itself while they cannot count together.
  if (passed > 2 * limit) throw new Error(`${passed} requests passed a quota of ${limit} a minute`);
  return `${passed} of ${limit * 10} passed a quota of ${limit} a minute`;
}

async function promoted({ address, key, databaseUrl }: Fleet): Promise<undefined> {
  const digest = await storeModel(databaseUrl, await tenantOf(address, key));
  const reason = { reason: 'a promotion under load' };
  await administrate(address, key, 'POST', `/api/v1/models/${digest}/promotion`, reason);
  await delay(10_000);
  await administrate(address, key, 'POST', '/api/v1/models/rollback', reason);
  return undefined;
}

/** A ranker that judges a little otherwise than the built-in one; its digest. */
async function storeModel(url: string, tenantId: string): Promise<string> {
  const database = await openDatabase({ url, dataDirectory: '' });
  const ranker = writeParameters({ ...builtInBundle().ranker, version: '2.0.0', engineTrust: 50 });
  const about = { runId: null, trainedOn: { verdicts: 60 }, evaluation: { log_loss: 0.5 } };
  return await database
    .asTenant(tenantId, (tx) => storeBundle(tx, Buffer.from(ranker), about))
    .finally(() => database.close());
}

async function administrate(address: string, key: string, method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  const response = await fetch(address + path, { method, headers, body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
