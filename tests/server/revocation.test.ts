// Two real processes on one PostgreSQL: what is revoked in one is refused there at once, and in the other within five seconds.
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataDirectory } from '../../src/database-service/testing/data-directory.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { freePort } from '../services/programs.ts';
import { BOOTSTRAP_KEY, type Json } from './index.ts';

const LIMIT_MS = 5000;
const START_MS = 600_000;
const PASSWORD = 'seven quiet gardens';

interface Replica {
  readonly address: string;
  readonly child: ChildProcess;
}

async function startReplica(environment: Record<string, string>): Promise<Replica> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', 'serve'], {
    env: { ...process.env, ...environment, ASSAY_PORT: String(port), ASSAY_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const address = `http://127.0.0.1:${port}`;
  while (child.exitCode === null) {
    if ((await fetch(`${address}/livez`).catch(() => null))?.status === 200) return { address, child };
    await delay(100);
  }
  throw new Error(`the replica ended with ${child.exitCode}`);
}

async function stop({ child }: Replica): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

type Headers = Record<string, string>;
const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });

async function send(replica: Replica, method: string, path: string, headers: Headers, body?: object) {
  const response = await fetch(replica.address + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: Json = text === '' ? null : JSON.parse(text);
  return { status: response.status, body: answer, cookies: response.headers.getSetCookie() };
}

describe.skipIf(postgresqlMissing !== null)('revocation over two processes', () => {
  let postgresql: PostgresqlServer;
  let dataDirectory: string;
  let [first, second]: [Replica, Replica] = [{} as Replica, {} as Replica];
  let owner: Headers;
  beforeAll(async () => {
    postgresql = await startPostgresql();
    dataDirectory = await createDataDirectory();
    const environment = {
      DATABASE_URL: await postgresql.createDatabase(),
      ASSAY_DATA_DIR: dataDirectory,
      ASSAY_BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
      ASSAY_ANALYSIS_THREADS: '1',
    };
    first = await startReplica(environment);
    second = await startReplica(environment);
    const { body } = await send(first, 'POST', '/api/v1/tenants', bearer(BOOTSTRAP_KEY), { name: 'Revoking' });
    owner = bearer(body.api_key);
  }, START_MS);
  afterAll(async () => {
    await Promise.all([first, second].filter(({ child }) => child !== undefined).map(stop));
    await postgresql?.remove();
    await rm(dataDirectory, { recursive: true, force: true });
  }, START_MS);

  /** A service account with a key of its own. */
  async function robot(role: string): Promise<{ path: string; keyPath: string; headers: Headers }> {
    const user = await send(first, 'POST', '/api/v1/users', owner, { kind: 'service', name: 'R', role });
    const { body } = await send(first, 'POST', '/api/v1/api-keys', owner, { name: 'k', user_id: user.body.user_id });
    const keyPath = `/api/v1/api-keys/${body.api_key.api_key_id}`;
    return { path: `/api/v1/users/${user.body.user_id}`, keyPath, headers: bearer(body.key) };
  }

  /** Whoever is slow here is late, never wrong: what counts is when a request was sent that was still answered. */
  async function expectRevoked(headers: Headers, refusal: number, revoke: () => Promise<{ status: number }>) {
    const path = '/api/v1/users?limit=1';
    for (const replica of [first, second]) {
      expect((await send(replica, 'GET', path, headers)).status).toBe(200);
    }
    expect((await revoke()).status).toBeLessThan(300);
    const revoked = performance.now();
    expect((await send(first, 'GET', path, headers)).status).toBe(refusal);
    for (;;) {
      const sent = performance.now() - revoked;
      const { status } = await send(second, 'GET', path, headers);
      if (status === refusal) return;
      expect(status).toBe(200);
      expect(sent).toBeLessThan(LIMIT_MS);
      await delay(50);
    }
  }

  it(
    'of a key',
    async () => {
      const { keyPath, headers } = await robot('admin');
      await expectRevoked(headers, 401, () => send(first, 'DELETE', keyPath, owner));
    },
    START_MS,
  );

  it(
    'of a user',
    async () => {
      const { path, headers } = await robot('admin');
      await expectRevoked(headers, 401, () => send(first, 'PATCH', path, owner, { state: 'disabled' }));
    },
    START_MS,
  );

  it(
    'of a role',
    async () => {
      const { path, headers } = await robot('admin');
      await expectRevoked(headers, 403, () => send(first, 'PATCH', path, owner, { role: 'developer' }));
    },
    START_MS,
  );

  it(
    'of a quota: what a key and a tenant may use is changed in as short a time',
    async () => {
      const { keyPath, headers } = await robot('admin');
      const { body } = await send(first, 'GET', keyPath, owner);
      expect(body.quota.requests_per_minute).toBeNull();
      const me = async (replica: Replica) => {
        const response = await fetch(`${replica.address}/api/v1/users/me`, { headers });
        return response.headers.get('ratelimit-policy') ?? '';
      };
      await Promise.all([me(first), me(second)]);
      const quota = (requests: number) => ({ requests_per_minute: requests, content_mb_per_hour: 3 });
      const tenantId = (await send(first, 'GET', '/api/v1/users/me', owner)).body.tenant_id;
      await send(first, 'PUT', `${keyPath}/quota`, owner, quota(1234));
      const set = await send(first, 'PUT', `/api/v1/tenants/${tenantId}/quota`, bearer(BOOTSTRAP_KEY), quota(4321));
      expect(set.status).toBe(200);
      const changed = performance.now();
      const wanted = /"default";q=1234;.*"tenant";q=4321;.*"content";q=3145728;.*"tenant-content";q=3145728;/;
      expect(await me(first)).toMatch(wanted);
      for (;;) {
        const sent = performance.now() - changed;
        if (wanted.test(await me(second))) return;
        expect(sent).toBeLessThan(LIMIT_MS);
        await delay(50);
      }
    },
    START_MS,
  );

  it(
    'of a session',
    async () => {
      const email = 'ada@example.org';
      const user = await send(first, 'POST', '/api/v1/users', owner, { email, name: 'Ada', role: 'admin' });
      const token = await send(first, 'POST', `/api/v1/users/${user.body.user_id}/password-token`, owner);
      await send(first, 'POST', '/api/v1/passwords', {}, { token: token.body.token, password: PASSWORD });
      const page = { 'sec-fetch-site': 'same-origin', origin: first.address };
      const tenant_id = String(token.body.token).split('.')[0];
      const login = await send(first, 'POST', '/api/v1/sessions', page, { email, password: PASSWORD, tenant_id });
      const cookie = login.cookies.map((line) => line.split(';')[0]).join('; ');
      const headers = { ...page, cookie, 'x-csrf-token': login.body.csrf_token };
      await expectRevoked(headers, 401, () => send(first, 'DELETE', '/api/v1/sessions/current', headers));
    },
    START_MS,
  );
});
