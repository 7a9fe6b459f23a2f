// `assay audit`: verify the audit log offline, export it, erase a person from it, print the key of its checkpoints.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { checkpointDirectory } from '../application-server/index.ts';
import { type Configuration, readConfiguration } from '../config/index.ts';
import { eraseAuditEventsOf, HOME_TENANT_ID } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { auditPublicKeyPem, findAuditSecret } from '../security/index.ts';
import { databaseChain, databaseChains, exportChain, exportedChain, openExistingDatabase } from './audit-sources.ts';
import { type VerificationOptions, type VerificationReport, verifyAudit } from './audit-verification.ts';
import { EXIT } from './exit-code.ts';

interface VerifyOptions {
  readonly log: readonly string[];
  readonly checkpoints?: string;
  readonly publicKey: readonly string[];
  readonly format: string;
}

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
    .action(verify);
  audit
    .command('export')
    .description('write the chain of one tenant as JSON lines, which `assay audit verify --log` can check anywhere')
    .option('--tenant <id>', 'whose; default the home tenant', HOME_TENANT_ID)
    .requiredOption('-o, --output <file>', 'file to make; it may not exist yet')
    .action(exportLog);
  audit
    .command('erase')
    .description(
      'erase what the audit log says about a person: all events with this id as actor or target. The chain stays whole, and the ' +
        'erasure is recorded in it',
    )
    .option('--tenant <id>', 'whose log; default the home tenant', HOME_TENANT_ID)
    .requiredOption('--person <id>', 'id of a user, service account or API key')
    .action(erase);
  audit
    .command('public-key')
    .description('print the public key of the checkpoints as PEM: keep it away from the server')
    .action(async () => {
      const secret = await findAuditSecret(readConfiguration().dataDirectory);
      if (secret === null) throw noKey();
      process.stdout.write(auditPublicKeyPem(secret));
    });
}

async function erase({ tenant, person }: { readonly tenant: string; readonly person: string }): Promise<void> {
  const database = await openExistingDatabase(readConfiguration());
  try {
    const erased = await database.asTenant(tenant, (tx) => eraseAuditEventsOf(tx, person));
    process.stdout.write(`Erased what ${erased} events said; their places in the chain stay.\n`);
  } finally {
    await database.close();
  }
}

async function verify(options: VerifyOptions): Promise<void> {
  const configuration = readConfiguration();
  const directory = options.checkpoints ?? checkpointDirectory(configuration);
  if (options.checkpoints !== undefined && !existsSync(directory)) {
    throw new AssayError('invalid_configuration', { detail: `There is no directory ${directory}.` });
  }
  const hasCheckpoints = existsSync(directory);
  const shared = {
    checkpointDirectory: hasCheckpoints ? directory : null,
    publicKeys: hasCheckpoints ? await publicKeys(options.publicKey, configuration) : [],
  };
  const report =
    options.log.length > 0
      ? await verifyAudit({ ...shared, chains: await Promise.all(options.log.map(exportedChain)), complete: false })
      : await verifyDatabase(configuration, shared);
  process.stdout.write(options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : verificationText(report));
  process.exitCode = report.fault === null ? EXIT.clean : EXIT.findings;
}

async function verifyDatabase(
  configuration: Configuration,
  shared: Pick<VerificationOptions, 'checkpointDirectory' | 'publicKeys'>,
): Promise<VerificationReport> {
  const database = await openExistingDatabase(configuration);
  try {
    return await verifyAudit({ ...shared, chains: databaseChains(database), complete: true });
  } finally {
    await database.close();
  }
}

async function publicKeys(files: readonly string[], configuration: Configuration): Promise<KeyObject[]> {
  if (files.length > 0) return files.map((file) => createPublicKey(readFileSync(file)));
  const secret = await findAuditSecret(configuration.dataDirectory);
  if (secret === null) throw noKey();
  return [createPublicKey(auditPublicKeyPem(secret))];
}

function noKey(): AssayError {
  return new AssayError('invalid_configuration', {
    detail:
      'The data directory holds no key for audit checkpoints: name it by ASSAY_DATA_DIR, or its public half by --public-key.',
  });
}

/** The report for people. */
export function verificationText({ chains, checkpoints, fault, notes }: VerificationReport): string {
  const lines = chains.map(
    ({ tenantId, events, erased, checkpoints: seen }) =>
      `  tenant ${tenantId}: ${events} events, ${erased} of them erased, ${seen} checkpoints agree`,
  );
  const notices = notes.map((note) => `  note: ${note}`);
  const verdict =
    fault === null
      ? `The audit log is faultless: ${chains.length} chains, ${checkpoints} checkpoints.`
      : `The audit log is not intact. First bad place:\n  ${fault}`;
  return `${[...lines, ...notices, verdict].join('\n')}\n`;
}

async function exportLog({ tenant, output }: { readonly tenant: string; readonly output: string }): Promise<void> {
  const database = await openExistingDatabase(readConfiguration());
  try {
    const file = createFile(output);
    try {
      const chain = databaseChain(database, tenant);
      await exportChain(chain, new Date(), (line) => writeFileSync(file, `${line}\n`));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } finally {
    await database.close();
  }
}

function createFile(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const detail = `${path} cannot be made (${(error as NodeJS.ErrnoException).code}).`;
    throw new AssayError('invalid_configuration', { detail, cause: error });
  }
}
