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
import { Started } from './started.ts';

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
const KEYS_MS = 600_000;

export interface FleetOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly linked?: boolean;
  /** where it is noted how everything is undone, for who undoes it before all is started */
  readonly started?: Started;
  /** hears what is being done: on a busy machine it takes minutes */
  readonly onStep?: (step: string) => void;
}

/** Throws with what is missing or did not start; nothing is left running then. */
export async function startFleet({
  environment = {},
  linked = false,
  started = new Started(),
  onStep = () => {},
}: FleetOptions = {}): Promise<Fleet> {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'assay-fleet-'));
    started.undoBy(() => rmSync(folder, { recursive: true, force: true }));
    onStep('PostgreSQL, Redis and RabbitMQ');
    const services = await startServices(started);
    const links: TcpLink[] = [];
    const reached = linked ? (url: string) => linkTo(url, links, started) : async (url: string) => url;
    const roles = await createRoles({ folder, services, environment, reached, started });
    await startRoles(roles, folder, { started, onStep });
    onStep('load balancer');
    const gateways = roles.gateways.map(({ address }) => address);
    const balancer = await started.start(
      () => startLoadBalancer(gateways),
      (one) => one.stop(),
    );
    const stop = () => started.undo();
    return { address: balancer.address, ...roles, ...services, links, key: KEY, stop };
  } catch (error) {
    await started.undo();
    throw error;
  }
}

type Services = Pick<Fleet, 'postgresql' | 'redis' | 'rabbitmq' | 'databaseUrl'>;

async function startServices(started: Started): Promise<Services> {
  const [postgresql, redis, rabbitmq] = await Promise.all([
    started.start(startPostgresql, (one) => one.remove()),
    started.start(startRedis, (one) => one.stop()),
    started.start(startRabbitmq, (one) => one.remove()),
  ]);
  const databaseUrl = await started.start(postgresql.createDatabase, () => {});
  return { postgresql, redis, rabbitmq, databaseUrl };
}

/** The same address behind a link, which can be cut. */
async function linkTo(url: string, links: TcpLink[], started: Started): Promise<string> {
  const target = new URL(url);
  const link = await started.start(
    () => createTcpLink(Number(target.port)),
    (one) => one.close(),
  );
  links.push(link);
  target.port = String(link.port);
  return target.href.replace(/\/$/, '');
}

type Roles = Pick<Fleet, 'gateways' | 'servers' | 'models' | 'worker' | 'trainer'>;

interface RoleOptions {
  readonly folder: string;
  readonly services: Services;
  readonly environment: Readonly<Record<string, string>>;
  /** the address that another process reaches this one by */
  readonly reached: (url: string) => Promise<string>;
  readonly started: Started;
}

async function createRoles({ folder, services, environment, reached, started }: RoleOptions): Promise<Roles> {
  const { databaseUrl, redis, rabbitmq } = services;
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
    started.undoBy(() => one.retire());
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
  return { gateways, servers, models, worker, trainer };
}

async function startRoles(
  roles: Roles,
  folder: string,
  { started, onStep }: Required<Pick<FleetOptions, 'started' | 'onStep'>>,
): Promise<void> {
  const { gateways, servers, models, worker, trainer } = roles;
  // It makes the keys that all of them share, and is ready once the others are there.
  started.goOn();
  onStep('keys and tables');
  const [first] = servers;
  first?.spawn();
  const keys = join(folder, 'api-1/keys');
  await untilKeys(keys, first, started);
  const all = [...models, ...servers, worker, trainer, ...gateways];
  for (const { name } of all) {
    if (name !== 'api-1') cpSync(keys, join(folder, name, 'keys'), { recursive: true });
  }
  for (const one of all) {
    started.goOn();
    onStep(one.name);
    await one.start();
  }
}

const listOf = (members: readonly Member[]): string => members.map(({ address }) => address).join(',');

async function untilKeys(folder: string, maker: Member | undefined, started: Started): Promise<void> {
  const deadline = Date.now() + KEYS_MS;
  while (!['gateway.key', 'model.key'].every((name) => existsSync(join(folder, name)))) {
    started.goOn();
    if (maker?.hasEnded() === true || Date.now() > deadline) {
      throw new Error(`The first application server made no keys: ${maker?.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  started.goOn();
}
