// Parse and analyse speed in one thread, warm, all rules on: of the build, since what tsx makes of the sources is slower.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../scripts/repository-root.ts';
import type { Engine } from '../src/analysis-engine/index.ts';
import { engineSamples } from './samples.ts';
import { cpuTimeEach, median, percentile, printTable } from './statistics.ts';

const ROUNDS = 5;

async function builtEngine(): Promise<Engine> {
  execFileSync(process.execPath, [join(repositoryRoot, 'scripts/build.mjs')], { stdio: 'inherit' });
  const built = (path: string) => import(pathToFileURL(join(repositoryRoot, 'dist', path)).href);
  const { createEngine } = (await built(
    'analysis-engine/index.js',
  )) as typeof import('../src/analysis-engine/index.ts');
  const { loadGrammar, loadRuntime } = await built('model-service/issue-identification/grammar-files.js');
  const { BUILT_IN_RULES } = await built('rules/index.js');
  return createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
}

/** Prints MB/s (10^6 bytes) of parsing alone and of parsing, lowering and all rules; and milliseconds a file. */
export async function benchEngine(folder: string | null): Promise<void> {
  const engine = await builtEngine();
  const rows: string[][] = [];
  for (const [language, samples] of Object.entries(engineSamples(folder))) {
    await engine.prepare(language);
    const megabytes = samples.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) / 1e6;
    const parse = () => samples.forEach(({ path, code }) => void engine.parse(code, language, path));
    const perFile: number[] = [];
    const analyze = () => {
      for (const { path, code } of samples) {
        perFile.push(...cpuTimeEach(1, () => void engine.analyze({ code, language, path, files: [] })));
      }
    };
    analyze();
    perFile.length = 0;
    const parsing = median(cpuTimeEach(ROUNDS, parse));
    const analysing = median(cpuTimeEach(ROUNDS, analyze));
    rows.push([
      language,
      String(samples.length),
      megabytes.toFixed(2),
      ((megabytes / parsing) * 1000).toFixed(1),
      ((megabytes / analysing) * 1000).toFixed(1),
      median(perFile).toFixed(2),
      percentile(perFile, 0.99).toFixed(2),
    ]);
  }
  printTable(['language', 'files', 'MB', 'parse MB/s', 'analyse MB/s', 'p50 ms/file', 'p99 ms/file'], rows);
}
