// Other analysers from npm, installed beside the benchmarks when one of them is first compared with.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';

export const PEERS = join(repositoryRoot, 'bench/peers');
const INSTALLED = ['eslint', 'oxlint'];

/** Throws when npm cannot install them. */
export function installPeers(): void {
  if (INSTALLED.every((name) => existsSync(join(PEERS, 'node_modules', name)))) return;
  console.log('installing the peers of bench/peers/package.json …');
  const { status } = spawnSync('npm', ['install', '--no-package-lock', '--ignore-scripts'], {
    cwd: PEERS,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the peers could not be installed');
}
