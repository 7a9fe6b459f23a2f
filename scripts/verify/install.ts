// `npm run verify install`: what a new user does. A fresh clone, `npm ci`, `npm start`, until the server answers.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';
import { appendRecord } from './record.ts';

const GOAL_MS = 60_000;
const PORT = '18480';

async function untilReady(): Promise<void> {
  const deadline = performance.now() + 3 * GOAL_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not become ready');
}

export async function verifyInstall(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-install-'));
  const clone = join(folder, 'assay');
  execFileSync('git', ['clone', '--quiet', repositoryRoot, clone]);
  const started = performance.now();
  execFileSync('npm', ['ci', '--silent'], { cwd: clone, stdio: 'inherit' });
  const installed = performance.now();
  const server = spawn('npm', ['start'], {
    cwd: clone,
    stdio: 'inherit',
    detached: true,
    env: { ...process.env, ASSAY_PORT: PORT },
  });
  try {
    await untilReady();
    const ready = performance.now();
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    const text = `\`npm ci\` ${seconds(installed - started)} s (package cache warm), \`npm start\` until ready ${seconds(ready - installed)} s, together ${seconds(ready - started)} s (goal 60 s).`;
    console.log(text);
    appendRecord('install', text);
    if (ready - started > GOAL_MS) throw new Error('slower than the goal');
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
