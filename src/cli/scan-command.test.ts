// `assay scan` against a real server: what it prints, how it ends, and that a connection that is cut loses nothing.
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../../tests/server/index.ts';
import { critical } from '../../tests/server/samples.ts';
import type { ScanCommandOptions } from './scan-command.ts';
import { scanOnServer } from './scan-run.ts';

const START_MS = 600_000;
vi.setConfig({ testTimeout: START_MS });
let server: TestServer;
let folder = '';
beforeAll(async () => {
  server = await startTestServer({ consumes: ['scans'] });
  folder = mkdtempSync(join(tmpdir(), 'assay-scan-'));
}, START_MS);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

function write(files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function scan(target: string, options: Partial<ScanCommandOptions> = {}) {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const all = { server: server.address, apiKey: BOOTSTRAP_KEY, format: 'text', wait: true, ...options } as const;
  const code = await scanOnServer(target, all).finally(() => vi.restoreAllMocks());
  return { code, output };
}

/** Passes everything on, and cuts each connection that has told of this many files. */
async function cuttingProxy(
  port: number,
  files: number,
): Promise<{ server: Server; port: number; cuts: () => number }> {
  let cuts = 0;
  const proxy = createServer((incoming: Socket) => {
    const outgoing = connect(port, '127.0.0.1');
    let seen = 0;
    const cut = () => [incoming, outgoing].map((socket) => socket.destroy());
    outgoing.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1').split('event: file').length - 1;
      incoming.write(chunk);
      if (seen < files) return;
      cuts++;
      cut();
    });
    incoming.pipe(outgoing);
    for (const socket of [incoming, outgoing]) socket.on('error', cut).on('close', cut);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  return { server: proxy, port: typeof address === 'object' && address !== null ? address.port : 0, cuts: () => cuts };
}

describe('a folder', () => {
  it('is scanned without what git ignores, and reported as analyze does', async () => {
    write({
      'app.py': critical('app'),
      'lib/plain.py': 'x = 1\n',
      'ignored.py': critical('ignored'),
      '.gitignore': 'ignored.py\n',
    });
    const { code, output } = await scan(folder, { project: 'cli' });
    expect(code).toBe(1);
    expect(output).toContain('app.py');
    expect(output).toContain('sql-injection');
    expect(output).not.toContain('ignored.py');
    const json = await scan(folder, { project: 'cli', format: 'json' });
    expect(JSON.parse(json.output)).toMatchObject({ issue_count: 1 });
  });

  it('without findings ends with 0; findings of a baseline do not count', async () => {
    write({ 'plain.py': 'x = 1\n' });
    expect((await scan(folder)).code).toBe(0);
    write({ 'app.py': critical('known') });
    const { output } = await scan(folder, { repository: 'cli', wait: false });
    const id = output.trim();
    await vi.waitFor(async () => expect((await server.get(`/api/v1/scans/${id}`)).body.state).toBe('done'), START_MS);
    expect((await scan(folder, { repository: 'cli', baselineScan: id })).code).toBe(0);
    expect((await scan(folder, { repository: 'cli', baselineScan: id, failOn: 'any' })).code).toBe(1);
  });
});

describe('an archive that is larger than a server takes', () => {
  it('is refused before anything is sent, with what to do', async () => {
    write({ 'large.zip': '' });
    const archive = join(folder, 'large.zip');
    truncateSync(archive, 300 * 1_048_576);
    // Nobody listens there: it is not asked.
    await expect(scan(archive, { server: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'payload_too_large',
      detail: expect.stringMatching(/has 300 MiB; a server takes 64\. Unpack it and give the folder/),
    });
  });
});

describe('a connection that is cut', () => {
  it('is taken up again where it was; every file is told of', async () => {
    write(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}.py`, critical(`f${index}`)])));
    const { server: proxy, port, cuts } = await cuttingProxy(Number(new URL(server.address).port), 5);
    const { code, output } = await scan(folder, { server: `http://127.0.0.1:${port}`, format: 'json' });
    proxy.close();
    expect(cuts()).toBeGreaterThan(0);
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ issue_count: 30 });
    expect(JSON.parse(output).files).toHaveLength(30);
  });
});

describe('what goes wrong', () => {
  it.each<[string, Partial<ScanCommandOptions>, RegExp]>([
    ['a wrong key', { apiKey: 'asy_test_wrong' }, /401/],
    ['a server that is not there', { server: 'http://assay.invalid' }, /does not answer/],
  ])('%s', async (_what, options, reason) => {
    write({ 'a.py': 'x = 1\n' });
    await expect(scan(folder, options)).rejects.toThrow(reason);
  });

  it('a target that is not there, and an archive that is none', async () => {
    await expect(scan(join(folder, 'none'))).rejects.toThrow(/There is no file or folder/);
    write({ 'a.zip': 'no archive' });
    await expect(scan(join(folder, 'a.zip'))).rejects.toThrow(/422: The body is neither a zip archive/);
  });
});
