// Looks once a day whether every audit chain is as it was written, so that a broken one is heard of without anybody asking.
import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Metrics } from '../../monitoring/index.ts';
import { auditPublicKeyPem } from '../../security/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import { databaseChains } from './chain-source.ts';
import type { CheckpointOptions } from './checkpoints.ts';
import { verifyAudit } from './verification.ts';

const EVERY_MS = 24 * 60 * 60_000;

export function verificationJob(options: CheckpointOptions, metrics: Pick<Metrics, 'auditVerified'>): MaintenanceJob {
  const { database, auditSecret, directory } = options;
  return {
    name: 'audit-verification',
    everyMs: EVERY_MS,
    async run({ log }) {
      const { fault, chains } = await verifyAudit({
        chains: databaseChains(database),
        complete: true,
        checkpointDirectory: existsSync(directory) ? directory : null,
        publicKeys: [createPublicKey(auditPublicKeyPem(auditSecret))],
      });
      metrics.auditVerified(fault === null);
      if (fault === null) log.debug({ chains: chains.length }, 'the audit chains are as they were written');
      else log.error({ fault }, 'an audit chain is broken');
    },
  };
}
