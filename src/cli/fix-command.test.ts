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
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from './file-replacement.ts';
import { fix } from './fix-command.ts';

const CODE = 'import hashlib\n\n\ndef digest(data):\n    return hashlib.md5(data)\n';
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

  it('keeps to the rules that are asked for', async () => {
    expect((await assay({ rule: ['weak-random'] })).status).toBe(0);
    expect(text()).toBe(CODE);
  });

  it('writes suggestion blocks for a review', async () => {
    const [comment] = JSON.parse((await assay({ format: 'github' })).printed).comments;
    expect(comment).toMatchObject({ line: 5, side: 'RIGHT' });
    expect(comment.body).toContain('```suggestion\n    return hashlib.sha256(data)\n```');
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
