// The audit log as a whole: its endpoints, its jobs, and what is still to be written when the process stops.
import type { Endpoint } from '../endpoint.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import { securityReportEndpoints } from '../security-report/endpoints.ts';
import { securityReportJob } from '../security-report/kept-reports.ts';
import type { ApplicationOptions } from '../services.ts';
import { checkpointDirectory, checkpointJob, writeCheckpoints } from './checkpoints.ts';
import { auditLogEndpoint } from './endpoint.ts';
import { verificationJob } from './verification-job.ts';

const MINUTE_MS = 60_000;

export interface AuditLog {
  readonly endpoints: readonly Endpoint[];
  readonly jobs: readonly MaintenanceJob[];
  /** the last checkpoints; a failure is logged */
  finish(): Promise<void>;
}

type Options = Pick<ApplicationOptions, 'configuration' | 'database' | 'keys' | 'logger' | 'metrics'>;

export function createAuditLog({ configuration, database, keys, logger, metrics }: Options): AuditLog {
  const { auditSecret } = keys;
  const checkpoints = { database, auditSecret, directory: checkpointDirectory(configuration) };
  const review = { database, configuration, auditSecret };
  return {
    endpoints: [auditLogEndpoint(database), ...securityReportEndpoints(review)],
    jobs: [
      securityReportJob(review),
      checkpointJob(checkpoints, configuration.auditCheckpointMinutes * MINUTE_MS),
      verificationJob(checkpoints, metrics),
    ],
    async finish() {
      await writeCheckpoints(checkpoints).catch((error: unknown) =>
        logger.error({ err: error }, 'the last audit checkpoints were not written'),
      );
    },
  };
}
