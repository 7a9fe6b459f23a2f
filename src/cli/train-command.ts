// `assay train`: trains a model of Assay's. What each model needs is an option of its own.
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { TrainLanguageOptions } from './train-language.ts';

const NOTES = `
  assay train --model language --corpus DIR      the language identifier, from labelled source files (docs/language-identification.md)

Ctrl-C stops a training; nothing is written then. The same seed, corpus and options give the same bytes.
`;

export function addTrainCommand(program: Command): void {
  program
    .command('train')
    .description('train a model')
    .addOption(new Option('--model <name>', 'which model').choices(['language']).makeOptionMandatory())
    .requiredOption('--corpus <dir>', 'a folder that scripts/corpus/language-corpus.ts made')
    .option('--out <file>', 'where the weights go', 'language-identifier.safetensors')
    .option('--seed <number>', 'where chance begins', wholeNumber, 1)
    .option('--examples <number>', 'snippets to learn from', wholeNumber)
    .option('--files <number>', 'at most so many files of a language', wholeNumber)
    .option('--share <number>', 'part of the packages to learn from, for a learning curve', share, 1)
    .addHelpText('after', NOTES)
    .action(async (options: TrainLanguageOptions) => {
      const { trainLanguage } = await import('./train-language.ts');
      process.stdout.write(`${await trainLanguage(options)}\n`);
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
