import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../main.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-train-'));
  const files = Array.from({ length: 48 }, (_, index) => {
    const [language, text] =
      index % 2 === 0
        ? ['c', `int f${index}(void) { return ${index}; }\n`]
        : ['python', `def f${index}():\n    return ${index}\n`];
    return JSON.stringify({ language, package: `p${index % 12}`, text: (text ?? '').repeat(5) });
  });
  const packages = Array.from({ length: 12 }, (_, index) => ({
    registry: 'npm',
    name: `p${index}`,
    version: '1.0.0',
    licence: 'MIT',
    files: { [index % 2 === 0 ? 'c' : 'python']: 4 },
  }));
  await writeFile(join(directory, 'files.jsonl.gz'), gzipSync(files.join('\n')));
  await writeFile(join(directory, 'manifest.json'), JSON.stringify({ packages }));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What the command prints, and its exit code. */
async function run(...args: string[]): Promise<{ output: string; errors: string; code: number }> {
  const streams = { output: '', errors: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    streams.output += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    streams.errors += String(text);
    return true;
  });
  process.exitCode = 0;
  await main(['node', 'assay', 'train', ...args]).finally(() => {
    out.mockRestore();
    err.mockRestore();
  });
  const code = Number(process.exitCode);
  process.exitCode = 0;
  return { ...streams, code };
}

describe('assay train --model language', () => {
  it('writes weights, scores and the manifest of what it was trained on', async () => {
    const out = join(directory, 'mine.safetensors');
    const { output, code } = await run('--model', 'language', '--corpus', directory, '--out', out, '--examples', '200');
    expect(code).toBe(0);
    expect(output).toMatch(/language-[0-9a-f]{12}: 2 languages/);
    expect(await readdir(directory)).toEqual(
      expect.arrayContaining(['mine.manifest.json', 'mine.safetensors', 'mine.scores.json']),
    );
    const { packages } = JSON.parse(await readFile(join(directory, 'mine.manifest.json'), 'utf8'));
    expect(packages[0]).toMatchObject({ registry: 'npm', version: '1.0.0', licence: 'MIT' });
  });

  it('says what is wrong with a corpus, and writes nothing', async () => {
    const nowhere = join(directory, 'nowhere');
    const { errors, code } = await run('--model', 'language', '--corpus', nowhere, '--out', join(directory, 'no'));
    expect(code).toBe(2);
    expect(errors).toContain('no readable manifest.json');
    expect(await readdir(directory)).not.toContain('no');
  });

  it.each([
    [['--model', 'language'], /--corpus/],
    [['--model', 'weather', '--corpus', '.'], /language/],
    [['--model', 'language', '--corpus', '.', '--seed', 'x'], /whole number/],
    [['--model', 'language', '--corpus', '.', '--share', '2'], /at most 1/],
  ])('refuses %j', async (args, message) => {
    const { errors, code } = await run(...args);
    expect(code).toBe(2);
    expect(errors).toMatch(message);
  });
});
