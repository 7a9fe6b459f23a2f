// A real PostgreSQL with a certificate of our own making: who it is, is checked as the address says.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { HOME_TENANT_ID, openDatabase } from './index.ts';

const missing = postgresqlMissing !== null || spawnSync('openssl', ['version']).status !== 0;

describe.skipIf(missing)('PostgreSQL over TLS', () => {
  let directory: string;
  let server: PostgresqlServer;
  let url: string;
  const file = (name: string) => join(directory, name);
  const openssl = (...parameters: string[]) => execFileSync('openssl', parameters, { cwd: directory, stdio: 'ignore' });
  const authority = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    );
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-postgresql-tls-'));
    authority('ours');
    authority('another');
    await writeFile(file('names.cnf'), 'subjectAltName=DNS:localhost\n');
    openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=localhost',
      '-keyout',
      'server.key',
      '-out',
      'server.csr',
    );
    openssl(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ours.pem',
      '-CAkey',
      'ours.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'names.cnf',
      '-out',
      'server.pem',
    );
    const [key, cert] = [await readFile(file('server.key'), 'utf8'), await readFile(file('server.pem'), 'utf8')];
    server = await startPostgresql({ tls: { key, cert } });
    url = await server.createDatabase();
  });
  afterAll(async () => {
    await server?.remove();
    await rm(directory, { recursive: true, force: true });
  });

  const at = (host: string, query: string) => `${url.replace('127.0.0.1', host)}?${query}`;
  const open = async (address: string) => {
    const database = await openDatabase({ url: address, dataDirectory: directory });
    try {
      const { rows } = await database.asTenant(HOME_TENANT_ID, (tx) =>
        sql<{ name: string }>`select current_database() as name`.execute(tx),
      );
      return rows[0]?.name;
    } finally {
      await database.close();
    }
  };
  const ours = () => `sslrootcert=${file('ours.pem')}`;

  it('verify-full with the authority that signed, and the name that was signed', async () => {
    // The server takes nobody in the clear, so whoever is in speaks TLS.
    expect(await open(at('localhost', `sslmode=verify-full&${ours()}`))).toBe('assay_1');
  });

  it.each([
    ['another authority', 'localhost', () => `sslmode=verify-full&sslrootcert=${file('another.pem')}`],
    ['the authorities of the system', 'localhost', () => 'sslmode=verify-full'],
    ['another name', '127.0.0.1', () => `sslmode=verify-full&${ours()}`],
    ['no TLS, where the server asks for it', 'localhost', () => 'sslmode=disable'],
    ['nothing said about TLS', 'localhost', () => ''],
    ['a file that is not there', 'localhost', () => 'sslmode=verify-full&sslrootcert=/does/not/exist.pem'],
  ])('is refused with %s', async (_, host, query) => {
    await expect(open(at(host, query()))).rejects.toThrow();
  });

  it('require checks certificates too, and no-verify encrypts without', async () => {
    await expect(open(at('localhost', 'sslmode=require'))).rejects.toThrow();
    expect(await open(at('127.0.0.1', 'sslmode=no-verify'))).toBe('assay_1');
  });
});
