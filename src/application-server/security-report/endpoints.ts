// /api/v1/audit-log/security-reports: the newest security report of the tenant, and a new one when asked for.
import { SecurityReport } from '../../contract/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { makeReport, newestReport } from './kept-reports.ts';
import type { SecurityReportOptions } from './report.ts';

const PATH = '/api/v1/audit-log/security-reports';

export function securityReportEndpoints(options: SecurityReportOptions): Endpoint[] {
  const newest = defineEndpoint(
    {
      method: 'GET',
      path: `${PATH}/newest`,
      operationId: 'getSecurityReport',
      tag: 'audit',
      summary: 'The security report of this week: what was found, how grave it is, what to do.',
      access: 'audit:read',
      answers: { 200: json('The report.', SecurityReport) },
    },
    async ({ caller }) => ({ status: 200, body: await newestReport(options, caller.tenantId) }),
  );
  const made = defineEndpoint(
    {
      method: 'POST',
      path: PATH,
      operationId: 'makeSecurityReport',
      tag: 'audit',
      summary: 'Review keys, roles, audit log and, for the home tenant, the installation now.',
      access: 'audit:read',
      answers: { 201: json('The new report.', SecurityReport) },
    },
    async ({ caller }) => ({ status: 201, body: await makeReport(options, caller.tenantId, caller.actor) }),
  );
  return [newest, made];
}
