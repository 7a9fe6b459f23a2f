// The program as a user runs it: its own process, from source.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeConfiguration } from './config/index.ts';
import { main } from './main.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
const DEFECT = `from flask import Flask, request
import os

app = Flask(__name__)

@app.route("/list")
def show():
    os.system("ls " + request.args["path"])
    return "done"
`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-main-'));
  mkdirSync(join(folder, 'project/lib'), { recursive: true });
  mkdirSync(join(folder, 'project/ignored'));
  writeFileSync(join(folder, 'project/.gitignore'), 'ignored/\n');
  writeFileSync(join(folder, 'project/ignored/app.py'), DEFECT);
  writeFileSync(join(folder, 'project/lib/app.py'), DEFECT);
  writeFileSync(join(folder, 'project/lib/picture.py'), new Uint8Array([1, 0, 2]));
  writeFileSync(join(folder, 'project/README.md'), '# Project\n\nA [link](https://example.org).\n');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function assay(args: readonly string[], input: string | null = null): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TSX, MAIN, ...args], { cwd: folder });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      out.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out.stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...out }));
    child.stdin.end(input ?? '');
  });
}

/** In this process: for what ends before any analysis starts. */
async function here(args: readonly string[]): Promise<Ended> {
  const ended = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      ended[name] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  try {
    await main(['node', 'assay', ...args]);
    return { code: Number(process.exitCode ?? 0), ...ended };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

describe('assay analyze', () => {
  it('prints the findings of a folder without colours, says what it skipped, and ends with 1', async () => {
    const { code, stdout } = await assay(['analyze', 'project']);
    expect(stdout).toContain('> 8 │     os.system("ls " + request.args["path"])');
    expect(stdout).toContain('command-injection');
    expect(stdout).toContain('1 ignored by .gitignore');
    expect(stdout).toContain('1 binary');
    expect(stdout).toMatch(/without an analyser \(.*markdown 1/);
    expect(stdout).not.toContain('project/ignored');
    expect(stdout).not.toContain('\x1b');
    expect(code).toBe(1);
  });

  it('ends with 0 when there is nothing to find', async () => {
    const { code, stdout } = await assay([
      'analyze',
      'project',
      '--disable-rule',
      'command-injection',
      '--disable-rule',
      'dynamic-command',
    ]);
    expect(stdout).toContain('No findings in 1 file');
    expect(code).toBe(0);
  });

  it('reads standard input and prints JSON alone', async () => {
    const { code, stdout, stderr } = await assay(['analyze', '-', '--path', 'x/app.py', '-f', 'json'], DEFECT);
    const report = JSON.parse(stdout);
    expect(report.files[0]).toMatchObject({ path: 'x/app.py', language: { id: 'python' } });
    expect(report.files[0].issues[0].location).toMatchObject({ path: 'x/app.py', start: { line: 8 } });
    expect(stderr).toContain('1 finding');
    expect(code).toBe(1);
  });

  it('writes SARIF to a file', async () => {
    const output = join(folder, 'out.sarif');
    const { code, stdout } = await assay(['analyze', 'project/lib/app.py', '-f', 'sarif', '-o', output]);
    const log = JSON.parse(readFileSync(output, 'utf8'));
    expect(log.runs[0].results[0]).toMatchObject({ ruleId: 'command-injection', level: 'error' });
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it.each([
    [['analyze', 'missing.py'], 'There is no file or folder missing.py.'],
    [['analyze', '/dev/null/x'], 'There is no file or folder /dev/null/x.'],
    [['analyze'], "missing required argument 'target'"],
    [['analyse', '.'], 'Did you mean analyze?'],
    [['analyze', '.', '--formt', 'json'], 'Did you mean --format?'],
    [['analyze', '.', '--format', 'xml'], 'Allowed choices are text, json, sarif, github'],
    [['analyze', '.', '--min-confidence', '7'], 'It must be a number from 0 to 1.'],
    [['analyze', '.', '--rule', 'sql-injecton'], 'Did you mean sql-injection?'],
  ])('%j ends with 2 and a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await here(args);
    expect(stdout + stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });
});

describe('assay', () => {
  it('lists commands and every variable in its help', async () => {
    const { code, stdout } = await here(['--help']);
    for (const { name } of describeConfiguration()) expect(stdout).toContain(name);
    expect(stdout).toContain('serve');
    expect(code).toBe(0);
  });

  it('prints its version', async () => {
    const { code, stdout } = await here(['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });
});
