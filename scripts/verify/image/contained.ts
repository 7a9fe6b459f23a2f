// Runs a program as the image would: its own mounts, root read-only but for /data and /tmp, a user without rights.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { ImageSettings } from './dockerfile.ts';

/** `$1` root, `$2` data, `$3` uid:gid, `$4` directory, then the program. */
const SCRIPT = `
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
mount --bind "$2" "$1/data"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
for device in null zero urandom random; do : > "$1/dev/$device"; mount --bind "/dev/$device" "$1/dev/$device"; done
mount -o remount,bind,ro "$1"
root=$1 user=$3 directory=$4
shift 4
cd "$root$directory"
exec chroot --userspec="$user" --groups= "$root" "$@"
`;

export interface Container {
  readonly root: string;
  readonly data: string;
  readonly settings: ImageSettings;
}

function parameters({ root, data, settings }: Container, program: readonly string[]): string[] {
  const { user, directory } = settings;
  // chroot begins at /; env changes into the folder that the image names.
  return [
    '--mount',
    'bash',
    '-c',
    SCRIPT,
    'contained',
    root,
    data,
    user,
    directory,
    ...inDirectory(directory, program),
  ];
}

/** Node itself changes the folder: there may be no shell inside. */
function inDirectory(directory: string, [program = '', ...rest]: readonly string[]): string[] {
  if (program !== 'node') throw new Error(`only node is run inside, not ${program}`);
  return ['/usr/local/bin/node', ...rest.map((one) => (one.startsWith('dist/') ? join(directory, one) : one))];
}

export function start(container: Container, more: Readonly<Record<string, string>>): ChildProcess {
  const { settings } = container;
  return spawn('unshare', parameters(container, settings.command), {
    env: { PATH: process.env.PATH, ...settings.environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a program inside to its end. */
export function runInside(
  container: Container,
  program: readonly string[],
  more: Readonly<Record<string, string>>,
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('unshare', parameters(container, program), {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...container.settings.environment, ...more },
  });
  return { status, output: `${stdout}${stderr}` };
}
