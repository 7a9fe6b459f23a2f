// The commands about own rules as they are typed, in a project of their own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addRules, lintRules, listRules, testRuleFiles } from './rules-run.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const TSX = fileURLToPath(import.meta.resolve('tsx'));
let project = '';
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'assay-own-rules-'));
  write('banner.yaml', rule('no-banner', 'banner($X)'));
  write('banner.py', '# ruleid: no-banner\nbanner(1)\n# ok: no-banner\nother(1)\n');
  write('wrong.yaml', rule('wrong', 'f($X)'));
  write('wrong.py', '# ok: wrong\nf(1)\n');
  write('app/a.py', 'import os, forms\nbanner(2)\nos.system("ls " + forms.read())\n');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const rule = (id: string, pattern: string) =>
  `rules:\n  - { id: ${id}, languages: [python], severity: ERROR, message: "Not $X.", pattern: "${pattern}" }\n`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

function assay(folder: string, ...args: readonly string[]) {
  const cwd = join(project, folder);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: join(project, 'cache') },
  });
  return { status, stdout, stderr };
}

const lint = (...paths: string[]) => lintRules(project, paths);
const add = (path: string) => addRules(project, [path], { replace: false });

it('rules are checked, tested and added', async () => {
  expect((await listRules(project)).output).toMatch(/no own rules/);
  expect(await lint('banner.yaml')).toEqual({ exit: 0, output: '1 rules can run, 0 problems.\n' });
  const failed = await add('wrong.yaml');
  expect(failed).toMatchObject({
    exit: 1,
    output: expect.stringContaining('wrong.py:2: wrong: reported here, but not'),
  });
  expect(readdirSync(project)).not.toContain('.assay');
  const added = await add('banner.yaml');
  expect(added).toMatchObject({ exit: 0, output: expect.stringContaining('1 passed, 0 failed.') });
  expect(readdirSync(join(project, '.assay/rules'))).toEqual(['banner.py', 'banner.yaml']);
  await expect(add('banner.yaml')).rejects.toMatchObject({ detail: expect.stringMatching(/--replace/) });
  write('other/banner.yaml', rule('another', 'g($X)'));
  write('other/facts.yaml', 'library: x\nlanguage: python');
  const twins = addRules(project, ['banner.yaml', 'other/banner.yaml'], { replace: true });
  await expect(twins).rejects.toMatchObject({ detail: expect.stringContaining('several files banner.yaml') });
  await expect(add('other/facts.yaml')).rejects.toMatchObject({ detail: expect.stringContaining('facts, not rules') });
  expect(await testRuleFiles(project, [])).toMatchObject({ exit: 0 });
  expect((await listRules(project)).output).toBe(
    'no-banner  high      python                    .assay/rules/banner.yaml\n',
  );
  await expect(lint('nowhere.yaml')).rejects.toMatchObject({ code: 'not_found' });
});

it('analyses of the project take its rules and facts; what cannot run is told once, with its place', () => {
  write('.assay/rules/mine.yaml', rule('mine', 'banner($X)'));
  write('.assay/rules/broken.yaml', 'rules:\n  - id: broken\n    languages: [python]\n');
  write(
    '.assay/facts.yaml',
    'library: forms\nlanguage: python\ncalls: { forms.read: { returns: { source: user-input } } }',
  );
  // From a folder below it is the same project.
  const { status, stdout, stderr } = assay('app', 'analyze', 'a.py', '--disable-rule', 'no-banner', '--format', 'json');
  const found = JSON.parse(stdout).files[0].issues.map((issue: { rule_id: string }) => issue.rule_id);
  expect(found).toEqual(['mine', 'command-injection']);
  expect(status).toBe(1);
  expect(stderr.split('\n').filter((line) => line.includes('broken.yaml:2:'))).toHaveLength(2);
  expect(assay('app', 'rules', 'lint')).toMatchObject({ status: 1, stdout: expect.stringContaining('broken.yaml:2:') });
  expect(assay('app', 'analyze', 'a.py', '--rule', 'mone')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Did you mean mine?'),
  });
});
