// Two gateways, three application servers, two model replicas, a worker, a trainer, PostgreSQL, Redis, RabbitMQ and nginx on free
// ports of loopback. One role more is one more `member`.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoadBalancer } from '../../tests/services/load-balancer.ts';
import { type PostgresqlServer, startPostgresql } from '../../tests/services/postgresql.ts';
import { freePort } from '../../tests/services/programs.ts';
import { type RabbitmqServer, startRabbitmq } from '../../tests/services/rabbitmq.ts';
import { type RedisServer, startRedis } from '../../tests/services/redis.ts';
import { createTcpLink, type TcpLink } from '../../tests/services/tcp-link.ts';
import { createMember, type Member } from './member.ts';

export interface Fleet {
  /** of the load balancer */
  readonly address: string;
  readonly gateways: readonly Member[];
  readonly servers: readonly Member[];
  readonly models: readonly Member[];
  readonly worker: Member;
  readonly trainer: Member;
  readonly postgresql: PostgresqlServer;
  readonly redis: RedisServer;
  readonly rabbitmq: RabbitmqServer;
  readonly databaseUrl: string;
  /** what can be cut, when asked for: `api-3` from PostgreSQL, `gateway-1` from `api-2` */
  readonly links: readonly TcpLink[];
  readonly key: string;
  stop(): Promise<void>;
}

const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
const KEYS_MS = 60_000;

export interface FleetOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly linked?: boolean;
}

/** Throws with what is missing or did not start; nothing is left running then. */
export async function startFleet({ environment, linked = false }: FleetOptions = {}): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-fleet-'));
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const [postgresql, redis, rabbitmq] = await Promise.all([startPostgresql(), startRedis(), startRabbitmq()]);
    undo.push(() => Promise.all([postgresql.remove(), redis.stop(), rabbitmq.remove()]));
    const databaseUrl = await postgresql.createDatabase();
    const links: TcpLink[] = [];
    /** The same address, or one behind a link to it. */
    const reached = async (url: string): Promise<string> => {
      if (!linked) return url;
      const target = new URL(url);
      const link = await createTcpLink(Number(target.port));
      undo.push(() => link.close());
      links.push(link);
      target.port = String(link.port);
      return target.href.replace(/\/$/, '');
    };
    const shared = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      AMQP_URL: rabbitmq.url,
      ASSAY_BOOTSTRAP_API_KEY: KEY,
      ASSAY_LOG_LEVEL: 'warn',
      ASSAY_ANALYSIS_THREADS: '1',
      ...environment,
    };
    const member = async (role: string, name: string, more: Record<string, string> = {}) => {
      const own = { name, role, port: await freePort(), dataDirectory: join(folder, name) };
      const one = createMember({ ...own, environment: { ...shared, ...more } });
      undo.push(() => one.drain());
      return one;
    };
    const models = [await member('model', 'model-1'), await member('model', 'model-2')];
    const analysing = { ASSAY_MODEL_SERVERS: listOf(models) };
    const first = await member('api', 'api-1', analysing);
    const second = await member('api', 'api-2', analysing);
    const third = await member('api', 'api-3', { ...analysing, DATABASE_URL: await reached(databaseUrl) });
    const servers = [first, second, third];
    const forwarding = { ASSAY_UPSTREAMS: listOf(servers), ASSAY_TRUSTED_PROXY_HOPS: '1' };
    const linkedUpstreams = [first.address, await reached(second.address), third.address].join(',');
    const worker = await member('worker', 'worker-1', analysing);
    const trainer = await member('trainer', 'trainer-1');
    const gateways = [
      await member('gateway', 'gateway-1', { ...forwarding, ASSAY_UPSTREAMS: linkedUpstreams }),
      await member('gateway', 'gateway-2', forwarding),
    ];

    // It makes the keys that all of them share, and is ready once the others are there.
    first.spawn();
    const keys = join(folder, 'api-1/keys');
    await untilKeys(keys);
    const all = [...models, ...servers, worker, trainer, ...gateways];
    for (const { name } of all) {
      if (name !== 'api-1') cpSync(keys, join(folder, name, 'keys'), { recursive: true });
    }
    for (const one of all) await one.start();
    const balancer = await startLoadBalancer(gateways.map(({ address }) => address));
    undo.push(() => balancer.stop());
    const services = { postgresql, redis, rabbitmq, databaseUrl, links };
    const roles = { gateways, servers, models, worker, trainer };
    return { address: balancer.address, ...roles, ...services, key: KEY, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const listOf = (members: readonly Member[]): string => members.map(({ address }) => address).join(',');

async function untilKeys(folder: string): Promise<void> {
  const deadline = Date.now() + KEYS_MS;
  while (!['gateway.key', 'model.key'].every((name) => existsSync(join(folder, name)))) {
    if (Date.now() > deadline) throw new Error('The first application server made no keys.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
