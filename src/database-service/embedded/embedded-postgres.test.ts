import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountSmallDisk, type SmallDisk, smallDiskMissing } from '../../../tests/services/small-disk.ts';
import { type Database, findTenant, listAnalyses, openDatabase, saveAnalysis } from '../index.ts';
import { createDataDirectory } from '../testing/data-directory.ts';
import { sampleAnalysis, sampleTenant } from '../testing/samples.ts';

let dataDirectory = '';
const postgres = (...names: string[]) => join(dataDirectory, 'postgres', ...names);
const open = (statementTimeoutMs = 10_000) => openDatabase({ url: null, dataDirectory, statementTimeoutMs });

afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

describe('a data directory', () => {
  beforeEach(async () => {
    dataDirectory = await createDataDirectory();
  });

  it('is refused to a second opener, by a sentence that names the process', async () => {
    const database = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'data_directory_locked',
      detail: expect.stringContaining(`process ${process.pid}`),
    });
    await database.ping();
    await database.close();
    await (await open()).close();
  });

  it('takes an answer that came while this thread was busy for longer than answers may take', async () => {
    const before = await open();
    const tenant = await sampleTenant(before);
    await before.close();
    const database = await open(3000);
    let isDone = false;
    const asked = database
      .asTenant(tenant, (tx) => findTenant(tx))
      .finally(() => {
        isDone = true;
      });
    while (!isDone) {
      const until = performance.now() + 4500;
      while (performance.now() < until);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await asked).toMatchObject({ name: 'sample' });
    await database.close();
  });

  it('keeps what was stored over a restart', async () => {
    const first = await open();
    const tenant = await sampleTenant(first);
    await first.close();
    const second = await open();
    expect(await second.asTenant(tenant, (tx) => findTenant(tx))).toEqual({ id: tenant, name: 'sample' });
    await second.close();
  });

  it.each([
    ['without PG_VERSION', () => rm(postgres('PG_VERSION'))],
    [
      'with nothing but a stray file',
      async () => {
        await rm(postgres(), { recursive: true });
        await mkdir(postgres());
        await writeFile(postgres('notes.txt'), 'mine');
      },
    ],
    ['of another PostgreSQL', () => writeFile(postgres('PG_VERSION'), '14\n')],
    ['with a broken control file', () => truncate(postgres('global', 'pg_control'), 100)],
    ['without its control file', () => rm(postgres('global', 'pg_control'))],
    [
      'with an empty log of transactions',
      async () => {
        for (const name of await readdir(postgres('pg_wal'))) {
          await rm(postgres('pg_wal', name), { recursive: true });
        }
      },
    ],
  ])('is refused when damaged: %s', async (_name, damage) => {
    await damage();
    const before = (await readdir(postgres())).filter((name) => name !== 'postmaster.pid');
    await expect(open()).rejects.toMatchObject({ code: 'data_directory_corrupt' });
    // Nothing was initialised over what is there, and the lock was given back.
    expect((await readdir(postgres())).filter((name) => name !== 'postmaster.pid')).toEqual(before);
    expect((await readdir(dataDirectory)).filter((name) => name.startsWith('lock'))).toEqual([]);
  });

  it('says in its error what to do, and no path', async () => {
    await rm(postgres('PG_VERSION'));
    const error = await open().catch((reason: Error) => reason);
    expect(String(error)).toMatch(/PG_VERSION.*backup/);
    expect(String(error)).not.toContain(dataDirectory);
  });

  it('survives a statement that never ends: the thread is ended and started again', async () => {
    const database = await open(8000);
    const tenant = await sampleTenant(database);
    const endless = database.asTenant(tenant, (tx) =>
      sql`select count(*) from generate_series(1, 1000000000)`.execute(tx),
    );
    await expect(endless).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await database.asTenant(tenant, (tx) => findTenant(tx))).not.toBeNull();
    await database.close();
  });

  it('leaves the calling thread free while it works', async () => {
    const database = await open();
    const tenant = await sampleTenant(database);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await database.asTenant(tenant, (tx) => sql`select count(*) from generate_series(1, 5000000)`.execute(tx));
    clearInterval(timer);
    await database.close();
    // Otherwise there would be none.
    expect(ticks).toBeGreaterThan(5);
  });

  it('makes checkpoints, so that the write-ahead log stays small', async () => {
    const database = await open();
    const tenant = await sampleTenant(database);
    const sinceCheckpoint = async () => {
      const { rows } = await database.asTenant(tenant, (tx) =>
        sql<{ lag: string }>`select pg_current_wal_lsn() - redo_lsn as lag from pg_control_checkpoint()`.execute(tx),
      );
      return Number(rows[0]?.lag);
    };
    const code = () => ({ address: Buffer.from(crypto.randomUUID()), ciphertext: Buffer.alloc(500_000, 7) });
    for (let count = 0; count < 40; count++) {
      await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ code: code() })));
    }
    // 20 MB were written, and a checkpoint is due each 16.
    expect(await sinceCheckpoint()).toBeLessThan(10_000_000);
    await database.close();
  });
});

describe('a new data directory', () => {
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'assay-data-'));
  });

  it('is made again when making it was interrupted', async () => {
    await writeFile(join(dataDirectory, 'postgres-initialising'), '');
    await mkdir(postgres('base'), { recursive: true });
    await writeFile(postgres('PG_VERSION'), '18\n');
    const database = await open();
    await database.ping();
    await database.close();
    expect(existsSync(join(dataDirectory, 'postgres-initialising'))).toBe(false);
    expect((await readFile(postgres('PG_VERSION'), 'utf8')).trim()).toBe('18');
  });

  it('is refused in words when it cannot be made', async () => {
    const file = join(dataDirectory, 'file');
    await writeFile(file, '');
    const opening = openDatabase({ url: null, dataDirectory: file });
    await expect(opening).rejects.toMatchObject({ code: 'invalid_configuration' });
    if (process.getuid?.() !== 0) {
      await chmod(dataDirectory, 0o500);
      await expect(open()).rejects.toMatchObject({ code: 'invalid_configuration' });
      await chmod(dataDirectory, 0o700);
    }
  });
});

const skipped = smallDiskMissing === null ? '' : ` (skipped: ${smallDiskMissing})`;
describe.skipIf(smallDiskMissing !== null)(`a full disk${skipped}`, () => {
  let disk: SmallDisk | undefined;
  beforeEach(async () => {
    disk = mountSmallDisk(100);
    const template = await createDataDirectory();
    dataDirectory = join(disk.path, 'data');
    await cp(template, dataDirectory, { recursive: true });
    await rm(template, { recursive: true });
  });
  afterEach(() => disk?.remove());

  const filler = () => join(disk?.path ?? '', 'filler');
  const fill = () => writeFile(filler(), Buffer.alloc(100_000_000)).catch(() => {});
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'saved',
      (error: { code?: string }) => error.code ?? String(error),
    );

  it('is told as such, loses nothing, and writing goes on once there is room', async () => {
    const database: Database = await open();
    const tenant = await sampleTenant(database);
    await fill();
    const save = () =>
      outcome(
        database.asTenant(tenant, (tx) =>
          saveAnalysis(
            tx,
            sampleAnalysis({
              code: { address: Buffer.from(crypto.randomUUID()), ciphertext: Buffer.alloc(300_000, 3) },
            }),
          ),
        ),
      );
    const outcomes: string[] = [];
    for (let count = 0; count < 80; count++) outcomes.push(await save());
    expect(outcomes.filter((each) => each !== 'saved' && each !== 'storage_full')).toEqual([]);
    expect(outcomes.at(-1)).toBe('storage_full');
    await rm(filler());
    await expect.poll(save, { timeout: 60_000, interval: 300 }).toBe('saved');
    const saved = outcomes.filter((each) => each === 'saved').length;
    const { analyses } = await database.asTenant(tenant, (tx) => listAnalyses(tx, { limit: 1000 }));
    await database.close();
    expect(analyses.length).toBe(saved + 1);
  });
});
