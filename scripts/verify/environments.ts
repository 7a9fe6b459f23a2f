// `npm run verify environments [-- --only WORDS]`: the same smoke test in the configuration of every environment: what compose files and
// overlays set, with the roles as processes, nginx as shipped, and PostgreSQL, Redis and RabbitMQ of this machine. As root on Linux: it takes a
// network and an /etc/hosts of its own, so that names and ports are those of the files.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OVERLAYS } from '../../tests/deploy/rendering.ts';
import { startPostgresql } from '../../tests/services/postgresql.ts';
import { startRabbitmq } from '../../tests/services/rabbitmq.ts';
import { startRedis } from '../../tests/services/redis.ts';
import { endAtSignals, Started } from '../fleet/started.ts';
import { repositoryRoot } from '../repository-root.ts';
import { composeEnvironment } from './environments/compose.ts';
import type { Connections, Environment } from './environments/environment.ts';
import { kubernetesEnvironment } from './environments/kubernetes.ts';
import { runEnvironment } from './environments/running.ts';
import { appendRecord } from './record.ts';

const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
const APART = '--apart';
const SCRIPT = 'ip link set lo up && mount --bind "$0" /etc/hosts && exec "$@"';

export async function verifyEnvironments(args: readonly string[]): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('it takes a network of its own: run it as root on Linux');
  const hosts = args[args.indexOf(APART) + 1];
  if (args.includes(APART) && hosts !== undefined) return await smokeAll(args, hosts);
  const folder = mkdtempSync(join(tmpdir(), 'assay-hosts-'));
  try {
    writeFileSync(join(folder, 'hosts'), '127.0.0.1 localhost\n');
    await apart(join(folder, 'hosts'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the same command again with a network and mounts of its own. */
async function apart(hosts: string): Promise<void> {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1), APART, hosts];
  const parameters = ['--mount', '--net', '--propagation', 'private', 'sh', '-c', SCRIPT, hosts, ...again];
  const child = spawn('unshare', parameters, { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error(`it ended with ${code}`);
}

type Make = (connections: Connections) => Environment;

async function smokeAll(args: readonly string[], hosts: string): Promise<void> {
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  const kinds = [
    ['compose', composeEnvironment],
    ['kubernetes', kubernetesEnvironment],
  ] as const;
  const makers = kinds.flatMap(([kind, make]) =>
    OVERLAYS.map((name): readonly [string, Make] => [`${kind}, ${name}`, (connections) => make(name, connections)]),
  );
  const wanted = makers.filter(([name]) => only === undefined || name.includes(only));
  const passed: string[] = [];
  for (const [, make] of wanted) passed.push(await smoke(make, hosts));
  const text = [
    `The smoke test passed in ${passed.length} of ${wanted.length} environments:`,
    '',
    ...passed.map((line) => `- ${line}`),
  ].join('\n');
  console.log(text);
  if (only === undefined) appendRecord('environments', text);
}

async function smoke(make: Make, hosts: string): Promise<string> {
  const started = new Started();
  endAtSignals(started);
  try {
    const folder = mkdtempSync(join(tmpdir(), 'assay-environment-'));
    started.undoBy(() => rmSync(folder, { recursive: true, force: true }));
    const environment = make(await startServices(started));
    process.stderr.write(`environments: ${environment.name}\n`);
    mkdirSync(join(folder, 'model-keys'));
    const certificate = await runEnvironment(environment, folder, hosts, started);
    const { stdout } = await promisify(execFile)(
      join(repositoryRoot, 'deploy/strategies/smoke-test.sh'),
      [environment.address],
      {
        env: {
          PATH: process.env.PATH,
          ASSAY_API_KEY: firstKey(environment, folder),
          ...(certificate === null ? {} : { CURL_CA_BUNDLE: certificate }),
        },
      },
    );
    process.stderr.write(stdout);
    const names = environment.parts.map(({ name }) => name).join(', ');
    return `${environment.name}: ${names}${environment.balancer === null ? '' : ', nginx'} at ${environment.address}`;
  } finally {
    await started.undo();
  }
}

/** The key that the files set, or the one that was made where they set none. */
function firstKey({ parts }: Environment, folder: string): string {
  if (parts.some(({ environment }) => environment.ASSAY_BOOTSTRAP_API_KEY === KEY)) return KEY;
  return readFileSync(join(folder, parts[0]?.name ?? '', 'bootstrap-api-key'), 'utf8').trim();
}

async function startServices(started: Started): Promise<Connections> {
  const [postgresql, redis, rabbitmq] = await Promise.all([
    started.start(startPostgresql, (one) => one.remove()),
    started.start(startRedis, (one) => one.stop()),
    started.start(startRabbitmq, (one) => one.remove()),
  ]);
  return {
    DATABASE_URL: await postgresql.createDatabase(),
    REDIS_URL: redis.url,
    AMQP_URL: rabbitmq.url,
    ASSAY_BOOTSTRAP_API_KEY: KEY,
  };
}
