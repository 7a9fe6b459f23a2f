// The time that a question about metrics is about.
import { AssayError } from '../../errors.ts';
import { timeFilter } from '../time-filter.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 400;

/** Throws AssayError `invalid_request` for no times, or too long a time. */
export function timeRange(query: { readonly since?: string; readonly until?: string }): { since: Date; until: Date } {
  const until = timeFilter('until', query.until).until ?? new Date();
  const since = timeFilter('since', query.since).since ?? new Date(until.getTime() - DEFAULT_DAYS * DAY_MS);
  const days = (until.getTime() - since.getTime()) / DAY_MS;
  if (days > 0 && days <= MOST_DAYS) return { since, until };
  const message = `must be before until, and not more than ${MOST_DAYS} days`;
  throw new AssayError('invalid_request', { errors: [{ path: '/since', message }] });
}
