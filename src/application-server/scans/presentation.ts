// A scan as it goes on the wire.
import type { Scan } from '../../contract/index.ts';
import type { ScanRecord } from '../../database-service/index.ts';

export function toScan(record: ScanRecord): Scan {
  const { files, analysed, reported, reused, failed } = record;
  return {
    scan_id: record.id,
    state: record.state,
    source: { kind: record.source, origin: record.origin },
    project: record.project,
    repository: record.repository,
    ref: record.ref,
    created_at: record.createdAt.toISOString(),
    started_at: record.startedAt?.toISOString() ?? null,
    finished_at: record.finishedAt?.toISOString() ?? null,
    progress: { files, analysed, reported, reused, failed },
    skipped: { ...record.skipped },
    issue_counts: { ...record.issueCounts },
    suppressed_count: record.suppressedCount,
    model: record.model === null ? null : { ...record.model },
    stopped_at: record.stoppedAtPath,
    error: record.error === null ? null : { ...record.error },
    notices: [...record.notices],
  };
}

export const hasEnded = ({ state }: Pick<ScanRecord, 'state'>): boolean => state !== 'queued' && state !== 'running';
