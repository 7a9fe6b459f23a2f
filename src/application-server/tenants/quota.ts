// A quota between the wire and the database, and what the audit log says of it.
import type { Quota as WireQuota } from '../../contract/index.ts';
import type { Quota } from '../../database-service/index.ts';

export function toQuota({ requestsPerMinute, contentMbPerHour }: Quota): WireQuota {
  return { requests_per_minute: requestsPerMinute, content_mb_per_hour: contentMbPerHour };
}

export function fromQuota(quota: WireQuota): Quota {
  return { requestsPerMinute: quota.requests_per_minute, contentMbPerHour: quota.content_mb_per_hour };
}
