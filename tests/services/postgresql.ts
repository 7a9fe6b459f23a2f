// A real PostgreSQL for tests: its own server on a free port in a temporary folder, gone afterwards.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { end, findProgram, freePort, readyOrEnded, run, versionedFolders } from './programs.ts';
import { missingServer } from './required.ts';

export interface PostgresqlServer {
  /** a new empty database, owned by a user who is no superuser but may create roles: the address to open it with */
  createDatabase(): Promise<string>;
  /** runs a statement that the databases' owner may not */
  asSuperuser(statement: string, database: string): Promise<void>;
  /** stops the server at once, as if the machine had lost power but for its disk */
  stop(): Promise<void>;
  /** starts it again after `stop` */
  start(): Promise<void>;
  /** a streaming replica of it as it is now; remove it first */
  createReplica(): Promise<PostgresqlReplica>;
  /** stops and deletes it */
  remove(): Promise<void>;
}

export interface PostgresqlReplica extends Pick<PostgresqlServer, 'asSuperuser' | 'stop' | 'start' | 'remove'> {
  /** the address of the same database here */
  urlOf(primaryUrl: string): string;
}

export interface PostgresqlOptions {
  /** it speaks TLS with this certificate, and takes nobody from another machine in the clear */
  readonly tls?: { readonly key: string; readonly cert: string };
}

const OWNER = 'assay_owner';
const initdb = findProgram('initdb', versionedFolders('/usr/lib/postgresql', 'bin'));

/** null when PostgreSQL is installed, otherwise a sentence how to install it, for the name of what is skipped. */
export const postgresqlMissing: string | null = initdb === null ? missingServer('PostgreSQL', 'postgresql') : null;

/** Makes and starts a server; about a second. Throws when it does not start; nothing is left of it then. */
export async function startPostgresql(options: PostgresqlOptions = {}): Promise<PostgresqlServer> {
  if (initdb === null) throw new Error(postgresqlMissing ?? '');
  const folder = await mkdtemp(join(tmpdir(), 'assay-postgresql-'));
  try {
    return await startIn(folder, initdb, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, initdb: string, { tls }: PostgresqlOptions): Promise<PostgresqlServer> {
  const user = await unprivilegedUser();
  if (user !== null) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...(user ?? {}), cwd: folder };
  await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'], options);
  const port = await freePort();
  const secured = tls === undefined ? [] : await secure(data, tls, user);
  const admin = adminUrl(port);
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    `unix_socket_directories=${folder}`,
    'max_connections=60',
    ...secured,
  ];
  const launch = () => launchPostgres(data, port, settings, options);
  let server = await launch();
  await query(admin, `create role ${OWNER} login createrole`).catch(async (error: unknown) => {
    await end(server, 'SIGKILL');
    throw error;
  });
  let databases = 0;
  return {
    async createDatabase() {
      databases++;
      await query(admin, `create database assay_${databases} owner ${OWNER}`);
      return `postgres://${OWNER}@127.0.0.1:${port}/assay_${databases}`;
    },
    asSuperuser: (statement, database) => query(adminUrl(port, database), statement),
    async createReplica() {
      const copy = join(folder, `replica-${randomUUID()}`);
      const source = `host=127.0.0.1 port=${port} user=postgres`;
      // With -R it writes primary_conninfo and standby.signal.
      await run(join(dirname(initdb), 'pg_basebackup'), ['-D', copy, '-d', source, '-R', '-c', 'fast', '-N'], options);
      return await startReplica(copy, settings, options);
    },
    // "Immediate" shutdown: no checkpoint, the next start recovers from the write-ahead log.
    stop: () => end(server, 'SIGQUIT'),
    async start() {
      server = await launch();
    },
    async remove() {
      await end(server, 'SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launchPostgres(
  data: string,
  port: number,
  settings: readonly string[],
  options: SpawnOptions,
): Promise<ChildProcess> {
  const program = join(dirname(initdb ?? ''), 'postgres');
  const parameters = ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...settings.flatMap((each) => ['-c', each])];
  const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  return await readyOrEnded(child, () => query(adminUrl(port), 'select 1'));
}

async function startReplica(
  data: string,
  settings: readonly string[],
  options: SpawnOptions,
): Promise<PostgresqlReplica> {
  const port = await freePort();
  const launch = () => launchPostgres(data, port, settings, options);
  let server = await launch();
  return {
    urlOf: (primaryUrl) => primaryUrl.replace(/:\d+\//, `:${port}/`),
    asSuperuser: (statement, database) => query(adminUrl(port, database), statement),
    stop: () => end(server, 'SIGQUIT'),
    async start() {
      server = await launch();
    },
    async remove() {
      await end(server, 'SIGQUIT');
      await rm(data, { recursive: true, force: true });
    },
  };
}

const adminUrl = (port: number, database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`;

/** The settings of a server that takes TCP connections by TLS only, but for that of its superuser, who is the test. */
async function secure(
  data: string,
  { key, cert }: NonNullable<PostgresqlOptions['tls']>,
  user: { readonly uid: number; readonly gid: number } | null,
): Promise<string[]> {
  const lines = ['host all postgres 127.0.0.1/32 trust', 'hostssl all all 127.0.0.1/32 trust', ''];
  const files = { 'server.key': key, 'server.crt': cert, 'pg_hba.conf': lines.join('\n') };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(data, name), text, { mode: 0o600 });
    if (user !== null) await chown(join(data, name), user.uid, user.gid);
  }
  return ['ssl=on'];
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  // A server that ends meanwhile fails the query; the event says no more.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root: then as the user postgres, or nobody. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (entry === undefined) throw new Error('There is no user to run PostgreSQL as.');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}
