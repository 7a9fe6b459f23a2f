// The features that count: those that several packages of a language have, and other languages less. What one package has is a
// habit of its people, and hashed together with the others it blurs what tells.
import { addFeature, TELLING_BYTES, visitFeatures } from '../../../model-service/index.ts';
import type { CorpusFile } from './language-corpus.ts';
import { fewestPackages, spread } from './vocabulary.ts';

/** of each language; languages share some of theirs */
const FEATURES_A_LANGUAGE = 6_000;
/** counted in so many cells, by the lowest bits */
const CELLS = 2 ** 23;
const LONGEST_TEXT = 6_000;
/** keeps a feature that hardly any language has from being worth everything */
const LEAST_SHARE = 1e-4;

interface Counts {
  /** the last file, and the last package, that had the feature of the cell */
  readonly lastFile: Int32Array;
  readonly lastPackage: Int32Array;
  readonly files: Uint16Array;
  readonly packages: Uint16Array;
}

/** A feature of one language, and the share of its files that have it. */
interface Frequent {
  readonly cell: number;
  readonly feature: number;
  readonly share: number;
}

/** A set of features for the feature extractor; deterministic. */
export function tellingFeatures(
  training: ReadonlyMap<string, readonly CorpusFile[]>,
  vocabulary: Uint8Array,
): Uint8Array {
  const counts: Counts = {
    lastFile: new Int32Array(CELLS),
    lastPackage: new Int32Array(CELLS),
    files: new Uint16Array(CELLS),
    packages: new Uint16Array(CELLS),
  };
  const shares = new Float32Array(CELLS);
  const languages = [...training.values()].map((files) => frequentFeatures(spread(files), vocabulary, counts));
  for (const { cell, share } of languages.flat()) shares[cell] = (shares[cell] ?? 0) + share;
  const telling = new Uint8Array(TELLING_BYTES);
  for (const features of languages) {
    const worth = ({ cell, share }: Frequent) =>
      share * Math.log(share / Math.max(LEAST_SHARE, (shares[cell] ?? 0) / languages.length));
    const best = features
      .map((each) => ({ ...each, worth: worth(each) }))
      .sort((a, b) => b.worth - a.worth || a.cell - b.cell)
      .slice(0, FEATURES_A_LANGUAGE);
    for (const { feature } of best) addFeature(telling, feature);
  }
  return telling;
}

/** Those that several packages of the language, and at least two of its files, have. */
function frequentFeatures(files: readonly CorpusFile[], vocabulary: Uint8Array, counts: Counts): Frequent[] {
  counts.lastFile.fill(-1);
  counts.lastPackage.fill(-1);
  counts.files.fill(0);
  counts.packages.fill(0);
  const numbers = new Map<string, number>();
  const fewest = fewestPackages(files);
  const found: { cell: number; feature: number }[] = [];
  const byPackage = files.toSorted((a, b) => (a.package < b.package ? -1 : Number(a.package > b.package)));
  byPackage.forEach((file, number) => {
    const name = numbers.get(file.package) ?? numbers.size;
    numbers.set(file.package, name);
    visitFeatures(file.text.slice(0, LONGEST_TEXT), vocabulary, (feature) => {
      const cell = feature & (CELLS - 1);
      if (counts.lastFile[cell] === number) return;
      counts.lastFile[cell] = number;
      counts.files[cell] = (counts.files[cell] ?? 0) + 1;
      if (counts.lastPackage[cell] === name) return;
      counts.lastPackage[cell] = name;
      counts.packages[cell] = (counts.packages[cell] ?? 0) + 1;
      if (counts.packages[cell] === fewest) found.push({ cell, feature });
    });
  });
  return found
    .map((each) => ({ ...each, share: (counts.files[each.cell] ?? 0) / files.length }))
    .filter(({ share }) => share * files.length > 1);
}
