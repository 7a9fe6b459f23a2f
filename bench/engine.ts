// Parse and analyse speed in one thread, warm, all rules on.
import { createEngine } from '../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../src/rules/index.ts';
import { engineSamples } from './samples.ts';
import { median, percentile, printTable, timeEach } from './statistics.ts';

const ROUNDS = 5;

/** Prints MB/s (10^6 bytes) of parsing alone and of parsing, lowering and all rules; and milliseconds a file. */
export async function benchEngine(folder: string | null): Promise<void> {
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  const rows: string[][] = [];
  for (const [language, samples] of Object.entries(engineSamples(folder))) {
    await engine.prepare(language);
    const megabytes = samples.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0) / 1e6;
    const parse = () => samples.forEach(({ path, code }) => void engine.parse(code, language, path));
    const perFile: number[] = [];
    const analyze = () => {
      for (const { path, code } of samples) {
        perFile.push(...timeEach(1, () => void engine.analyze({ code, language, path, files: [] })));
      }
    };
    analyze();
    perFile.length = 0;
    const parsing = median(timeEach(ROUNDS, parse));
    const analysing = median(timeEach(ROUNDS, analyze));
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
