// What the rest of Assay sees of a database: transactions that belong to one tenant, and nothing else.
import type { Kysely } from 'kysely';
import type { ApiKeyRecord } from './api-keys.ts';
import type { AuditChainHead } from './audit-log.ts';
import type { DumpSink, DumpSummary } from './backup/dump-format.ts';
import type { MessagePlace, QueueFigures } from './queue-messages.ts';
import type { ReplicaOptions, ReplicaStatus } from './replica/replica-status.ts';
import type { Schema } from './schema.ts';

/** A transaction that sees the rows of one tenant only. Given to the functions of this box; do not keep it. */
export type TenantTransaction = Kysely<Schema>;

export interface DatabaseLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface DatabaseOptions {
  /** `postgres://…` of a PostgreSQL ≥ 15, or null for the embedded one */
  readonly url: string | null;
  /** where the embedded database lives; made when missing, owned by one process at a time */
  readonly dataDirectory: string;
  /** connections to a server, default 10; the embedded database has one */
  readonly poolSize?: number;
  /** a statement that runs longer is cancelled, default 10,000 */
  readonly statementTimeoutMs?: number;
  /** a statement that waits longer for a lock fails, default 5,000; of a server only */
  readonly lockTimeoutMs?: number;
  /** of a login that owns the tables, for migrations and backups, when that of `url` does not */
  readonly ownerUrl?: string | null;
  /** where tenants can be beside that of `url`, which is home */
  readonly others?: readonly OtherDatabase[];
  /** a streaming replica of the server of `url`, for `asTenantReading` */
  readonly replica?: ReplicaOptions | null;
  readonly logger?: DatabaseLogger;
}

export interface OtherDatabase {
  readonly name: string;
  readonly url: string;
  readonly ownerUrl: string | null;
}

/** How busy the database is, for metrics and readiness. */
export interface DatabaseLoad {
  readonly connections: number;
  readonly idle: number;
  /** transactions waiting for a connection */
  readonly waiting: number;
}

export interface Database {
  readonly backend: 'embedded' | 'server';
  /**
   * Runs `work` in one transaction that sees and writes the rows of this tenant only; commits when it returns, rolls
   * back when it throws. Do not open another inside (refused: one connection would wait for itself) and do no slow
   * work inside (the embedded database has one connection). Throws AssayError `storage_full`, `storage_unavailable`.
   */
  asTenant<Result>(tenantId: string, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result>;
  /**
   * The same for questions: `work` writes nothing (it is refused) and may be run a second time. A read replica answers when
   * there is one that has replayed everything that was committed, by whichever process, before this call; otherwise the
   * primary. A replica's faults are never the caller's.
   */
  asTenantReading<Result>(tenantId: string, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result>;
  /** How the read replica does; null when there is none. */
  replicaStatus(): ReplicaStatus | null;
  /** For `findApiKeyByHash` only: the one look-up that needs no tenant. */
  findApiKey(hash: Buffer): Promise<ApiKeyRecord | null>;
  /**
   * The next tenants in the order of their ids, after this one or from the first: ids and nothing else, for maintenance
   * jobs that enter each of them by `asTenant`. An empty page is the end.
   */
  listTenantIds(after: string | null, limit: number): Promise<string[]>;
  /**
   * The heads of the next audit chains in the order of their tenants, those of erased tenants included. An empty page is the end.
   */
  listAuditChains(after: string | null, limit: number): Promise<AuditChainHead[]>;
  /**
   * Writes everything, as it is at one moment, to the sink, line by line; nobody has to wait meanwhile. Throws what the
   * sink throws.
   */
  dump(sink: DumpSink): Promise<DumpSummary>;
  /** Tenants with webhook deliveries that are due, the longest waiting first: ids and nothing else. */
  listTenantsWithDueDeliveries(limit: number): Promise<string[]>;
  /** Messages of this queue in the database that may be taken, the most urgent first, or that are dead: ids and nothing else. */
  listQueueMessages(filter: {
    readonly queue: string;
    readonly state: 'due' | 'dead';
    readonly limit: number;
  }): Promise<MessagePlace[]>;
  /** Of each queue in the database that has messages, all tenants together. */
  queueFigures(): Promise<QueueFigures[]>;
  /** Tenants with a scan that nobody works on and that was published longer ago, the longest waiting first: ids and nothing else. */
  listTenantsWithStalledScans(silenceSeconds: number, limit: number): Promise<string[]>;
  /** Resolves when the database answers; throws AssayError `storage_unavailable`. */
  ping(): Promise<void>;
  load(): DatabaseLoad;
  close(): Promise<void>;
}
