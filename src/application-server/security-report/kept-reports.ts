// Security reports that are made weekly or when asked, stored, and recorded in the audit log.
import type { SecurityReport } from '../../contract/index.ts';
import {
  appendAuditEvent,
  findSecurityReport,
  HOME_TENANT_ID,
  saveSecurityReport,
} from '../../database-service/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import { createSecurityReport, type SecurityReportOptions } from './report.ts';

const WEEK_MS = 7 * 86_400_000;
const KEPT_MS = 400 * 86_400_000;

export function securityReportJob(options: SecurityReportOptions): MaintenanceJob {
  return {
    name: 'security-report',
    everyMs: WEEK_MS,
    run: ({ forEachTenant, log }) =>
      forEachTenant(async (tenantId) => {
        const { counts } = await makeReport(options, tenantId, null);
        if (tenantId === HOME_TENANT_ID) log.info({ counts }, 'security of this installation reviewed');
      }),
  };
}

/** A new report, stored and recorded. */
export async function makeReport(
  options: SecurityReportOptions,
  tenantId: string,
  actor: string | null,
): Promise<SecurityReport> {
  const now = new Date();
  const report = await createSecurityReport(options, tenantId, now);
  await options.database.asTenant(tenantId, async (tx) => {
    await saveSecurityReport(tx, report, new Date(now.getTime() - KEPT_MS));
    await appendAuditEvent(tx, { action: 'security-report.made', actor, target: null, details: report.counts });
  });
  return report;
}

/** The report of this week; made when there is none. */
export async function newestReport(options: SecurityReportOptions, tenantId: string): Promise<SecurityReport> {
  const since = new Date(Date.now() - WEEK_MS);
  const stored = await options.database.asTenant(tenantId, (tx) => findSecurityReport(tx, since));
  return (stored as SecurityReport | null) ?? (await makeReport(options, tenantId, null));
}
