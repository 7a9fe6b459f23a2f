import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../../tests/server/index.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../../tests/services/postgresql.ts';
import {
  appendAuditEvent,
  checkMigrations,
  createApiKey,
  type DatabaseOptions,
  type DumpSummary,
  findAnalysis,
  openDatabase,
  readDump,
  restoreDatabase,
  saveAnalysis,
  saveFeedback,
} from '../../database-service/index.ts';
import { createDataDirectory } from '../../database-service/testing/data-directory.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from '../../database-service/testing/samples.ts';
import { loadOperatorKeys, writeOperatorKeyFiles } from '../../security/index.ts';
import { openBackup, openKeys, verifyBackup, writeBackup } from './backup-file.ts';

const SECRET = { kind: 'key', key: Buffer.alloc(32, 7) } as const;
const KEYS_SECRET = { kind: 'key', key: Buffer.alloc(32, 8) } as const;
const ANALYSES = 100;

forEachBackend((backend) => {
  let folder = '';
  let path = '';
  let tenant = '';
  let analysisId = '';
  let server: PostgresqlServer | null = null;
  const directories: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-backup-'));
    path = join(folder, 'one.backup');
    const database = backend.database();
    tenant = await sampleTenant(database);
    const other = await sampleTenant(database);
    for (const owner of [tenant, other]) {
      await database.asTenant(owner, async (tx) => {
        for (let index = 0; index < ANALYSES; index++) {
          const issue = sampleIssue({ cwe: ['CWE-1', 'a,"b\\'], path: 'ü\n\t"quoted".py' });
          const analysis = sampleAnalysis({ issues: [issue], result: { text: 'line\n\u2028 "x" \\ 𝒳', n: 1.5e-7 } });
          analysisId = analysis.id;
          await saveAnalysis(tx, analysis);
          if (index % 50 > 0) continue;
          const verdict = { analysisId: analysis.id, issueId: issue.id, actor: 'somebody', verdict: 'fixed' } as const;
          await saveFeedback(tx, { ...verdict, comment: null, dismissal: { kind: 'none' } });
        }
        await createApiKey(tx, { hash: Buffer.alloc(32, 1), prefix: 'asy_live_x', name: 'x', role: 'owner' });
        await appendAuditEvent(tx, { action: 'x.happened', actor: null, target: null, details: { n: 1 } });
      });
    }
    await loadOperatorKeys(folder);
    await writeBackup(database, path, {
      secret: SECRET,
      keys: { directory: join(folder, 'keys'), secret: KEYS_SECRET },
    });
    server = postgresqlMissing === null ? await startPostgresql() : null;
  });
  afterAll(async () => {
    await server?.remove();
    for (const directory of [folder, ...directories]) await rm(directory, { recursive: true, force: true });
  });

  const embedded = async (): Promise<DatabaseOptions> => {
    const dataDirectory = await createDataDirectory();
    directories.push(dataDirectory);
    return { url: null, dataDirectory };
  };
  const onServer = async (): Promise<DatabaseOptions> => ({
    ...(await embedded()),
    url: (await server?.createDatabase()) ?? null,
  });
  const restore = async (options: DatabaseOptions, file = path): Promise<DumpSummary> =>
    await restoreDatabase(options, (await openBackup(file, SECRET)).lines);
  const summaryOf = async (options: DatabaseOptions): Promise<DumpSummary> => {
    const database = await openDatabase(options);
    const summary = await database.dump(() => {});
    await database.close();
    return summary;
  };

  it('is whole when it is read again, and tells what is in it', async () => {
    const report = await verifyBackup(path, SECRET);
    const rows = Object.fromEntries(report.tables.map(({ name, rows: count }) => [name, count]));
    expect(rows).toMatchObject({ tenants: 2, analyses: 2 * ANALYSES, issues: 2 * ANALYSES, feedback: 4, api_keys: 2 });
    expect(report.withKeys).toBe(true);
  });

  it.each([
    ['the embedded database', embedded] as const,
    ...(postgresqlMissing === null ? [['a server', onServer] as const] : []),
  ])('is restored into %s, row by row the same', async (_, target) => {
    const options = await target();
    const restored = await restore(options);
    expect((await summaryOf(options)).tables).toEqual(restored.tables);
    const database = await openDatabase(options);
    const found = await database.asTenant(tenant, (tx) => findAnalysis(tx, analysisId));
    const before = await backend.database().asTenant(tenant, (tx) => findAnalysis(tx, analysisId));
    expect(found).toEqual(before);
    // What came is a working installation: triggers, keys and policies are there.
    await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] })));
    await database.close();
    await expect(restore(options)).rejects.toMatchObject({ code: 'restore_refused' });
  });

  it('restores the keys of the operator where they are asked for, and never over others', async () => {
    const { dataDirectory } = await embedded();
    const files = await openKeys(await openBackup(path, SECRET), KEYS_SECRET);
    await writeOperatorKeyFiles(dataDirectory, files);
    const [restored, original] = [await loadOperatorKeys(dataDirectory), await loadOperatorKeys(folder)];
    expect([restored.pepper, await restored.masterKeys.newest()]).toEqual([
      original.pepper,
      await original.masterKeys.newest(),
    ]);
    const other = (await embedded()).dataDirectory;
    await loadOperatorKeys(other);
    await expect(writeOperatorKeyFiles(other, files)).rejects.toMatchObject({ code: 'restore_refused' });
    const wrong = openKeys(await openBackup(path, SECRET), SECRET);
    await expect(wrong).rejects.toMatchObject({ code: 'backup_locked' });
  });

  it('restores nothing of a file that was cut off or altered, and says where', async () => {
    const whole = await readFile(path);
    const options = backend.name === 'server' ? await onServer() : await embedded();
    const damaged = join(folder, 'damaged.backup');
    for (const [bytes, code] of [
      [whole.subarray(0, whole.length - 40), /backup_damaged/],
      [whole.subarray(0, Math.floor(whole.length / 2)), /backup_damaged/],
      [flipped(whole, Math.floor(whole.length * 0.9)), /backup_damaged/],
      [Buffer.concat([whole, Buffer.from('x')]), /backup_damaged/],
      [Buffer.from('something else'), /backup_damaged/],
    ] as const) {
      await writeFile(damaged, bytes);
      const error = await restore(options, damaged).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: expect.stringMatching(code), detail: expect.stringMatching(/at byte \d+/) });
    }
    expect((await summaryOf(options)).tables.find(({ name }) => name === 'tenants')?.rows).toBe(0);
  });

  it('refuses another key', async () => {
    await expect(verifyBackup(path, KEYS_SECRET)).rejects.toMatchObject({ code: 'backup_locked' });
    const passphrase = { kind: 'passphrase', passphrase: 'a long passphrase' } as const;
    await expect(verifyBackup(path, passphrase)).rejects.toMatchObject({ code: 'backup_locked' });
  });

  it('refuses what a newer Assay made, and lines that are no dump', async () => {
    const lines = async (...values: object[]) => values.map((value) => JSON.stringify(value));
    const header = { kind: 'header', format: 1, migrations: ['001-first-tables'], createdAt: '' };
    const reader = { header: checkMigrations, table() {}, row() {} };
    for (const [dump, message] of [
      [await lines({ ...header, format: 2 }), /newer Assay/],
      [await lines({ ...header, migrations: ['999-later'] }), /newer Assay.*999-later/],
      [await lines(header), /end is missing/],
      [await lines(header, ['row']), /line 2: a row outside a table/],
      [
        await lines(header, { kind: 'summary', tables: [{ name: 'tenants', rows: 1, sha256: '' }] }),
        /tenants: it is missing/,
      ],
    ] as const) {
      await expect(readDump(asyncOf(dump), reader)).rejects.toThrow(message);
    }
    const options = backend.name === 'server' ? await onServer() : await embedded();
    const column = { name: 'x; drop table tenants', type: 'text' };
    const odd = await lines(header, { kind: 'table', name: 'tenants', columns: [column] });
    await expect(restoreDatabase(options, asyncOf(odd))).rejects.toThrow(/no column/);
  });

  it('keeps nobody waiting, and is of one moment', async () => {
    const database = backend.database();
    let saved = 0;
    let stop = false;
    const saving = (async () => {
      while (!stop) {
        await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] })));
        saved++;
      }
    })();
    const during: number[] = [];
    const summary = await database.dump(async () => {
      during.push(saved);
      // Goes on only when something was saved meanwhile.
      while (during.length === 100 && saved === during[0]) await new Promise((resolve) => setTimeout(resolve, 5));
    });
    stop = true;
    await saving;
    expect((during.at(-1) ?? 0) - (during[0] ?? 0)).toBeGreaterThan(0);
    const count = (name: string) => summary.tables.find((table) => table.name === name)?.rows;
    expect(count('issues')).toBe(count('analyses'));
    const rows = await database.asTenant(tenant, (tx) => sql`select 1 from analyses`.execute(tx));
    expect(rows.rows.length).toBe(ANALYSES + saved);
  });
});

describe('POST /api/v1/platform/backups', () => {
  it('201: a backup of the running server lies in its data directory; 403 without the bootstrap key', async () => {
    const server = await startTestServer();
    try {
      const { key } = await server.createTenant('Bakery');
      await server.post('/api/v1/analyze', { code: 'secret_of_the_bakery = 1\n' }, { key });
      const body = { secret: { passphrase: 'a long passphrase' }, operator_keys: { passphrase: 'another passphrase' } };
      expect((await server.post('/api/v1/platform/backups', body, { key })).status).toBe(403);
      const weak = await server.post('/api/v1/platform/backups', { secret: { passphrase: 'short' } });
      expect(weak.status).toBe(400);
      const { status, body: made } = await server.post('/api/v1/platform/backups', body);
      expect([status, made.with_operator_keys]).toEqual([201, true]);
      const copy = join(server.dataDirectory, 'copy.backup');
      await copyFile(join(server.dataDirectory, 'backups', made.file), copy);
      expect((await readFile(copy)).includes('secret_of_the_bakery')).toBe(false);
      const report = await verifyBackup(copy, { kind: 'passphrase', passphrase: 'a long passphrase' });
      expect(report.tables).toEqual(made.tables);
      expect((await server.post('/api/v1/analyze', { code: 'y = 1\n' }, { key })).status).toBe(200);
    } finally {
      await server.close();
    }
  });
});

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
}

async function* asyncOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
