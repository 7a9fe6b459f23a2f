// What the endpoints work with, handed over by the role that wires the process.
import type { Cache } from '../cache/index.ts';
import type { Configuration } from '../config/index.ts';
import type { Database } from '../database-service/index.ts';
import type { MessageQueue } from '../message-queue/index.ts';
import type { ModelService } from '../model-service/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import type { OperatorKeys } from '../security/index.ts';
import type { UpstreamPool } from '../upstreams/index.ts';
import type { QuotaHolder } from './endpoint.ts';
import type { KeyRing } from './jwks/key-ring.ts';
import type { Revocations } from './revocations.ts';
import type { LoginSettings } from './sessions/login-settings.ts';

export interface ApplicationOptions {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly cache: Cache;
  readonly queue: MessageQueue;
  readonly model: ModelService;
  readonly keys: OperatorKeys;
  /** signs access tokens; shared with the gateway, which checks them */
  readonly keyRing: KeyRing;
  /** absolute; backups go there */
  readonly dataDirectory: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
  /** shared with the gateway of this process */
  readonly revocations: Revocations;
  readonly logins: LoginSettings;
  /** Charges content to the quotas of whoever asked for it. Throws AssayError `rate_limited`; then nothing was charged. */
  readonly chargeContent: (holder: QuotaHolder, bytes: number) => Promise<void>;
  /** gateways of the other regions, by name; empty: there are none */
  readonly peers: ReadonlyMap<string, UpstreamPool>;
  /** the help of a rule as Markdown, or null for one that does not exist */
  readonly ruleHelp: (ruleId: string) => string | null;
  /** true once the process is asked to stop: not ready any more */
  readonly isStopping: () => boolean;
}
