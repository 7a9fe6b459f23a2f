// Mirrors training runs and registered models to MLflow, where one is configured. Off the path of everything: it is tried again
// every minute until it is there.
import type { Database } from '../../database-service/index.ts';
import { createMlflowMirror } from '../../training-pipeline/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';

const EVERY_MS = 60_000;

/** No job without a server. */
export function trackingJobs(
  database: Database,
  { mlflowUrl, mlflowToken }: { readonly mlflowUrl: string | null; readonly mlflowToken: string | null },
): MaintenanceJob[] {
  if (mlflowUrl === null) return [];
  const { check, mirror } = createMlflowMirror(database, { url: mlflowUrl, token: mlflowToken });
  return [
    {
      name: 'experiment-tracking',
      everyMs: EVERY_MS,
      async run({ forEachTenant }) {
        await check();
        await forEachTenant(mirror);
      },
    },
  ];
}
