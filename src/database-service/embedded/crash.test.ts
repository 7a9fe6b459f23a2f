import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAnalysis, findIssue, openDatabase } from '../index.ts';
import { createDataDirectory } from '../testing/data-directory.ts';
import { sampleTenant } from '../testing/samples.ts';

const PROGRAM = fileURLToPath(new URL('../testing/save-until-killed.ts', import.meta.url));
const KILLS = 3;

describe('kill -9 under load', () => {
  let dataDirectory = '';
  let tenant = '';
  beforeAll(async () => {
    dataDirectory = await createDataDirectory();
    const database = await openDatabase({ url: null, dataDirectory });
    tenant = await sampleTenant(database);
    await database.close();
  });
  afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

  /** Runs the program, kills it once it has acknowledged this many, and gives the ids that it acknowledged. */
  async function killAfter(count: number): Promise<string[]> {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, dataDirectory, tenant], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > count) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(errors).toBe('');
    return output.split('\n').filter((line) => line.length === 36);
  }

  it('loses no acknowledged analysis, and the next start takes the lock over', async () => {
    const acknowledged: string[] = [];
    for (let kill = 1; kill <= KILLS; kill++) acknowledged.push(...(await killAfter(40 * kill)));
    const database = await openDatabase({ url: null, dataDirectory });
    const lost: string[] = [];
    for (const id of acknowledged) {
      const found = await database.asTenant(tenant, (tx) => findAnalysis(tx, id));
      const issues = found?.issueCounts.high;
      if (issues !== 2) lost.push(id);
    }
    const missing = await database.asTenant(tenant, (tx) =>
      findIssue(tx, acknowledged[0] ?? '', acknowledged[0] ?? ''),
    );
    await database.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(40 * (1 + 2 + 3));
    expect(lost).toEqual([]);
    expect(missing).toBeNull();
  });
});
