// The servers of other projects that Assay can work with: MLflow, Feast, MLServer. `npm run verify:install` installs them from PyPI
// into a cache; where they are not, what needs them is skipped and says so.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { collectOutput, end, findProgram, freePort, run, untilReady } from './programs.ts';

export type MlService = 'mlflow' | 'feast' | 'mlserver';

/** One environment of Python each: their requirements do not fit together. Outside of the work tree, which `npm ci` empties. */
export const ML_SERVICES_DIRECTORY = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'assay-ml-services');

export function mlProgram(service: MlService, program: string = service): string | null {
  return findProgram(program, [`${ML_SERVICES_DIRECTORY}/${service}/bin`]);
}

/** null when it is installed, otherwise a sentence for the name of what is skipped. */
export function mlServiceMissing(service: MlService): string | null {
  return mlProgram(service) === null ? `${service} is not installed; to run these tests: npm run verify:install` : null;
}

export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** answers 200 when the server is ready */
  readonly ready: string;
}

/** Starts one of the programs; `parameters` are made for the port that it is given. */
export async function launchServer(
  program: string,
  parameters: (port: number) => readonly string[],
  { folder, env = {}, ready }: LaunchOptions,
): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(program, parameters(port), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, since some of them start workers.
    detached: true,
    env: { ...process.env, ...env },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(child, collectOutput(child), () => answers(`${url}${ready}`));
  return { url, stop: () => endGroup(child) };
}

export async function startMlflow(folder: string): Promise<RunningServer> {
  const program = mlProgram('mlflow');
  if (program === null) throw new Error(mlServiceMissing('mlflow') ?? '');
  const parameters = (port: number) => [
    ...['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
    ...['--backend-store-uri', `sqlite:///${folder}/mlflow.db`, '--artifacts-destination', `${folder}/artifacts`],
  ];
  return await launchServer(program, parameters, { folder, ready: '/health' });
}

async function answers(url: string): Promise<void> {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  if (!ok) throw new Error(`${url} does not answer`);
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // it has ended by itself
    }
  }
  await end(child, 'SIGKILL');
}

export interface FeastServer extends RunningServer {
  /** copies what the database has into the online store */
  materialize(): Promise<void>;
}

/** Feast as deploy/feast sets it up, over this database and this Redis, both on this machine and without a password. */
export async function startFeast(folder: string, databaseUrl: string, redisUrl: string): Promise<FeastServer> {
  const program = mlProgram('feast');
  if (program === null) throw new Error(mlServiceMissing('feast') ?? '');
  await cp('deploy/feast', folder, { recursive: true });
  await mkdir(`${folder}/data`, { recursive: true });
  const { hostname, port, pathname } = new URL(databaseUrl);
  const env = {
    FEAST_POSTGRES_HOST: hostname,
    FEAST_POSTGRES_PORT: port,
    FEAST_POSTGRES_DATABASE: pathname.slice(1),
    FEAST_POSTGRES_USER: 'postgres',
    FEAST_POSTGRES_PASSWORD: 'none',
    FEAST_POSTGRES_SSLMODE: 'disable',
    FEAST_REDIS: new URL(redisUrl).host,
    FEAST_USAGE: 'False',
  };
  const options = { cwd: folder, env: { ...process.env, ...env } };
  await run(program, ['apply'], options);
  const materialize = async () => {
    const end = new Date(Date.now() + 60_000).toISOString().slice(0, 19);
    await run(program, ['materialize', '2020-01-01T00:00:00', end], options);
  };
  await materialize();
  const parameters = (free: number) => ['serve', '--host', '127.0.0.1', '--port', String(free), '--no-access-log'];
  const server = await launchServer(program, parameters, { folder, env, ready: '/health' });
  return { ...server, materialize };
}

/** Where `onnxruntime-node` was installed, and why what needs it is skipped. */
export const onnxRuntimeFolder = join(ML_SERVICES_DIRECTORY, 'onnxruntime');
export const onnxRuntimeMissing: string | null = existsSync(join(onnxRuntimeFolder, 'node_modules/onnxruntime-node'))
  ? null
  : 'onnxruntime-node is not installed; to run these tests: npm run verify:install';

/** MLServer with the example of deploy/mlserver; `url` is that of the model. */
export async function startMlserver(folder: string): Promise<RunningServer> {
  const program = mlProgram('mlserver');
  if (program === null) throw new Error(mlServiceMissing('mlserver') ?? '');
  await cp('deploy/mlserver', folder, { recursive: true });
  const [grpc, metrics] = [await freePort(), await freePort()];
  const env = {
    MLSERVER_GRPC_PORT: String(grpc),
    MLSERVER_METRICS_PORT: String(metrics),
    MLSERVER_HOST: '127.0.0.1',
    MLSERVER_PARALLEL_WORKERS: '0',
    PYTHONPATH: folder,
  };
  // Its port is no parameter but a variable: the program is started by a shell-less wrapper of env.
  const parameters = (port: number) => [`MLSERVER_HTTP_PORT=${port}`, program, 'start', folder];
  const server = await launchServer('/usr/bin/env', parameters, { folder, env, ready: '/v2/health/ready' });
  return { ...server, url: `${server.url}/v2/models/ranker` };
}

/** Debian's Python when it has Debian's PyTorch. */
export const pythonWithTorch: string | null =
  existsSync('/usr/lib/python3/dist-packages/torch') && existsSync('/usr/bin/python3') ? '/usr/bin/python3' : null;
