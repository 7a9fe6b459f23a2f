// Checks of files: who else on this machine could read keys, database and checkpoints.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { aboutSubjects, type CheckResult } from './check.ts';

const OTHERS = 0o077;

export async function fileChecks(dataDirectory: string, checkpoints: string): Promise<CheckResult[]> {
  const area = 'files';
  const keys = join(dataDirectory, 'keys');
  const keyFiles = (await namesIn(keys)).map((name) => join(keys, name));
  const logs = (await namesIn(checkpoints)).map((name) => join(checkpoints, name));
  const readableKeys = await openToOthers([keys, ...keyFiles]);
  const readable = await openToOthers([join(dataDirectory, 'postgres'), ...logs]);
  const bootstrap = join(dataDirectory, 'bootstrap-api-key');
  return [
    aboutSubjects('key-files-open', readableKeys, {
      area,
      severity: 'critical',
      finding: "Others on this machine may read or change the operator's keys.",
      advice:
        'Take their rights away (chmod 700 the folder, 600 the files), and rotate the keys if anybody else has an account.',
    }),
    aboutSubjects('data-open', readable, {
      area,
      severity: 'high',
      finding: 'Others on this machine may read or change the database or the checkpoints.',
      advice: 'Take their rights away (chmod -R go-rwx).',
    }),
    aboutSubjects('bootstrap-key-file', (await modeOf(bootstrap)) === null ? [] : ['bootstrap-api-key'], {
      area,
      severity: 'medium',
      finding: 'The file with the bootstrap key still lies in the data directory.',
      advice: 'Move the key to your store of secrets and delete the file.',
    }),
  ];
}

async function openToOthers(paths: readonly string[]): Promise<string[]> {
  // Windows has no such modes.
  if (process.platform === 'win32') return [];
  const open: string[] = [];
  for (const path of paths) {
    const mode = await modeOf(path);
    if (mode !== null && (mode & OTHERS) !== 0)
      open.push(`${path.split('/').slice(-2).join('/')} (${(mode & 0o777).toString(8)})`);
  }
  return open;
}

async function modeOf(path: string): Promise<number | null> {
  return await stat(path).then(
    ({ mode }) => mode,
    () => null,
  );
}

async function namesIn(directory: string): Promise<string[]> {
  return await readdir(directory).catch(() => []);
}
