// `assay keys`: the operator keys before the first start; a new master key or signing key for the installation, or a new data key for one tenant.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RotateOptions } from './key-rotation.ts';

const NOTES = `
With a server that is running on the embedded database, the server does it. A rotation that was cut off is gone on with
when the command is run again; until it is finished both keys are kept.

  assay keys rotate --master                         every tenant's keys are wrapped under a new master key
  assay keys rotate --signing                        the next key for access tokens; tokens stay valid
  assay keys rotate --signing --compromised          every access token ends at once
  assay keys rotate --tenant ID                      new code is sealed under a new key, old code stays readable
  assay keys rotate --tenant ID --replace-older      stored code is sealed anew as well, and the older keys are destroyed
`;

export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description('the keys that seal what is stored');
  keys
    .command('make <directory>')
    .description(
      'make the operator keys below a directory, in its folder `keys`, before anything is started; what is there stays',
    )
    .action(async (directory: string) => {
      const { loadOperatorKeys } = await import('../security/index.ts');
      const made = await loadOperatorKeys(resolve(directory));
      process.stdout.write(`The operator keys are in ${made.directory}. Keep a copy where you keep secrets.\n`);
    });
  keys
    .command('rotate')
    .description('exchange a key for a new one')
    .option('--master', 'the master key of the installation')
    .option('--signing', 'the key that signs access tokens: the next one signs in ten minutes')
    .option('--compromised', 'with --signing: the keys before it, and every token, end at once')
    .option('--tenant <id>', 'the data key of this tenant')
    .option('--replace-older', 'with --tenant: seal stored code anew and destroy the older keys')
    .addHelpText('after', NOTES)
    .action(async (options: RotateOptions) => {
      const { rotate } = await import('./key-rotation.ts');
      process.stdout.write(`${await rotate(options)}\n`);
    });
}
