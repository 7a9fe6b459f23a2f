// A data directory to test with, without the seconds that making a database takes.
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';

/** A data directory with an empty embedded database in it, copied from one that was made once on this machine. */
export async function createDataDirectory(): Promise<string> {
  const template = await embeddedTemplate();
  const directory = await mkdtemp(join(tmpdir(), 'assay-data-'));
  await cp(template, directory, { recursive: true });
  return directory;
}

/** Making a database takes seconds, copying one does not; so all test files of all runs copy the same. */
async function embeddedTemplate(): Promise<string> {
  const { mtimeMs, size } = statSync(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const template = join(tmpdir(), `assay-test-template-${userInfo().uid}-${size}-${Math.floor(mtimeMs)}`);
  if (existsSync(template)) return template;
  const made = await mkdtemp(join(tmpdir(), 'assay-test-template-new-'));
  const postgres = await startEmbeddedPostgres(made, 60_000);
  await postgres.close();
  try {
    await rename(made, template);
  } catch {
    // Another test file was faster.
    await rm(made, { recursive: true, force: true });
    await mkdir(template, { recursive: true });
  }
  return template;
}
