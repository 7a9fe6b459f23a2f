// What fixes cost: processor time of an analysis with verified fixes against one without, file by file, in one thread.

import { type CorpusUnit, readCorpus } from '../scripts/verify/fixes/corpus.ts';
import { createEngine } from '../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../src/rules/index.ts';
import { engineSamples } from './samples.ts';
import { cpuTimeEach, median, percentile, printTable } from './statistics.ts';

const ROUNDS = 5;
/** Files of a corpus that are measured, spread over it. */
const MOST_FILES = 300;

/** A folder with labels.json is a corpus; without a folder the samples of this repository are taken. */
function unitsOf(folder: string | null): CorpusUnit[] {
  if (folder !== null) {
    const all = readCorpus(folder);
    const step = Math.ceil(all.length / MOST_FILES);
    return all.filter((_, index) => index % step === 0);
  }
  return Object.entries(engineSamples(null)).flatMap(([language, samples]) =>
    samples.map(({ path, code }) => ({ name: path, language, code, files: [] })),
  );
}

/** Prints p50 and p90 of the ratio over all files and over those that have fixes, and both times. */
export async function benchFixes(folder: string | null): Promise<void> {
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
  const units = unitsOf(folder);
  const measured = units.map((unit) => {
    const request = { code: unit.code, language: unit.language, path: unit.name, files: unit.files };
    // Another text each time: the engine remembers files of projects, and an analysis of one that is remembered parses nothing.
    let round = 0;
    const run = (suggest: boolean) => () => {
      round++;
      engine.analyze({ ...request, code: `${unit.code}\n${' '.repeat(round)}`, suggest });
    };
    const { fixes } = engine.analyze({ ...request, suggest: true });
    const without = median(cpuTimeEach(ROUNDS, run(false)));
    return {
      without,
      withFixes: median(cpuTimeEach(ROUNDS, run(true))),
      isFixed: fixes.some((each) => each.length > 0),
    };
  });
  const row = (name: string, files: typeof measured): string[] => {
    const ratios = files.map(({ without, withFixes }) => withFixes / without);
    const times = [median(files.map((each) => each.without)), median(files.map((each) => each.withFixes))];
    const shown = [median(ratios), percentile(ratios, 0.9), times[1] / times[0], ...times];
    return [name, String(files.length), ...shown.map((value) => value.toFixed(2))];
  };
  const rows = [
    row('all files', measured),
    row(
      'files with fixes',
      measured.filter(({ isFixed }) => isFixed),
    ),
  ];
  printTable(['', 'files', 'ratio p50', 'ratio p90', 'p50 / p50', 'ms without', 'ms with'], rows);
}
