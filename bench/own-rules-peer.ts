// Own rules beside the engine whose language they are written in: the same rules on the same files, each from the command line, in
// processor time: Assay with its built-in rules and their data flow besides, and without them as the peer is.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';
import { costOf } from './processor-time.ts';
import { printTable } from './statistics.ts';

const FILES = 30;
/** bytes of a file of about 300 lines */
const [LEAST, MOST] = [9_000, 13_000];

/**
 * `rules` and `code`: folders. The peer is `semgrep` in the path. Cold: one file, with everything that a run begins with. Warm: what one
 * file more costs in a run of several.
 */
export async function benchOwnRulesPeer(rules: string | null, code: string | null): Promise<void> {
  if (rules === null || code === null) {
    console.log('skipped: name a folder of rules by --samples and one of Python code by --code');
    return;
  }
  if (spawnSync('semgrep', ['--version']).status !== 0) {
    console.log('skipped: there is no semgrep in the path; to install it: pip install semgrep');
    return;
  }
  execFileSync(process.execPath, [join(repositoryRoot, 'scripts/build.mjs')], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'assay-peer-'));
  try {
    const files = pythonFiles(code);
    const [one, all] = [copied(files.slice(0, 1), join(folder, 'one')), copied(files, join(folder, 'all'))];
    const assay = (target: string) =>
      `${process.execPath} ${join(repositoryRoot, 'scripts/assay.mjs')} analyze ${target} --rules ${rules} --no-cache`;
    const alone = (target: string) => `${assay(target)} --only-own-rules`;
    const peer = (target: string) =>
      `semgrep scan --metrics off --disable-version-check --quiet -j 1 --config ${rules} ${target}`;
    const costs = [assay, alone, peer].map((command) => {
      const [cold = Number.NaN, many = Number.NaN] = [one, all].map(
        (target) => costOf(command(target)).processorSeconds,
      );
      return { cold, warm: ((many - cold) / (files.length - 1)) * 1000 };
    });
    printTable(
      ['', 'cold s', 'one file more ms'],
      ['Assay', 'Assay, own rules alone', 'Semgrep'].map((name, index) => [
        name,
        (costs[index]?.cold ?? Number.NaN).toFixed(1),
        (costs[index]?.warm ?? Number.NaN).toFixed(0),
      ]),
    );
    const ratio = (of: 'cold' | 'warm') => ((costs[2]?.[of] ?? 0) / (costs[1]?.[of] ?? 1)).toFixed(1);
    console.log(`own rules alone, times faster on ${files.length} files: cold ${ratio('cold')}, warm ${ratio('warm')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pythonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size > LEAST && statSync(path).size < MOST)
    .sort()
    .slice(0, FILES);
}

function copied(files: readonly string[], target: string): string {
  mkdirSync(target);
  for (const [index, file] of files.entries()) copyFileSync(file, join(target, `file-${index}.py`));
  return target;
}
