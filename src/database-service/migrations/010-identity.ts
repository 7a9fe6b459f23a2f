// Quotas of single keys and tenants, in place of those that the configuration gives everybody; null is the configuration's.

const QUOTA = `
  add column requests_per_minute integer check (requests_per_minute > 0),
  add column content_mb_per_hour integer check (content_mb_per_hour > 0)`;

export const identityQuotas = [
  `alter table api_keys ${QUOTA}`,
  `alter table tenants ${QUOTA}`,
] as const satisfies readonly string[];
