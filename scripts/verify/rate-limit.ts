// `npm run verify rate-limit [-- --quota N]`: 200 clients at once over two servers that share one Redis and one PostgreSQL.
// What is let through in a window must be the quota, and while Redis is away at most the quota of each server.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { startPostgresql } from '../../tests/services/postgresql.ts';
import { type RedisServer, startRedis } from '../../tests/services/redis.ts';
import { appendRecord } from './record.ts';

const CLIENTS = 200;
const DEFAULT_QUOTA = 2000;
const PATH = '/api/v1/model/status';
/** a round ends well within the window of a minute, or its counts would be of two */
const ROUND_MS = 45_000;

interface Round {
  readonly accepted: number;
  readonly refused: number;
  readonly other: readonly string[];
}

export async function verifyRateLimit(args: readonly string[]): Promise<void> {
  const quota = Number(args[args.indexOf('--quota') + 1] || DEFAULT_QUOTA);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'assay-rate-limit-'));
  const [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()]);
  const servers: BenchServer[] = [];
  try {
    const environment = {
      DATABASE_URL: await postgresql.createDatabase(),
      REDIS_URL: redis.url,
      ASSAY_RATE_LIMIT: String(quota),
      ASSAY_LOG_LEVEL: 'error',
    };
    for (let index = 0; index < 2; index++) servers.push(await startServer({ dataDirectory, environment }));
    const shared = await round(servers, quota, await newKey(servers[0]), null);
    judge('with Redis', shared, 0.95 * quota, 1.01 * quota);
    const away = await round(servers, quota, await newKey(servers[0]), redis);
    judge('with Redis hanging and then gone', away, 0.95 * quota, 2.02 * quota);
    appendRecord(
      'rate-limit',
      `${CLIENTS} clients, 2 servers, quota ${quota} a minute for a key. With one Redis: ${describe(shared)}. ` +
        `With Redis hanging and killed in mid-window: ${describe(away)} (at most the quota of each server).`,
    );
  } finally {
    for (const server of servers) await server.stop();
    await Promise.all([redis.stop(), postgresql.remove()]);
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

const describe = ({ accepted, refused }: Round) => `${accepted} let through, ${refused} refused`;

function judge(name: string, { accepted, refused, other }: Round, least: number, most: number): void {
  console.log(`${name}: ${accepted} let through, ${refused} refused, ${other.length} other`);
  if (other.length > 0) throw new Error(`${name}: ${other.length} other answers, the first: ${other[0]}`);
  if (accepted > most || accepted < least) {
    throw new Error(`${name}: ${accepted} were let through; it must be from ${least} to ${most}`);
  }
}

async function newKey(server: BenchServer | undefined): Promise<string> {
  const answer = await server?.post('/api/v1/tenants', JSON.stringify({ name: 'limited' }));
  return JSON.parse(answer?.text ?? '').api_key;
}

/** Asks until three times the quota was asked. With a Redis to lose, it hangs after a quarter and ends after a half. */
async function round(
  servers: readonly BenchServer[],
  quota: number,
  key: string,
  lost: RedisServer | null,
): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const until = Date.now() + ROUND_MS;
  const other: string[] = [];
  let [asked, accepted, refused] = [0, 0, 0];
  const client = async (index: number) => {
    const url = `${servers[index % servers.length]?.url}${PATH}`;
    while (asked < 3 * quota && Date.now() < until) {
      asked++;
      if (asked === Math.round(quota / 4)) lost?.pause();
      if (asked === Math.round(quota / 2)) void lost?.stop();
      const status = await get(agent, url, key);
      if (status === '200') accepted++;
      else if (status === '429') refused++;
      else other.push(status);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  agent.destroy();
  return { accepted, refused, other };
}

/** The status, or what went wrong. */
function get(agent: Agent, url: string, key: string): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(url, { agent, headers: { 'x-api-key': key }, timeout: 20_000 }, (answer) => {
      answer.resume().once('end', () => resolve(String(answer.statusCode)));
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer within 20 s')));
    outgoing.once('error', (error) => resolve(error.message));
    outgoing.end();
  });
}
