import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { sql } from 'kysely';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { readConfiguration } from '../../config/index.ts';
import type { AllPreferences } from '../../contract/index.ts';
import { SecurityReport } from '../../contract/index.ts';
import { HOME_TENANT_ID, type KeyFacts, type UserFacts } from '../../database-service/index.ts';
import { combinePreferences } from '../preferences/effective-preferences.ts';
import { keyChecks, roleChecks } from './account-checks.ts';
import { certificateChecks } from './certificate-checks.ts';
import type { CheckResult } from './check.ts';
import { dataChecks } from './data-checks.ts';
import { fileChecks } from './file-checks.ts';
import { configurationChecks } from './installation-checks.ts';
import { securityReportText } from './report-text.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const found = (results: readonly CheckResult[]) =>
  results.flatMap(({ findings }) => findings.map(({ check }) => check));

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-security-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('checks', () => {
  const key = (changes: Partial<KeyFacts> = {}): KeyFacts => ({
    id: 'key',
    name: 'CI',
    role: 'developer',
    isScoped: true,
    isBootstrap: false,
    createdAt: daysAgo(1),
    expiresAt: daysAgo(-30),
    lastUsedAt: daysAgo(0),
    ofDisabledUser: false,
    ...changes,
  });
  const user = (changes: Partial<UserFacts> = {}): UserFacts => ({
    id: 'user',
    kind: 'person',
    role: 'owner',
    createdAt: daysAgo(500),
    lastActiveAt: daysAgo(1),
    ...changes,
  });

  it.each<[Partial<KeyFacts>, string[]]>([
    [{}, []],
    [{ ofDisabledUser: true }, ['keys-of-disabled-users']],
    [{ createdAt: daysAgo(31), lastUsedAt: null }, ['keys-never-used']],
    [{ createdAt: daysAgo(1), lastUsedAt: null }, []],
    [{ createdAt: daysAgo(100), lastUsedAt: daysAgo(91) }, ['keys-idle']],
    [{ createdAt: daysAgo(366) }, ['keys-old']],
    [{ role: 'admin', expiresAt: null }, ['keys-never-expire']],
    [{ role: 'owner', isScoped: false }, ['keys-unscoped']],
    [{ role: 'owner', isBootstrap: true, isScoped: false, expiresAt: null }, ['bootstrap-key-in-use']],
  ])('of a key with %j find %j', (changes, checks) => {
    expect(found(keyChecks([key(changes)], NOW))).toEqual(checks);
  });

  it('of users count owners and look for who is gone', () => {
    const owners = (count: number) => Array.from({ length: count }, () => user());
    const checks = (users: readonly UserFacts[]) => found(roleChecks(users, [], NOW));
    expect(checks([])).toEqual([]);
    expect(checks(owners(2))).toEqual([]);
    expect(checks(owners(1))).toEqual(['owners-one']);
    expect(checks(owners(6))).toEqual(['owners-many']);
    expect(checks([user({ role: 'developer' })])).toEqual(['owners-none']);
    expect(checks([...owners(2), user({ role: 'service', lastActiveAt: null })])).toEqual(['accounts-idle']);
  });

  it.each<[Record<string, string>, string[]]>([
    [{}, []],
    [{ ASSAY_HOST: '0.0.0.0' }, ['listens-without-tls']],
    [{ ASSAY_HOST: '0.0.0.0', ASSAY_PUBLIC_URL: 'https://assay.example' }, []],
    [{ DATABASE_URL: 'postgres://u:p@db.example/assay' }, ['services-without-tls']],
    [{ DATABASE_URL: 'postgres://u:p@db.example/assay?sslmode=verify-full' }, []],
    [{ DATABASE_URL: 'postgres://u:p@db.example/assay?sslmode=no-verify' }, ['server-certificate-unchecked']],
    [{ DATABASE_URL: 'postgres://u:p@127.0.0.1/assay', REDIS_URL: 'redis://localhost' }, []],
    [{ REDIS_URL: 'redis://cache.example' }, ['services-without-tls']],
    [{ ASSAY_CORS_ORIGINS: 'https://a.example,http://localhost:3000' }, []],
    [{ ASSAY_CORS_ORIGINS: 'https://a.example,http://b.example' }, ['cors-without-tls']],
    [{ ASSAY_LOG_LEVEL: 'debug' }, ['log-level']],
    [{ ASSAY_LOG_LEVEL: 'silent' }, ['log-silent']],
    [{ ASSAY_RATE_LIMIT: '50000000' }, ['quotas-off']],
  ])('of the configuration %j find %j', (environment, checks) => {
    const configuration = readConfiguration({ ASSAY_AUDIT_CHECKPOINT_DIR: '/elsewhere', ...environment });
    expect(found(configurationChecks(configuration))).toEqual(checks);
  });

  it('of the configuration do not meet a wildcard: it is refused at start', () => {
    for (const wildcard of ['*', 'https://*', 'https://a.example,*', 'null']) {
      expect(() => readConfiguration({ ASSAY_CORS_ORIGINS: wildcard }), wildcard).toThrow(/ASSAY_CORS_ORIGINS/);
    }
  });

  it.each<[Partial<AllPreferences>, Date | null, string[]]>([
    [{}, daysAgo(3), []],
    [{ data_mode: 'zero-retention' }, null, []],
    [{ data_mode: 'zero-retention' }, daysAgo(3), ['code-kept-against-mode']],
    [{ data_mode: 'sealed' }, daysAgo(3), ['code-kept-against-mode']],
    [{ store: 'results' }, daysAgo(3), ['code-kept-against-mode']],
    [{ code_retention_days: 'forever' }, null, ['code-kept-forever']],
  ])('of data with %j and code of %s find %j', (values, oldest, checks) => {
    expect(found(dataChecks({ ...combinePreferences([]).values, ...values }, oldest))).toEqual(checks);
  });

  it('of files find what others may read', async () => {
    const data = join(directory, 'data');
    await mkdir(join(data, 'keys'), { recursive: true, mode: 0o700 });
    await writeFile(join(data, 'keys', 'master.key'), '', { mode: 0o600 });
    expect(found(await fileChecks(data, join(data, 'none')))).toEqual([]);
    await chmod(join(data, 'keys', 'master.key'), 0o640);
    await writeFile(join(data, 'bootstrap-api-key'), '', { mode: 0o600 });
    const results = await fileChecks(data, join(data, 'none'));
    expect(found(results)).toEqual(['key-files-open', 'bootstrap-key-file']);
    expect(results[0]?.findings[0]?.subjects).toEqual(['keys/master.key (640)']);
  });

  const withoutOpenssl = spawnSync('openssl', ['version']).status !== 0;
  it.skipIf(withoutOpenssl)(
    'of certificates look when they end, through the handshake of PostgreSQL as well',
    async () => {
      const file = (name: string) => join(directory, name);
      const subject = [
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=localhost',
        '-days',
        '10',
      ];
      execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', file('key.pem'), '-out', file('cert.pem')], {
        stdio: 'ignore',
      });
      const identity = { key: await readFile(file('key.pem')), cert: await readFile(file('cert.pem')) };
      const redis = createTlsServer(identity, (socket) => socket.on('error', () => {}));
      const postgres = createServer((socket: Socket) => {
        socket.on('error', () => {});
        socket.once('data', () => {
          socket.write('S');
          new TLSSocket(socket, { isServer: true, ...identity }).on('error', () => {});
        });
      });
      const port = async (server: Server) => {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return (server.address() as { port: number }).port;
      };
      const configuration = readConfiguration({
        DATABASE_URL: `postgres://u@127.0.0.1:${await port(postgres)}/x?sslmode=require`,
        REDIS_URL: `rediss://127.0.0.1:${await port(redis)}`,
        ASSAY_PUBLIC_URL: 'https://127.0.0.1:1',
      });
      const named = async (now: Date) =>
        (await certificateChecks(configuration, now)).map(({ findings: [first] }) => first?.subjects ?? []);
      const later = (days: number) => new Date(Date.now() + days * 86_400_000);
      const both = ['DATABASE_URL', 'REDIS_URL'];
      expect(await named(later(0))).toEqual([[], both, ['ASSAY_PUBLIC_URL']]);
      expect(await named(later(11))).toEqual([both, [], ['ASSAY_PUBLIC_URL']]);
      redis.close();
      postgres.close();
    },
  );
});

describe('/api/v1/audit-log/security-reports', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());
  const PATH = '/api/v1/audit-log/security-reports';

  it('201: a report about the installation, which the newest is from then on, and an event about it', async () => {
    const made = await server.post(PATH, {});
    expect(made.status).toBe(201);
    expect(Compile(SecurityReport).Check(made.body)).toBe(true);
    expect(made.body).toMatchObject({ scope: 'installation', tenant_id: HOME_TENANT_ID });
    expect(made.body.checks).toEqual(expect.arrayContaining(['keys-idle', 'key-files-open', 'audit-chain']));
    const newest = await server.get(`${PATH}/newest`);
    expect(newest.body).toEqual(made.body);
    const { body } = await server.get('/api/v1/audit-log?action=security-report.made');
    expect(body.items[0].details).toEqual(made.body.counts);
    expect(securityReportText(made.body)).toContain('Security of this installation at');
  });

  it("200: a tenant's report says nothing of the installation, and finds a chain that was tampered with", async () => {
    const tenant = await server.createTenant();
    const first = await server.get(`${PATH}/newest`, { key: tenant.key });
    expect(first.body).toMatchObject({ scope: 'tenant', tenant_id: tenant.id });
    expect(first.body.checks).not.toContain('listens-without-tls');
    expect(first.body.findings.map(({ area }: { area: string }) => area)).not.toContain('audit-log');
    await server.database.asTenant(tenant.id, async (tx) => {
      await sql`reset role`.execute(tx);
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`update audit_events set actor = 'somebody' where seq = 1`.execute(tx);
    });
    const { body } = await server.post(PATH, {}, { key: tenant.key });
    expect(body.findings[0]).toMatchObject({ check: 'audit-chain', severity: 'critical', finding: /event 1/ });
  });

  it('403: for a developer', async () => {
    const key = await server.createKey(HOME_TENANT_ID, 'developer');
    expect((await server.get(`${PATH}/newest`, { key })).status).toBe(403);
  });
});
