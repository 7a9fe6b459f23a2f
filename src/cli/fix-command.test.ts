import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from './file-replacement.ts';
import { fix } from './fix-command.ts';

const CODE = 'import hashlib\n\n\ndef digest(data):\n    return hashlib.md5(data)\n';
const gitMissing = spawnSync('git', ['--version']).status !== 0;
const FIXED = CODE.replace('md5', 'sha256');
const folders: string[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-fix-'));
  folders.push(folder);
  writeFileSync(join(folder, 'a.py'), CODE);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

const text = (): string => readFileSync(join(folder, 'a.py'), 'utf8');
const DEFAULTS = {
  dryRun: false,
  interactive: false,
  rule: [],
  minSeverity: 'info',
  minConfidence: 0.3,
  format: 'diff',
} as const;
const BOUNDS = { threads: 0, timeoutMs: 60_000, memoryMb: 512 };

async function assay(
  options: Partial<Parameters<typeof fix>[1]>,
  answers = '',
): Promise<{ status: number; printed: string }> {
  const output = new PassThrough();
  const errors = new PassThrough();
  errors.resume();
  const status = await fix([folder], { ...DEFAULTS, ...options }, BOUNDS, {
    input: Readable.from([answers]),
    output,
    errors,
  });
  output.end();
  return { status, printed: (await output.toArray()).join('') };
}

describe('assay fix', () => {
  it('writes verified fixes and prints what changed, and then has nothing to do', async () => {
    const first = await assay({});
    expect([first.status, text()]).toEqual([0, FIXED]);
    expect(first.printed).toContain('-    return hashlib.md5(data)\n+    return hashlib.sha256(data)\n');
    expect(await assay({})).toEqual({ status: 0, printed: '' });
  });

  it('drops an import whose last uses several fixes take away together', async () => {
    const go = [
      'package a',
      'import (',
      '\t"crypto/md5"',
      '\t"fmt"',
      ')',
      'func one(data []byte) string { return fmt.Sprintf("%x", md5.Sum(data)) }',
      'func two(data []byte) string { return fmt.Sprintf("%x", md5.Sum(data)) }',
      '',
    ];
    rmSync(join(folder, 'a.py'));
    writeFileSync(join(folder, 'a.go'), go.join('\n'));
    const { printed } = await assay({});
    const fixed = readFileSync(join(folder, 'a.go'), 'utf8');
    expect(fixed.match(/sha256\.Sum256/g)).toHaveLength(2);
    expect(fixed).not.toContain('crypto/md5');
    if (gitMissing) return;
    // What is printed is a patch.
    const patch = join(folder, 'change.patch');
    writeFileSync(join(folder, 'a.go'), go.join('\n'));
    writeFileSync(patch, printed.replace(/^(---|\+\+\+) ([ab])\/.*$/gm, '$1 $2/a.go'));
    execFileSync('git', ['apply', '--unsafe-paths', 'change.patch'], { cwd: folder });
    expect(readFileSync(join(folder, 'a.go'), 'utf8')).toBe(fixed);
  });

  it('changes nothing with --dry-run, and says by its exit code that there is something to do', async () => {
    const { status, printed } = await assay({ dryRun: true });
    expect([status, text()]).toEqual([1, CODE]);
    expect(printed).toContain('+++ b/');
  });

  it('asks about each fix, and takes the end of the input for no', async () => {
    for (const answer of ['n\n', 'q\n', '']) expect((await assay({ interactive: true }, answer)).status).toBe(1);
    expect(text()).toBe(CODE);
    expect((await assay({ interactive: true }, 'y\n')).status).toBe(0);
    expect(text()).toBe(FIXED);
  });

  it('asks once about what several findings share, and keeps to the answer', async () => {
    const twice = 'def add(x):\n    breakpoint()\n    x += 1\n    breakpoint()\n    return x\n';
    writeFileSync(join(folder, 'a.py'), twice);
    expect(JSON.parse((await assay({ format: 'json' })).printed).fixes).toHaveLength(2);
    await assay({ interactive: true }, 'n\ny\n');
    expect(text()).toBe(twice);
    expect((await assay({ interactive: true }, 'y\n')).status).toBe(0);
    expect(text()).toBe(twice.replaceAll('    breakpoint()\n', ''));
  });

  it('keeps to the rules that are asked for', async () => {
    expect((await assay({ rule: ['weak-random'] })).status).toBe(0);
    expect(text()).toBe(CODE);
  });

  it('tells a server which fixes were taken and refused, and nothing without being asked', async () => {
    const seen: { path: string; body: Record<string, unknown> }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        seen.push({ path: request.url ?? '', body });
        const suggestions = [{ id: 's', description: found.suggestions[0].description }];
        const answer = { analysis_id: 'a', issues: [{ id: 'i', fingerprint: found.fingerprint, suggestions }] };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer));
      });
    });
    const [found] = JSON.parse((await assay({ format: 'json' })).printed).fixes;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const reportTo = `http://127.0.0.1:${port}`;
    try {
      await assay({ interactive: true, reportTo }, 'n\n');
      await assay({ reportTo });
    } finally {
      server.close();
    }
    const told = seen.filter(({ path }) => path === '/api/v1/feedback').map(({ body }) => body);
    const feedback = (outcome: string) => ({
      analysis_id: 'a',
      feedback: { issue_id: 'i', suggestion_id: 's', suggestion_outcome: outcome },
    });
    expect(told).toEqual([feedback('rejected'), feedback('applied')]);
    expect(seen[0]).toMatchObject({ path: '/api/v1/analyze', body: { code: CODE, context: { store: 'results' } } });
  });

  it('writes suggestion blocks for a review', async () => {
    const [comment] = JSON.parse((await assay({ format: 'github' })).printed).comments;
    expect(comment).toMatchObject({ line: 5, side: 'RIGHT' });
    expect(comment.body).toContain('```suggestion\n    return hashlib.sha256(data)\n```');
  });
});

describe('fixes of own rules', () => {
  it('are made in files that nothing else is known of', async () => {
    const rules = join(folder, 'base.yaml');
    const rule = `{ id: latest, languages: [generic], severity: ERROR, message: m, pattern: "FROM $X:latest", fix: "FROM $X:1" }`;
    writeFileSync(rules, `rules:\n  - ${rule}\n`);
    writeFileSync(join(folder, 'Dockerfile'), 'FROM node:latest\n');
    expect((await assay({ rules: [rules], rule: ['latest'] })).status).toBe(0);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe('FROM node:1\n');
    await expect(assay({ rule: ['lates'] })).rejects.toMatchObject({
      detail: expect.stringContaining('no rule lates'),
    });
  });
});

describe('a file that is replaced', () => {
  const file = (): string => join(folder, 'a.py');

  it('keeps its mode, and leaves nothing beside it', () => {
    chmodSync(file(), 0o750);
    expect(replaceFile(file(), CODE, FIXED)).toBeNull();
    expect([text(), statSync(file()).mode & 0o777, readdirSync(folder)]).toEqual([FIXED, 0o750, ['a.py']]);
  });

  it('is left as it is when it changed meanwhile, is a link, or is gone', () => {
    expect(replaceFile(file(), 'other', FIXED)).toMatch(/changed meanwhile/);
    symlinkSync(file(), join(folder, 'link.py'));
    expect(replaceFile(join(folder, 'link.py'), CODE, FIXED)).toMatch(/link/);
    expect(replaceFile(join(folder, 'none.py'), CODE, FIXED)).toMatch(/could not be written/);
    expect([text(), readdirSync(folder).sort()]).toEqual([CODE, ['a.py', 'link.py']]);
  });
});
