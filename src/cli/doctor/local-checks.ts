// Checks of this machine: Node, the data directory, its lock, the operator keys, the disk.
import { randomUUID } from 'node:crypto';
import { access, constants, readdir, readFile, stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../../config/index.ts';
import { type CheckResult, failure, ok, reasonOf, warning } from './finding.ts';

/** package.json says the same; a test compares. */
export const OLDEST_NODE = [20, 19] as const;
const GIGABYTE = 1e9;
const DISK = { failBelowBytes: 0.25 * GIGABYTE, warnBelowBytes: 2 * GIGABYTE, warnBelowShare: 0.1 };
const KEY_BYTES = 32;
const OTHERS = 0o007;
const GROUP_WRITE = 0o020;

export function checkNode(version = process.versions.node): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = OLDEST_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return ok('node', `Node ${version}`);
  return failure('node', `Node ${version} is too old.`, `Install Node ${wantedMajor}.${wantedMinor} or newer.`);
}

export async function checkDataDirectory({ dataDirectory, databaseUrl }: Configuration): Promise<CheckResult> {
  const name = 'data directory';
  const found = await stat(dataDirectory).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code === 'ENOENT') return ok(name, `${dataDirectory} is not there yet; the first start makes it.`);
    return failure(
      name,
      `${dataDirectory}: ${reasonOf(found)}`,
      'Let the user of Assay read it, or set ASSAY_DATA_DIR.',
    );
  }
  if (!found.isDirectory())
    return failure(name, `${dataDirectory} is no directory.`, 'Set ASSAY_DATA_DIR to a directory.');
  const probe = join(dataDirectory, `doctor-${randomUUID()}`);
  try {
    await writeFile(probe, '');
    await unlink(probe);
  } catch (error) {
    const advice = `Give it to the user that runs Assay (chown), or mount it writable.`;
    return failure(name, `${dataDirectory} cannot be written: ${reasonOf(error)}`, advice);
  }
  if ((found.mode & OTHERS) !== 0 && databaseUrl === null) {
    return warning(name, `${dataDirectory} may be entered by everybody on this machine.`, `chmod 700 ${dataDirectory}`);
  }
  return ok(name, `${dataDirectory} can be written.`);
}

export async function checkKeys({ dataDirectory, upstreams }: Configuration): Promise<CheckResult> {
  const name = 'operator keys';
  const directory = join(dataDirectory, 'keys');
  const files = (await readdir(directory).catch(() => [])).filter((file) => file.endsWith('.key'));
  if (files.length === 0) {
    if (upstreams.length === 0) return ok(name, 'None yet; the first start makes them.');
    return failure(
      name,
      `${directory} has no keys, and a gateway makes none.`,
      'Copy the keys of an application server there.',
    );
  }
  for (const file of files) {
    const path = join(directory, file);
    try {
      const bytes = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64').length;
      if (bytes !== KEY_BYTES)
        return failure(
          name,
          `${path} is damaged: ${bytes} bytes, not ${KEY_BYTES}.`,
          'Restore it from a backup; never make a new one.',
        );
      const { mode } = await stat(path);
      if ((mode & (OTHERS | GROUP_WRITE)) !== 0) {
        return failure(
          name,
          `${path} may be read or changed by others (mode ${(mode & 0o777).toString(8)}).`,
          `chmod 600 ${path}`,
        );
      }
    } catch (error) {
      return failure(name, `${path} cannot be read: ${reasonOf(error)}`, 'Give it to the user that runs Assay.');
    }
  }
  if (files.length === 1 && files[0] === 'model.key')
    return ok(name, 'The one of the model role, which needs no other.');
  if (!files.includes('master.key')) {
    return failure(name, `${directory} lacks master.key: stored code cannot be read.`, 'Restore it from a backup.');
  }
  return ok(name, `${files.length} keys in ${directory}, each whole and private.`);
}

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The directory, or the nearest one above that is there. */
export async function diskSpaceOf(directory: string): Promise<DiskSpace> {
  for (let path = directory; ; path = join(path, '..')) {
    const isThere = await access(path, constants.F_OK).then(
      () => true,
      () => false,
    );
    if (!isThere && path !== '/') continue;
    const { bavail, blocks, bsize } = await statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  }
}

export function judgeDisk({ freeBytes, totalBytes }: DiskSpace): CheckResult {
  const name = 'disk';
  const found = `${(freeBytes / GIGABYTE).toFixed(1)} GB of ${(totalBytes / GIGABYTE).toFixed(1)} GB are free.`;
  const advice = 'Make room or grow the volume; docs/operations/runbooks/assay-disk-low.md says where to look.';
  if (freeBytes < DISK.failBelowBytes) return failure(name, found, advice);
  if (freeBytes < DISK.warnBelowBytes || freeBytes < DISK.warnBelowShare * totalBytes)
    return warning(name, found, advice);
  return ok(name, found);
}
