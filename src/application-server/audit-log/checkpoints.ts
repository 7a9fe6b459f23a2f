// Writes signed checkpoints of all audit chains to the log outside the database: those that have grown since the last one.
import { join } from 'node:path';
import type { Configuration } from '../../config/index.ts';
import { type AuditChainHead, type Database, genesisHash, holdCheckpointLog } from '../../database-service/index.ts';
import { auditSigningKey, checkpointHash, signCheckpoint } from '../../security/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import { appendCheckpoints, readLogState } from './checkpoint-log.ts';

export interface CheckpointOptions {
  readonly database: Database;
  /** of the operator's keys */
  readonly auditSecret: Buffer;
  readonly directory: string;
}

/** Where the configuration wants them. */
export function checkpointDirectory({ auditCheckpointDirectory, dataDirectory }: Configuration): string {
  return auditCheckpointDirectory ?? join(dataDirectory, 'audit-checkpoints');
}

const CHAINS_A_PAGE = 500;

export function checkpointJob(options: CheckpointOptions, everyMs: number): MaintenanceJob {
  return {
    name: 'audit-checkpoints',
    everyMs,
    async run({ log }) {
      const written = await writeCheckpoints(options);
      log.debug({ written }, 'audit checkpoints written');
    },
  };
}

/** Returns how many were written. May run in several processes at once: one of them writes, the others wait. */
export async function writeCheckpoints({ database, auditSecret, directory }: CheckpointOptions): Promise<number> {
  const signingKey = auditSigningKey(auditSecret);
  let written = 0;
  let after: string | null = null;
  for (;;) {
    const heads: AuditChainHead[] = await database.listAuditChains(after, CHAINS_A_PAGE);
    after = heads.at(-1)?.tenantId ?? null;
    if (after === null) return written;
    // Held, so that two processes do not build on the same last line.
    written += await holdCheckpointLog(database, async () => {
      const now = new Date();
      const { lastSeq, lastHash } = await readLogState(directory, now);
      const lines: string[] = [];
      let previous = lastHash;
      for (const { tenantId, seq, hash } of heads) {
        const chain = genesisHash(tenantId).toString('hex');
        if (seq <= (lastSeq.get(chain) ?? 0)) continue;
        const line = signCheckpoint(signingKey, {
          chain,
          seq,
          head: hash.toString('hex'),
          time: now.toISOString(),
          previous,
        });
        previous = checkpointHash(line);
        lines.push(line);
      }
      await appendCheckpoints(directory, now, lines);
      return lines.length;
    });
  }
}
