// GET and POST /api/v1/audit-log/security-reports: the state of a tenant's security, with what to do about it.
import { type Static, Type } from 'typebox';
import { SEVERITIES } from './finding.ts';

export const SECURITY_AREAS = ['data', 'keys', 'roles', 'configuration', 'files', 'certificates', 'audit-log'] as const;

export const SecurityFinding = Type.Object({
  check: Type.String({ description: 'Names the check; stable.' }),
  area: Type.Enum(SECURITY_AREAS),
  severity: Type.Enum(SEVERITIES),
  finding: Type.String(),
  advice: Type.String({ description: 'What to do.' }),
  subjects: Type.Array(Type.String(), { description: 'Ids or names of what it is about, at most 100.' }),
});
export type SecurityFinding = Static<typeof SecurityFinding>;

export const SecurityReport = Type.Object({
  created_at: Type.String({ format: 'date-time' }),
  tenant_id: Type.String(),
  scope: Type.Enum(['installation', 'tenant'], {
    description: '`installation`: the home tenant, with configuration, files and certificates.',
  }),
  counts: Type.Record(Type.Enum(SEVERITIES), Type.Integer({ minimum: 0 })),
  findings: Type.Array(SecurityFinding, { description: 'The gravest first.' }),
  checks: Type.Array(Type.String(), { description: 'Every check that was made.' }),
});
export type SecurityReport = Static<typeof SecurityReport>;
