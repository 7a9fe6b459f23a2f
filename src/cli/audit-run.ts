// What the commands of `assay audit` do.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import {
  checkpointDirectory,
  createSecurityReport,
  databaseChain,
  databaseChains,
  securityReportText,
  type VerificationReport,
  verifyAudit,
} from '../application-server/index.ts';
import { type Configuration, readConfiguration } from '../config/index.ts';
import type { SecurityReport } from '../contract/index.ts';
import { eraseAuditEventsOf, HOME_TENANT_ID } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { auditPublicKeyPem, findAuditSecret } from '../security/index.ts';
import { exportChain, exportedChain, openExistingDatabase } from './audit-sources.ts';
import { EXIT } from './exit-code.ts';
import { onInstallation } from './installation.ts';

export interface VerifyOptions {
  readonly log: readonly string[];
  readonly checkpoints?: string;
  readonly publicKey: readonly string[];
  readonly format: string;
}
export interface ExportOptions {
  readonly tenant?: string;
  readonly output: string;
}
export interface EraseOptions {
  readonly tenant?: string;
  readonly person: string;
}
export interface SecurityOptions {
  readonly tenant?: string;
  readonly format: string;
}

export async function printPublicKey(): Promise<void> {
  const secret = await findAuditSecret(readConfiguration().dataDirectory);
  if (secret === null) throw noKey();
  process.stdout.write(auditPublicKeyPem(secret));
}

export async function security({ tenant = HOME_TENANT_ID, format }: SecurityOptions): Promise<void> {
  const report = await onInstallation({
    direct: ({ database, keys, configuration }) =>
      createSecurityReport({ database, auditSecret: keys.auditSecret, configuration }, tenant, new Date()),
    async running(request) {
      if (tenant !== HOME_TENANT_ID) throw new AssayError('invalid_configuration', { detail: ONLY_HOME });
      return (await request('POST', '/api/v1/audit-log/security-reports')) as SecurityReport;
    },
  });
  process.stdout.write(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : securityReportText(report));
  const grave = report.findings.some(({ severity }) => severity === 'critical' || severity === 'high');
  process.exitCode = grave ? EXIT.findings : EXIT.clean;
}

const ONLY_HOME =
  'A server is running on the embedded database: ask it for the report of another tenant with a key of that tenant, or stop it.';

export async function erase({ tenant = HOME_TENANT_ID, person }: EraseOptions): Promise<void> {
  const database = await openExistingDatabase(readConfiguration());
  try {
    const erased = await database.asTenant(tenant, (tx) => eraseAuditEventsOf(tx, person));
    process.stdout.write(`Erased what ${erased} events said; their places in the chain stay.\n`);
  } finally {
    await database.close();
  }
}

export async function verify(options: VerifyOptions): Promise<void> {
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
  shared: Pick<Parameters<typeof verifyAudit>[0], 'checkpointDirectory' | 'publicKeys'>,
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
function verificationText({ chains, checkpoints, fault, notes }: VerificationReport): string {
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

export async function exportLog({ tenant = HOME_TENANT_ID, output }: ExportOptions): Promise<void> {
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
