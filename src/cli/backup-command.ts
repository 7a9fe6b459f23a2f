// `assay backup` and `assay restore`: the options; what they do is in backup-run.ts.
import type { Command } from 'commander';
import type { BackupCommandOptions, SecretOptions } from './backup-run.ts';

const NOTES = `
The passphrase is the first line of its file, 12 characters or more; a key file holds 32 bytes in base64, as
\`openssl rand -base64 32\` makes them. Without it a backup is lost.

  assay backup /backups --passphrase-file pass.txt       a new file in a folder
  assay backup verify FILE --passphrase-file pass.txt    reads it to its end and checks everything
  assay restore FILE --passphrase-file pass.txt          into the empty database that the configuration names

A backup of the embedded database goes into a server and back: set or unset DATABASE_URL for the restoration.
The operator's keys (without them stored code cannot be read) are included only with --keys-passphrase-file or --keys-key-file.
`;

export function addBackupCommands(program: Command): void {
  const backup = withSecrets(program.command('backup').description('write a sealed backup of everything'))
    .argument('<target>', 'a new file, or a folder that is there')
    .option('--keys-passphrase-file <file>', "include the operator's keys, sealed with this passphrase")
    .option('--keys-key-file <file>', "include the operator's keys, sealed with this key")
    .addHelpText('after', NOTES)
    .action(async (target: string, options: BackupCommandOptions) => {
      const { backup: run } = await import('./backup-run.ts');
      process.stdout.write(`${await run(target, options)}\n`);
    });
  withSecrets(backup.command('verify').description('read a backup to its end and check everything'))
    .argument('<file>', 'the backup')
    .action(async (file: string, _: SecretOptions, command: Command) => {
      const { verify } = await import('./backup-run.ts');
      // The parent has options of the same names and takes them, wherever they stand.
      process.stdout.write(`${await verify(file, command.optsWithGlobals<SecretOptions>())}\n`);
    });
  withSecrets(program.command('restore').description('read a backup into an empty database'))
    .argument('<file>', 'the backup')
    .option('--keys-passphrase-file <file>', "put the operator's keys into the data directory; their passphrase")
    .option('--keys-key-file <file>', "put the operator's keys into the data directory; their key")
    .action(async (file: string, options: BackupCommandOptions) => {
      const { restore } = await import('./backup-run.ts');
      process.stdout.write(`${await restore(file, options)}\n`);
    });
}

function withSecrets(command: Command): Command {
  return command
    .option('--passphrase-file <file>', 'what opens the backup, as the first line of a file')
    .option('--key-file <file>', 'what opens the backup: 32 bytes in base64');
}
