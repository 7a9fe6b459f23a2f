// A corpus as bench/yardsticks/issues/prepare.mjs writes it: labels.json names the files and what belongs to them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CorpusUnit {
  readonly name: string;
  readonly language: string;
  readonly code: string;
  readonly files: readonly { readonly path: string; readonly code: string }[];
}

interface LabelledFile {
  readonly name: string;
  readonly file: string;
  readonly language: string;
  readonly context?: readonly { readonly path: string; readonly file: string }[];
}

/** Every file once, in the order of the labels. */
export function readCorpus(dir: string): CorpusUnit[] {
  const labels = JSON.parse(readFileSync(join(dir, 'labels.json'), 'utf8')) as {
    readonly cases?: readonly LabelledFile[];
    readonly files?: readonly LabelledFile[];
  };
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  const distinct = new Map([...(labels.cases ?? labels.files ?? [])].map((each) => [each.file, each]));
  return [...distinct.values()].map(({ name, file, language, context = [] }) => ({
    name,
    language,
    code: read(file),
    files: context.map((each) => ({ path: each.path, code: read(each.file) })),
  }));
}
