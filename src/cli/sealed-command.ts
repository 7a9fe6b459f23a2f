// `assay sealed`: analyses here, and gives a server only what it cannot read.
import type { Command } from 'commander';

const NOTES = `
The code is analysed on this machine. The server gets severities, rules and languages in the clear, keyed hashes of paths, functions
and fingerprints, and everything else encrypted. It stores that, knows findings again and takes verdicts, but never has the key.
The API key is taken from ASSAY_API_KEY. Open findings at <server>/sealed with the key file.

  assay sealed init                                        make the key of a team; copy the file to colleagues by a safe way
  assay sealed analyze src --server https://assay.example.com --repository shop
`;

export interface SealedOptions {
  readonly server: string;
  readonly key: string;
  readonly repository?: string;
}

export function addSealedCommand(program: Command): void {
  const sealed = program.command('sealed').description('analyse here and store findings that the server cannot read');
  sealed.addHelpText('after', NOTES);
  sealed
    .command('init')
    .description('make a key file; the one thing that opens what is sealed with it')
    .option('--key <file>', 'where it goes; a file that is there is kept', 'assay-sealed-key.json')
    .action(async ({ key }: { readonly key: string }) => {
      const { createKeyFile } = await import('./sealed-analysis.ts');
      process.stdout.write(createKeyFile(key));
    });
  sealed
    .command('analyze')
    .description('analyse files and folders here, and store the sealed findings')
    .argument('<target...>', 'files or folders')
    .requiredOption('--server <url>', 'the Assay that stores them')
    .option('--key <file>', 'the key file', 'assay-sealed-key.json')
    .option('--repository <name>', 'where dismissals count; sent as a keyed hash')
    .addHelpText('after', NOTES)
    .action(async (targets: string[], options: SealedOptions) => {
      const { analyzeSealed } = await import('./sealed-analysis.ts');
      process.exitCode = await analyzeSealed(targets, options);
    });
}
