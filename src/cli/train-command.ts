// `assay train`: trains a model of Assay's. What each model needs is an option of its own.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AssayError } from '../errors.ts';
import type { TrainLanguageOptions } from './train-language.ts';
import type { TrainRankerOptions } from './train-ranker.ts';

const NOTES = `
  assay train                                    the ranker, from the verdicts of a tenant (docs/learning.md)
  assay train --model language --corpus DIR      the language identifier, from labelled source files (docs/language-identification.md)

The same seed, data and options give the same bytes. Ctrl-C stops a training: the next \`assay train\` goes on with that of the ranker,
that of the language identifier leaves nothing behind. Exit code 1: no ranker came of it, and the report says why.
`;

type TrainOptions = TrainRankerOptions &
  Omit<TrainLanguageOptions, 'corpus'> & { readonly model: 'ranker' | 'language'; readonly corpus?: string };

export function addTrainCommand(program: Command): void {
  program
    .command('train')
    .description('train a model')
    .addOption(new Option('--model <name>', 'which model').choices(['ranker', 'language']).default('ranker'))
    .option('--seed <number>', 'where chance begins', wholeNumber, 1)
    .option('--tenant <id>', 'of the ranker: whose verdicts; default the home tenant')
    .option('-f, --format <format>', 'of the ranker: report as text or json', 'text')
    .option('--corpus <dir>', 'of the language identifier: a folder that scripts/corpus/language-corpus.ts made')
    .option('--out <file>', 'of the language identifier: where the weights go', 'language-identifier.safetensors')
    .option('--examples <number>', 'of the language identifier: snippets to learn from', wholeNumber)
    .option('--files <number>', 'of the language identifier: at most so many files of a language', wholeNumber)
    .option('--share <number>', 'of the language identifier: part of the packages, for a learning curve', share, 1)
    .addHelpText('after', NOTES)
    .action(async ({ corpus, ...options }: TrainOptions) => {
      if (options.model === 'ranker') {
        const { trainRanker } = await import('./train-ranker.ts');
        process.stdout.write(await trainRanker(options));
        return;
      }
      if (corpus === undefined) {
        throw new AssayError('invalid_request', { detail: 'The language identifier needs --corpus.' });
      }
      const { trainLanguage } = await import('./train-language.ts');
      process.stdout.write(`${await trainLanguage({ ...options, corpus })}\n`);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('It must be above 0 and at most 1.');
  return value;
}
