import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../config/index.ts';
import { AssayError } from '../errors.ts';
import { createLogger } from '../monitoring/index.ts';
import { parseApiKey } from '../security/index.ts';
import { type RunningServer, serve } from './index.ts';
import { welcome } from './welcome.ts';

const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
// A first start makes a database: about 14 s of processor time, which a busy machine takes much longer to give.
const START_MS = 600_000;
vi.setConfig({ testTimeout: START_MS, hookTimeout: START_MS });
const logger = createLogger({ level: 'silent' });
let directory: string;
const running: RunningServer[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "assay-serve-it's-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function start(environment: Record<string, string> = {}, terminal = false) {
  let printed = '';
  const configuration = readConfiguration({
    ASSAY_PORT: '0',
    ASSAY_DATA_DIR: join(directory, 'data'),
    ASSAY_ANALYSIS_THREADS: '1',
    ...environment,
  });
  const print = (text: string) => {
    printed += text;
  };
  const server = await serve(configuration, { print, terminal, logger });
  running.push(server);
  return { server, printed };
}

async function refusal(environment: Record<string, string>): Promise<AssayError> {
  const error = await start(environment).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AssayError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

/** The curl line of the welcome, run by a shell as a user would paste it. */
async function paste(printed: string, environment: Record<string, string> = {}) {
  const line = printed.slice(printed.indexOf('curl '));
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { env: { ...process.env, ...environment } });
  return JSON.parse(stdout);
}
const withoutCurl = spawnSync('curl', ['--version']).status !== 0;

describe('serve', () => {
  it('refuses a malformed key without showing it, before anything is made', async () => {
    const error = await refusal({ ASSAY_BOOTSTRAP_API_KEY: 'asy_test_secret' });
    expect(error.code).toBe('invalid_configuration');
    expect(error.message).toMatch(/ASSAY_BOOTSTRAP_API_KEY .*30 characters/);
    expect(error.message).not.toContain('secret');
    await expect(stat(join(directory, 'data'))).rejects.toThrow();
  });

  it('writes the first key to a file of mode 0600 when nobody watches', async () => {
    const { server, printed } = await start();
    const path = join(directory, 'data', 'bootstrap-api-key');
    expect(printed).toContain(`Assay is ready at ${server.address}`);
    expect(printed).toContain(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const key = (await readFile(path, 'utf8')).trim();
    expect(parseApiKey(key)).not.toBeNull();
    expect(printed).not.toContain(key);
    if (!withoutCurl) expect(await paste(printed)).toMatchObject({ issues: [{ rule_id: 'command-injection' }] });
    // A second start on the same directory would damage it.
    expect(await refusal({})).toMatchObject({ code: 'data_directory_locked' });
  });

  it('says which port is taken, and leaves nothing running', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const error = await refusal({ ASSAY_PORT: String(port) });
    expect(error).toMatchObject({ code: 'address_in_use' });
    expect(error.message).toContain(`127.0.0.1:${port}`);
    other.close();
  });

  it('keeps keys and history over a restart, and takes a configured key as well', async () => {
    const key = (await readFile(join(directory, 'data', 'bootstrap-api-key'), 'utf8')).trim();
    const { server, printed } = await start({ ASSAY_BOOTSTRAP_API_KEY: KEY });
    expect(printed).not.toContain(KEY);
    if (!withoutCurl) expect(await paste(printed, { ASSAY_BOOTSTRAP_API_KEY: KEY })).toHaveProperty('analysis_id');
    const list = await fetch(`${server.address}/api/v1/analyses`, { headers: { 'x-api-key': key } });
    expect(((await list.json()) as { items: unknown[] }).items.length).toBe(withoutCurl ? 0 : 2);
  });

  it('shows the first key on a terminal', async () => {
    const { server, printed } = await start({ ASSAY_DATA_DIR: join(directory, 'terminal') }, true);
    const [key = ''] = /asy_live_\w+/.exec(printed) ?? [];
    expect(parseApiKey(key)).not.toBeNull();
    const answer = await fetch(`${server.address}/api/v1/model/status`, { headers: { 'x-api-key': key } });
    expect(answer.status).toBe(200);
    expect(welcome(server.address, { kind: 'shown' })).not.toContain(key);
  });
});
