// The security report of a tenant; that of the home tenant is about the installation as well.
import { createPublicKey } from 'node:crypto';
import type { Configuration } from '../../config/index.ts';
import { SEVERITIES, type SecurityFinding, type SecurityReport } from '../../contract/index.ts';
import {
  activeUserFacts,
  type Database,
  HOME_TENANT_ID,
  keyFacts,
  listPreferences,
  oldestStoredCode,
} from '../../database-service/index.ts';
import { auditPublicKeyPem } from '../../security/index.ts';
import { databaseChain } from '../audit-log/chain-source.ts';
import { checkpointDirectory } from '../audit-log/checkpoints.ts';
import { verifyAudit } from '../audit-log/verification.ts';
import { combinePreferences } from '../preferences/effective-preferences.ts';
import { keyChecks, roleChecks } from './account-checks.ts';
import { certificateChecks } from './certificate-checks.ts';
import { aboutInstallation, type CheckResult } from './check.ts';
import { dataChecks } from './data-checks.ts';
import { fileChecks } from './file-checks.ts';
import { configurationChecks } from './installation-checks.ts';

export interface SecurityReportOptions {
  readonly database: Database;
  readonly configuration: Configuration;
  readonly auditSecret: Buffer;
}

export async function createSecurityReport(
  options: SecurityReportOptions,
  tenantId: string,
  now: Date,
): Promise<SecurityReport> {
  const isHome = tenantId === HOME_TENANT_ID;
  const { keys, users, preferences, oldestCode } = await options.database.asTenant(tenantId, async (tx) => ({
    keys: await keyFacts(tx),
    users: await activeUserFacts(tx),
    preferences: (await listPreferences(tx)).filter(({ scope }) => scope === 'tenant'),
    oldestCode: await oldestStoredCode(tx),
  }));
  const results = [
    ...keyChecks(keys, now),
    ...roleChecks(users, keys, now),
    ...dataChecks(combinePreferences(preferences).values, oldestCode),
    await chainCheck(options, tenantId, isHome),
    ...(isHome ? await installationChecks(options.configuration, now) : []),
  ];
  return toReport(results, tenantId, isHome, now);
}

async function installationChecks(configuration: Configuration, now: Date): Promise<CheckResult[]> {
  return [
    ...configurationChecks(configuration),
    ...(await fileChecks(configuration.dataDirectory, checkpointDirectory(configuration))),
    ...(await certificateChecks(configuration, now)),
  ];
}

/** The checkpoints are compared for the home tenant only: reading all of them for each tenant would cost too much. */
async function chainCheck(
  { database, configuration, auditSecret }: SecurityReportOptions,
  tenantId: string,
  isHome: boolean,
): Promise<CheckResult> {
  const { fault } = await verifyAudit({
    chains: [databaseChain(database, tenantId)],
    complete: false,
    checkpointDirectory: isHome ? checkpointDirectory(configuration) : null,
    publicKeys: [createPublicKey(auditPublicKeyPem(auditSecret))],
  });
  return aboutInstallation('audit-chain', fault !== null, {
    area: 'audit-log',
    severity: 'critical',
    finding: `The audit log is not intact: ${fault}.`,
    advice: 'Keep the database as it is, run `assay audit verify` on a copy, and find out who had access to it.',
  });
}

function toReport(results: readonly CheckResult[], tenantId: string, isHome: boolean, now: Date): SecurityReport {
  const rank = ({ severity }: SecurityFinding) => SEVERITIES.indexOf(severity);
  const findings = results.flatMap((result) => result.findings).sort((a, b) => rank(a) - rank(b));
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return {
    created_at: now.toISOString(),
    tenant_id: tenantId,
    scope: isHome ? 'installation' : 'tenant',
    counts,
    findings,
    checks: results.map(({ name }) => name),
  };
}
