import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ensureFirstKey, writeCheckpoints } from '../application-server/index.ts';
import { readConfiguration } from '../config/index.ts';
import { HOME_TENANT_ID, openDatabase } from '../database-service/index.ts';
import { createDataDirectory } from '../database-service/testing/for-each-backend.ts';
import { loadOperatorKeys } from '../security/index.ts';
// Loaded here, since the command loads it when it is asked for, which takes its time on a busy machine.
import './audit-run.ts';
import { addAuditCommand } from './index.ts';

let dataDirectory = '';
let elsewhere = '';
beforeAll(async () => {
  dataDirectory = await createDataDirectory();
  elsewhere = await mkdtemp(join(tmpdir(), 'assay-audit-command-'));
  vi.stubEnv('ASSAY_DATA_DIR', dataDirectory);
  const database = await openDatabase({ url: null, dataDirectory });
  const keys = await loadOperatorKeys(dataDirectory);
  await ensureFirstKey(readConfiguration(), database, keys, false);
  const directory = join(dataDirectory, 'audit-checkpoints');
  await writeCheckpoints({ database, auditSecret: keys.auditSecret, directory });
  await database.close();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dataDirectory, { recursive: true, force: true });
  await rm(elsewhere, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ readonly text: string; readonly exitCode: unknown }> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const before = process.exitCode;
  try {
    const program = new Command().exitOverride();
    addAuditCommand(program);
    await program.parseAsync(['node', 'assay', 'audit', ...args]);
    return { text, exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
    write.mockRestore();
  }
}

it('verifies the database of the configuration, and an export of it with nothing but the public key', async () => {
  expect(await run('verify')).toMatchObject({ exitCode: 0, text: /faultless: 1 chains, 1 checkpoints/ });
  const log = join(elsewhere, 'home.jsonl');
  await run('export', '--output', log);
  expect(await readFile(log, 'utf8')).toContain('"action":"api-key.created"');
  const { text: pem } = await run('public-key');
  expect(pem).toContain('BEGIN PUBLIC KEY');
  expect(await run('verify', '--log', log, '--format', 'json')).toMatchObject({ exitCode: 0, text: /"fault": null/ });
  await expect(run('export', '--output', log)).rejects.toThrow(/cannot be made/);
});

it('names the first bad place and ends with 1', async () => {
  const database = await openDatabase({ url: null, dataDirectory });
  await database.asTenant(HOME_TENANT_ID, async (tx) => {
    await sql`reset role`.execute(tx);
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`update audit_events set details = '{"role":"service"}' where seq = 2`.execute(tx);
  });
  await database.close();
  const { text, exitCode } = await run('verify');
  expect(exitCode).toBe(1);
  expect(text).toMatch(/not intact.*\n.*tenant 0{8}.*event 2: it says something else/);
});

it('makes no database where there is none, and needs a key where there are checkpoints', async () => {
  vi.stubEnv('ASSAY_DATA_DIR', elsewhere);
  await expect(run('verify')).rejects.toThrow(/no database in/);
  await expect(run('verify', '--checkpoints', join(dataDirectory, 'audit-checkpoints'))).rejects.toThrow(/no key/);
  vi.stubEnv('ASSAY_DATA_DIR', dataDirectory);
});
