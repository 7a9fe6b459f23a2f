// `assay train --model language`: from a corpus folder to a file of weights and a report of how good they are.
import { writeFile } from 'node:fs/promises';
import { trainLanguageModel, type UsedPackage } from '../training-pipeline/index.ts';
import { createProgressBar } from './progress-bar.ts';

export interface TrainLanguageOptions {
  readonly corpus: string;
  readonly out: string;
  readonly seed: number;
  readonly examples?: number;
  readonly files?: number;
  readonly share: number;
}

const WORST_LANGUAGES = 12;
const CONFUSIONS = 12;

/** Trains, writes the weights to `out`, scores and manifest beside them, and returns what to tell the user. */
export async function trainLanguage({
  corpus,
  out,
  seed,
  examples,
  files,
  share,
}: TrainLanguageOptions): Promise<string> {
  const bar = createProgressBar(process.stderr, { unit: 'snippets' });
  const { file, scores, counts, version, packages } = await trainLanguageModel({
    corpusDirectory: corpus,
    seed,
    share,
    ...(examples !== undefined && { examples }),
    ...(files !== undefined && { filesALanguage: files }),
    onProgress: (done, total) => bar.update(done, total),
  }).finally(() => bar.clear());
  await writeFile(out, file);
  const stem = out.replace(/\.safetensors$/, '');
  const report = `${stem}.scores.json`;
  await writeFile(`${stem}.manifest.json`, manifest(version, packages));
  await writeFile(report, `${JSON.stringify({ version, seed, share, counts, scores }, null, 1)}\n`);
  const worst = Object.entries(scores.byLanguage)
    .sort((a, b) => a[1] - b[1])
    .slice(0, WORST_LANGUAGES);
  return [
    `${version}: ${counts.languages} languages from ${counts.files} files of ${counts.packages} packages → ${out} (${file.length} bytes)`,
    `On packages that it has not seen: ${percent(scores.macro)} right (mean over languages); calibration error ${scores.calibrationError.toFixed(3)}, ` +
      `right in ${percent(scores.sureAndRight)} of what it says with 0.9 or more.`,
    `By kind of snippet: ${list(Object.entries(scores.byVariant))}`,
    `Weakest languages: ${list(worst)}`,
    `Most frequent confusions: ${scores.confusions
      .slice(0, CONFUSIONS)
      .map(([pair, count]) => `${pair.replace('>', ' as ')} ${count}`)
      .join(', ')}`,
    `All numbers: ${report}; what it was trained on: ${stem}.manifest.json`,
  ].join('\n');
}

/** A package a line, so that a change of the corpus can be read as one. `files` of the corpus are left out: what was used counts. */
function manifest(version: string, packages: readonly UsedPackage[]): string {
  const lines = packages.map(({ files: _, ...used }) => `  ${JSON.stringify(used)}`);
  return `{\n "version": ${JSON.stringify(version)},\n "packages": [\n${lines.join(',\n')}\n ]\n}\n`;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function list(entries: readonly (readonly [string, number])[]): string {
  return entries.map(([name, share]) => `${name} ${percent(share)}`).join(', ');
}
