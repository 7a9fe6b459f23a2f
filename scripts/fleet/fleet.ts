// Two gateways, two application servers, PostgreSQL, Redis and nginx on free ports of loopback. One role more is one more `launch`.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoadBalancer } from '../../tests/services/load-balancer.ts';
import { startPostgresql } from '../../tests/services/postgresql.ts';
import { collectOutput, end, freePort } from '../../tests/services/programs.ts';
import { startRedis } from '../../tests/services/redis.ts';
import { repositoryRoot } from '../repository-root.ts';

export interface Fleet {
  /** of the load balancer */
  readonly address: string;
  readonly gateways: readonly string[];
  readonly servers: readonly string[];
  readonly key: string;
  stop(): Promise<void>;
}

const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
const READY_MS = 180_000;

/** Throws with what is missing or did not start; nothing is left running then. */
export async function startFleet(): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-fleet-'));
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()]);
    undo.push(() => Promise.all([postgresql.remove(), redis.stop()]));
    const shared = {
      DATABASE_URL: await postgresql.createDatabase(),
      REDIS_URL: redis.url,
      ASSAY_BOOTSTRAP_API_KEY: KEY,
      ASSAY_LOG_LEVEL: 'warn',
      ASSAY_ANALYSIS_THREADS: '1',
    };
    const launch = async (role: string, name: string, more: Record<string, string> = {}) => {
      const directory = join(folder, name);
      if (name !== 'api-1') cpSync(join(folder, 'api-1/keys'), join(directory, 'keys'), { recursive: true });
      const port = String(await freePort());
      const own = { ASSAY_DATA_DIR: directory, ASSAY_PORT: port, OTEL_SERVICE_NAME: `assay-${name}` };
      const child = startRole(role, { ...shared, ...own, ...more });
      undo.push(() => end(child, 'SIGTERM'));
      const address = `http://127.0.0.1:${port}`;
      await untilReady(child, address, name);
      return address;
    };
    const servers = [await launch('api', 'api-1'), await launch('api', 'api-2')];
    const upstreams = { ASSAY_UPSTREAMS: servers.join(','), ASSAY_TRUSTED_PROXY_HOPS: '1' };
    const gateways = [await launch('gateway', 'gateway-1', upstreams), await launch('gateway', 'gateway-2', upstreams)];
    const balancer = await startLoadBalancer(gateways);
    undo.push(() => balancer.stop());
    return { address: balancer.address, gateways, servers, key: KEY, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startRole(role: string, environment: Record<string, string>): ChildProcess {
  const entry = [join(repositoryRoot, 'scripts/assay.mjs'), 'serve', '--role', role];
  return spawn(process.execPath, entry, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function untilReady(child: ChildProcess, address: string, name: string): Promise<void> {
  const output = collectOutput(child);
  const deadline = Date.now() + READY_MS;
  while ((await fetch(`${address}/readyz`).catch(() => null))?.status !== 200) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} did not start: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
