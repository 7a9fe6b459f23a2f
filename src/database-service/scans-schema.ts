// The tables of scans as TypeScript sees them.
import type { ColumnType, Generated } from 'kysely';

type Json<Value> = ColumnType<Value, string | undefined, string>;

export interface ScansSchema {
  scans: {
    tenant_id: Generated<string>;
    scan_id: string;
    created_at: ColumnType<Date, Date | undefined, never>;
    created_by: string;
    state: Generated<'queued' | 'running' | 'done' | 'failed' | 'cancelled'>;
    source: 'files' | 'archive' | 'git';
    origin: string | null;
    sealed_source: Buffer | null;
    project: string | null;
    repository: string | null;
    ref: string | null;
    settings: Json<unknown>;
    files: Generated<number>;
    analysed: Generated<number>;
    reported: Generated<number>;
    reused: Generated<number>;
    failed: Generated<number>;
    skipped: Json<Record<string, number>>;
    critical_count: Generated<number>;
    high_count: Generated<number>;
    medium_count: Generated<number>;
    low_count: Generated<number>;
    info_count: Generated<number>;
    suppressed_count: Generated<number>;
    attempts: Generated<number>;
    lease_holder: string | null;
    lease_until: Date | null;
    published_at: Generated<Date>;
    started_at: Date | null;
    finished_at: Date | null;
    stopped_at_path: string | null;
    error_code: string | null;
    error_detail: string | null;
    model_version: string | null;
    model_digest: string | null;
    notices: Json<{ code: string; message: string }[]>;
  };
  scan_files: {
    tenant_id: Generated<string>;
    scan_id: string;
    position: number;
    path: string;
    address: Buffer | null;
    state: Generated<'waiting' | 'analysed' | 'reported' | 'failed'>;
    file_key: Buffer | null;
    files_read: Json<[string, string][] | null>;
    outcome: Buffer | null;
    report_key: Buffer | null;
    analysis_id: string | null;
    report: number | null;
    issue_count: Generated<number>;
    issue_counts: Generated<number[]>;
    suppressed_count: Generated<number>;
    is_reused: Generated<boolean>;
    error: string | null;
  };
}
