// The servers of other projects that Assay can work with: MLflow, Feast, MLServer. `npm run verify:install` installs them from PyPI
// into a cache; where they are not, what needs them is skipped and says so.
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { collectOutput, end, findProgram, freePort, untilReady } from './programs.ts';

export type MlService = 'mlflow' | 'feast' | 'mlserver';

/** One environment of Python each: their requirements do not fit together. */
export const ML_SERVICES_DIRECTORY = resolve('node_modules/.cache/ml-services');
const SLOWEST_START_MS = 180_000;

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
  await untilReady(child, collectOutput(child), () => answers(`${url}${ready}`), SLOWEST_START_MS);
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
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(2000) });
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
