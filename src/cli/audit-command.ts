// `assay audit`: its commands and options; what they do is loaded when one of them is asked for.
import type { Command } from 'commander';
import type { EraseOptions, ExportOptions, SecurityOptions, VerifyOptions } from './audit-run.ts';

const collect = (value: string, previous: readonly string[]) => [...previous, value];

export function addAuditCommand(program: Command): void {
  const audit = program.command('audit').description('verify, export and review the audit log');
  audit
    .command('verify')
    .description(
      'check the chains of audit events and the signed checkpoints: in the database (an embedded one must not be running), or in ' +
        'exported logs. Exit code 0: faultless, 1: the first bad place is printed, 2: it could not be checked',
    )
    .option('--log <file>', 'an exported log instead of the database; may be given several times', collect, [])
    .option('--checkpoints <directory>', 'where the checkpoints are; default as the server is configured')
    .option('--public-key <file>', 'PEM of a key that signed them; default the one in the data directory', collect, [])
    .option('-f, --format <format>', 'text or json', 'text')
    .action(async (options: VerifyOptions) => (await import('./audit-run.ts')).verify(options));
  audit
    .command('export')
    .description('write the chain of one tenant as JSON lines, which `assay audit verify --log` can check anywhere')
    .option('--tenant <id>', 'whose; default the home tenant')
    .requiredOption('-o, --output <file>', 'file to make; it may not exist yet')
    .action(async (options: ExportOptions) => (await import('./audit-run.ts')).exportLog(options));
  audit
    .command('erase')
    .description(
      'erase what the audit log says about a person: all events with this id as actor or target. The chain stays whole, and the ' +
        'erasure is recorded in it',
    )
    .option('--tenant <id>', 'whose log; default the home tenant')
    .requiredOption('--person <id>', 'id of a user, service account or API key')
    .action(async (options: EraseOptions) => (await import('./audit-run.ts')).erase(options));
  audit
    .command('public-key')
    .description('print the public key of the checkpoints as PEM: keep it away from the server')
    .action(async () => (await import('./audit-run.ts')).printPublicKey());
  audit
    .command('security')
    .description(
      'review keys, roles, configuration, files, certificates and the audit chain, and say what to do. Exit code 1: something ' +
        'grave was found',
    )
    .option('--tenant <id>', 'whose keys and roles; default the home tenant, with the installation')
    .option('-f, --format <format>', 'text or json', 'text')
    .action(async (options: SecurityOptions) => (await import('./audit-run.ts')).security(options));
}
