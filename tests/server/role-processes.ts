// Roles of one installation as processes of their own, from source, on free ports.
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoleName } from '../../src/roles/index.ts';
import { loadOperatorKeys } from '../../src/security/index.ts';
import { collectOutput, end, freePort } from '../services/programs.ts';
import { BOOTSTRAP_KEY, type Json, PATIENT } from './index.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** For what never starts: a machine that is busy with other tests is slow. */
export const START_MS = 600_000;

export interface RoleProcess {
  readonly address: string;
  readonly child: ChildProcess;
  readonly output: () => string;
}

export interface Installation {
  /** where the keys lie that every process gets */
  readonly keys: string;
  /** Resolves when it is ready. A `name` that was used before finds its data again. */
  launch(role: RoleName, name: string, environment?: Record<string, string>): Promise<RoleProcess>;
  /** Ends all processes and removes their data. */
  remove(): Promise<void>;
}

/** `environment` is that of all processes. Every one gets the same operator keys; the model role its own alone. */
export async function createInstallation(environment: Record<string, string>): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-roles-'));
  await loadOperatorKeys(join(folder, 'operator'));
  const running: ChildProcess[] = [];
  const giveKeys = async (role: RoleName, directory: string) => {
    const [from, to] = [join(folder, 'operator/keys'), join(directory, 'keys')];
    await mkdir(directory, { recursive: true });
    if (role === 'model') await cp(join(from, 'model.key'), join(to, 'model.key'));
    else await cp(from, to, { recursive: true });
  };
  return {
    keys: join(folder, 'operator/keys'),
    async launch(role, name, own = {}) {
      const directory = join(folder, name);
      await giveKeys(role, directory);
      const port = own.ASSAY_PORT ?? String(await freePort());
      const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, 'serve', '--role', role], {
        env: {
          ...process.env,
          ASSAY_BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
          ASSAY_ANALYSIS_THREADS: '1',
          ASSAY_LOG_LEVEL: 'warn',
          OTEL_SERVICE_NAME: `assay-${role}`,
          ...PATIENT,
          ...environment,
          ASSAY_DATA_DIR: directory,
          ASSAY_PORT: port,
          ...own,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.push(child);
      const output = collectOutput(child);
      const address = `http://127.0.0.1:${port}`;
      await untilReady({ address, child, output }, role);
      return { address, child, output };
    },
    async remove() {
      await Promise.all(running.map((child) => end(child, 'SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady({ address, child, output }: RoleProcess, role: string): Promise<void> {
  const until = Date.now() + START_MS;
  while ((await fetch(`${address}/readyz`).catch(() => null))?.status !== 200) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`The ${role} did not start: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export async function ask(
  address: string,
  path: string,
  init: RequestInit & { key?: string | null } = {},
): Promise<Answered> {
  const { key = BOOTSTRAP_KEY, headers, ...rest } = init;
  const own: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${address}${path}`, {
    ...rest,
    headers: { 'content-type': 'application/json', ...own, ...(headers as Record<string, string>) },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) as Json };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function submit(address: string, code: string, headers: Record<string, string> = {}): Promise<Answered> {
  return await ask(address, '/api/v1/analyze', {
    method: 'POST',
    body: JSON.stringify({ code, language: 'python' }),
    headers,
  });
}

/** The sum of the series of this metric whose labels hold all these texts. */
export async function metricOf(address: string, name: string, ...labels: readonly string[]): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const wanted = lines.filter((line) => labels.every((label) => line.includes(label)));
  return wanted.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
