// Deletes sessions that have ended, expired tokens that set a password, and failures to log in that count no more.
import { type Database, deleteEndedLogins } from '../../database-service/index.ts';
import { idleSince, type LoginSettings } from '../sessions/login-settings.ts';
import type { MaintenanceJob } from './maintenance-job.ts';

const EVERY_MS = 60 * 60_000;

export function endedLoginsJob(database: Database, settings: LoginSettings): MaintenanceJob {
  return {
    name: 'ended-logins',
    everyMs: EVERY_MS,
    run: ({ forEachTenant }) =>
      forEachTenant(async (tenantId) => {
        await database.asTenant(tenantId, (tx) => deleteEndedLogins(tx, idleSince(settings)));
      }),
  };
}
