// docs/getting-started.md as a newcomer follows it: every block in one shell, on a server as `npm start` runs it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectOutput } from '../services/programs.ts';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from './index.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const PAGE = readFileSync('docs/getting-started.md', 'utf8');
const BLOCKS = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer({ consumes: ['scans'] });
  folder = mkdtempSync(join(tmpdir(), 'assay-newcomer-'));
  mkdirSync(join(folder, '.assay/data'), { recursive: true });
  writeFileSync(join(folder, '.assay/data/bootstrap-api-key'), `${BOOTSTRAP_KEY}\n`);
  // What `npm link` puts there, from source.
  mkdirSync(join(folder, 'bin'));
  const command = join(folder, 'bin/assay');
  writeFileSync(
    command,
    `#!/bin/sh\nexec '${process.execPath}' --import '${import.meta.resolve('tsx')}' '${MAIN}' "$@"\n`,
  );
  chmodSync(command, 0o755);
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function follow(blocks: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }> {
  const here = blocks.map((block) => block.replace('http://127.0.0.1:8080', server.address));
  const script = here.map((block, index) => `echo "== block ${index + 1}"\n${block}\necho`).join('\n');
  const PATH = [join(folder, 'bin'), process.env.PATH].join(delimiter);
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { ...process.env, PATH, HOME: folder },
  });
  const output = collectOutput(child, 40_000);
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, output: output() };
}

it('every block does what the page says of it', async () => {
  expect(BLOCKS).toHaveLength(7);
  const { code, output } = await follow(BLOCKS);
  const said = output.split(/^== block \d+$/m).slice(1);
  expect(said, output).toHaveLength(BLOCKS.length);
  const [keys = '', analysis, verdict, command = '', rule = '', scan = '', people] = said;
  expect(keys.trim()).toBe('');
  expect(analysis).toContain('"rule_id":"command-injection"');
  expect(verdict).toContain('stays away from now on in the repository “shop”');
  expect(command).toContain('1 finding (1 critical) in 1 file');
  expect(command).toContain('exit code 1: there are findings');
  expect(command).toContain('+import shlex\n from flask');
  expect(rule).toContain('1 passed, 0 failed.');
  expect(rule).toContain('2 findings (1 critical, 1 medium) in 1 file');
  expect(rule).toContain('no-print  enforced');
  expect(scan).toContain('2 findings (1 critical, 1 medium) in 1 file');
  expect(people).toMatch(/at http:\S+\/login#token=\S{40}/);
  expect(people).toMatch(/"key":"asy_live_/);
  expect(code).toBe(0);
});
