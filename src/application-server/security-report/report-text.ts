// A security report for people.
import { SEVERITIES, type SecurityReport } from '../../contract/index.ts';

export function securityReportText(report: SecurityReport): string {
  const subject = report.scope === 'installation' ? 'this installation' : `tenant ${report.tenant_id}`;
  const found = SEVERITIES.filter((severity) => report.counts[severity] > 0);
  const summary = found.map((severity) => `${report.counts[severity]} ${severity}`).join(', ') || 'nothing found';
  const findings = report.findings.flatMap(({ severity, finding, advice, subjects }) => [
    '',
    `[${severity}] ${finding}`,
    `  what to do: ${advice}`,
    ...(subjects.length > 0 ? [`  about: ${subjects.join(', ')}`] : []),
  ]);
  const title = `Security of ${subject} at ${report.created_at}: ${summary} (${report.checks.length} checks)`;
  return `${[title, ...findings].join('\n')}\n`;
}
