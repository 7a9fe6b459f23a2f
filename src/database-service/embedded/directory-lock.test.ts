import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from './directory-lock.ts';
import { isAlive, ownIdentity } from './process-identity.ts';

const FAST = 250;
/** Heartbeats that a busy machine does not miss: four times as long is watched for one. */
const STEADY = 1000;
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-lock-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const locks = async () => (await readdir(directory)).sort();
const leave = async (name: string, changes: object) =>
  writeFile(join(directory, name), JSON.stringify({ ...(await ownIdentity()), ...changes }));
const refusal = { code: 'data_directory_locked' };

/** A process that has run and is gone, so that its id is free. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid ?? 0;
}

describe('the lock of a data directory', () => {
  it('is held until it is released', async () => {
    const lock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toMatchObject(refusal);
    await lock.release();
    expect(await locks()).toEqual([]);
    await (await lockDirectory(directory)).release();
  });

  it('makes the directory', async () => {
    const inner = join(directory, 'a', 'b');
    await (await lockDirectory(inner)).release();
    expect(await readdir(inner)).toEqual([]);
  });

  it('of a dead process is taken over', async () => {
    await leave('lock-7', { pid: await deadPid() });
    const lock = await lockDirectory(directory);
    expect(await locks()).toEqual(['lock-8']);
    await lock.release();
  });

  it.runIf(process.platform === 'linux')('of a dead process whose id is in use again is taken over', async () => {
    await leave('lock-1', { started: '12345' });
    await (await lockDirectory(directory)).release();
    expect(await locks()).toEqual([]);
  });

  it('of a live process is never taken, and its id is named', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await leave('lock-1', { pid: child.pid, started: '' });
    const opening = lockDirectory(directory, FAST);
    await expect(opening).rejects.toMatchObject({
      ...refusal,
      detail: expect.stringContaining(`process ${child.pid}`),
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    await (await lockDirectory(directory, FAST)).release();
  });

  it('from where process ids mean something else counts while its heartbeat goes on', async () => {
    const lock = await lockDirectory(directory, STEADY);
    const [name = ''] = await locks();
    const owner = JSON.parse(await readFile(join(directory, name), 'utf8'));
    await writeFile(join(directory, name), JSON.stringify({ ...owner, space: 'another container' }));
    await expect(lockDirectory(directory, STEADY)).rejects.toMatchObject(refusal);
    // As if it had been killed: the file stays, the heartbeat ends.
    await lock.release();
    await leave(name, { space: 'another container', pid: 1 });
    await (await lockDirectory(directory, FAST)).release();
    expect(await locks()).toEqual([]);
  });

  it('that was never written to its end is taken over', async () => {
    await writeFile(join(directory, 'lock-3'), '{"pid":');
    await (await lockDirectory(directory, FAST)).release();
  });

  it('goes to one of many that take over a dead one at once', async () => {
    const pid = await deadPid();
    for (let round = 0; round < 10; round++) {
      await leave('lock-1', { pid });
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory, FAST)));
      const won = attempts.filter((attempt) => attempt.status === 'fulfilled');
      expect(won.length).toBeLessThanOrEqual(1);
      // Two that meet half-way both step back; whoever comes next is let in.
      for (const { value } of won) await value.release();
      await (await lockDirectory(directory, FAST)).release();
    }
  });
});

describe('a process', () => {
  it('is told from another of the same id', async () => {
    const self = await ownIdentity();
    expect(await isAlive(self)).toBe(true);
    expect(await isAlive({ ...self, pid: await deadPid() })).toBe(false);
    expect(await isAlive({ ...self, space: 'elsewhere' })).toBeNull();
  });

  it.runIf(process.platform === 'linux')('that is a zombie is dead', async () => {
    // The shell is replaced by sleep before its child ends, and sleep never asks for its fate.
    const parent = spawn('sh', ['-c', 'sleep 2 & echo $!; exec sleep 300'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
    const self = await ownIdentity();
    await expect.poll(() => isAlive({ ...self, pid, started: '' })).toBe(false);
    expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toContain(' Z ');
    parent.kill('SIGKILL');
  });
});
