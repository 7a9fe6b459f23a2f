// The one table of settings: reads the environment once at start, and says of each variable what it is for.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { AssayError } from '../errors.ts';
import { AUDIT_SETTINGS, type AuditConfiguration } from './audit-settings.ts';
import { COMMAND_LINE_SETTINGS, type CommandLineConfiguration } from './command-line-settings.ts';
import { MODEL_SETTINGS, type ModelConfiguration } from './model-settings.ts';
import { type OidcIssuer, oidcIssuers, requireLoginAddress } from './oidc-issuers.ts';
import { REGION_SETTINGS, type RegionConfiguration, requireOwnRegion } from './region-settings.ts';
import { REPLICA_SETTINGS, type ReplicaConfiguration, requirePrimary } from './replica-settings.ts';
import { SCAN_SETTINGS, type ScanConfiguration } from './scan-settings.ts';
import { TRACING_SETTINGS, type TracingConfiguration } from './tracing-settings.ts';
import { TRAINING_SETTINGS, type TrainingConfiguration } from './training-settings.ts';
import { absent, choice, integer, namedUrls, origin, origins, text, url, type Variable } from './variable.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that the environment decides, typed and checked. Sizes in MiB, times in milliseconds. */
export interface Configuration
  extends AuditConfiguration,
    CommandLineConfiguration,
    ModelConfiguration,
    RegionConfiguration,
    ReplicaConfiguration,
    ScanConfiguration,
    TracingConfiguration,
    TrainingConfiguration {
  readonly host: string;
  /** 0 asks the system for a free port */
  readonly port: number;
  /** as clients reach it, without a slash at the end; null: only this installation knows its tokens */
  readonly publicUrl: string | null;
  /** absolute */
  readonly dataDirectory: string;
  readonly bootstrapApiKey: string | null;
  /** null: the embedded database in the data directory */
  readonly databaseUrl: string | null;
  /** null: the login of `databaseUrl` owns the tables */
  readonly databaseOwnerUrl: string | null;
  /** by name; where tenants can be beside the database of `databaseUrl`, which is `home` */
  readonly databases: ReadonlyMap<string, string>;
  readonly databaseOwners: ReadonlyMap<string, string>;
  readonly databasePool: number;
  readonly databaseStatementTimeoutMs: number;
  readonly databaseLockTimeoutMs: number;
  /** null: the cache is in process */
  readonly redisUrl: string | null;
  readonly redisTimeoutMs: number;
  readonly amqpUrl: string | null;
  readonly logLevel: LogLevel;
  readonly analysisThreads: number;
  readonly analysisTimeoutMs: number;
  readonly analysisMemoryMb: number;
  readonly analysisQueue: number;
  readonly cacheMb: number;
  readonly requestsPerMinute: number;
  readonly bootstrapRequestsPerMinute: number;
  readonly tenantRequestsPerMinute: number;
  readonly addressRequestsPerMinute: number;
  readonly contentMbPerHour: number;
  readonly bootstrapContentMbPerHour: number;
  readonly tenantContentMbPerHour: number;
  readonly trustedProxyHops: number;
  readonly corsOrigins: readonly string[];
  readonly signingKeyDays: number;
  readonly oidcIssuers: readonly OidcIssuer[];
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
  /** origins of application servers; empty: this process answers itself */
  readonly upstreams: readonly string[];
  readonly upstreamTimeoutMs: number;
  /** null: as the role needs it */
  readonly drainDelayMs: number | null;
  readonly shutdownTimeoutMs: number;
}

/** One core is left to the thread that answers HTTP. */
const DEFAULT_THREADS = Math.max(1, availableParallelism() - 1);

const SETTINGS = {
  host: {
    name: 'ASSAY_HOST',
    description: 'Address to listen on. `0.0.0.0` or `::` listens on every interface.',
    parse: text('127.0.0.1'),
    default: '127.0.0.1',
  },
  port: {
    name: 'ASSAY_PORT',
    description: 'Port to listen on; 0 takes any free one and prints it.',
    parse: integer({ default: 8080, minimum: 0, maximum: 65_535 }),
    default: '8080',
  },
  publicUrl: {
    name: 'ASSAY_PUBLIC_URL',
    description:
      'The address under which clients reach Assay, as `https://assay.example.com`. It is the issuer of access tokens ' +
      'and the base of addresses that an identity provider sends people back to; all processes need the same.',
    parse: origin,
    default: 'none: tokens are issued by `urn:assay`',
  },
  dataDirectory: {
    name: 'ASSAY_DATA_DIR',
    description:
      'Directory for everything that must survive a restart: the embedded database, keys, the first API key. ' +
      'A relative path counts from the working directory. Only one Assay may use it at a time.',
    parse: (value) => resolve(value ?? '.assay/data'),
    default: '.assay/data',
  },
  bootstrapApiKey: {
    name: 'ASSAY_BOOTSTRAP_API_KEY',
    description:
      'API key of the platform owner, for unattended set-ups: `asy_live_` or `asy_test_`, 30 characters of 0-9A-Za-z ' +
      'and their checksum. Without it, one is made at the first start and shown once.',
    parse: absent,
    default: 'made at the first start',
    secret: true,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    description: 'PostgreSQL 15 or newer, as `postgres://user:password@host:port/database`.',
    parse: url('postgres:', 'postgresql:'),
    default: 'embedded PostgreSQL in the data directory',
    secret: true,
  },
  databaseOwnerUrl: {
    name: 'ASSAY_DATABASE_OWNER_URL',
    description:
      'The same database with the login that owns the tables, for migrations and backups. Then the login of `DATABASE_URL` ' +
      'needs no rights of its own; see `docs/operations/data.md`.',
    parse: url('postgres:', 'postgresql:'),
    default: 'the login of `DATABASE_URL`',
    secret: true,
  },
  databases: {
    name: 'ASSAY_DATABASES',
    description:
      'Further PostgreSQL databases that tenants can be moved to, as `large=postgres://… old=postgres://…`; the one ' +
      'of `DATABASE_URL` is `home`. Every process of the installation needs the same. Regions are something else: `ASSAY_REGION`.',
    parse: namedUrls('postgres:', 'postgresql:'),
    default: 'none',
    secret: true,
  },
  databaseOwners: {
    name: 'ASSAY_DATABASES_OWNER',
    description:
      'For each of `ASSAY_DATABASES` what `ASSAY_DATABASE_OWNER_URL` is for `DATABASE_URL`, in the same form.',
    parse: namedUrls('postgres:', 'postgresql:'),
    default: 'the logins of `ASSAY_DATABASES`',
    secret: true,
  },
  databasePool: {
    name: 'ASSAY_DATABASE_POOL',
    description: 'Connections to the PostgreSQL server that one process opens at most.',
    parse: integer({ default: 10, minimum: 1, maximum: 1000 }),
    default: '10',
  },
  databaseStatementTimeoutMs: {
    name: 'ASSAY_DATABASE_STATEMENT_TIMEOUT_MS',
    description: 'Milliseconds after which a statement, or a transaction that does nothing, is given up.',
    parse: integer({ default: 10_000, minimum: 100, maximum: 600_000 }),
    default: '10000',
  },
  databaseLockTimeoutMs: {
    name: 'ASSAY_DATABASE_LOCK_TIMEOUT_MS',
    description: 'Milliseconds that a statement waits for a lock before it is given up; of a PostgreSQL server only.',
    parse: integer({ default: 5000, minimum: 10, maximum: 600_000 }),
    default: '5000',
  },
  redisUrl: {
    name: 'REDIS_URL',
    description: 'Redis for the shared cache and the shared quotas, as `redis://…` or `rediss://…`.',
    parse: url('redis:', 'rediss:'),
    default: 'cache and quotas in process',
    secret: true,
  },
  redisTimeoutMs: {
    name: 'ASSAY_REDIS_TIMEOUT_MS',
    description:
      'Milliseconds that a look into the cache in Redis is waited for; then it is a miss. More where Redis is far away. ' +
      'Shared quotas wait as long, and a second at least.',
    parse: integer({ default: 100, minimum: 5, maximum: 60_000 }),
    default: '100',
  },
  amqpUrl: {
    name: 'AMQP_URL',
    description:
      'RabbitMQ 3.10 or newer for the message queue of scans, training runs and webhook deliveries, as `amqp://…` or `amqps://…`. ' +
      'With it, `assay serve --role api` leaves that work to `--role worker` and `--role trainer`.',
    parse: url('amqp:', 'amqps:'),
    default: 'the queue is in the database',
    secret: true,
  },
  logLevel: {
    name: 'ASSAY_LOG_LEVEL',
    description: `How much is logged: ${LOG_LEVELS.join(', ')}. Logs are JSON lines on standard error.`,
    parse: choice(LOG_LEVELS, 'info'),
    default: 'info',
  },
  analysisThreads: {
    name: 'ASSAY_ANALYSIS_THREADS',
    description: 'Worker threads for analysis. Each takes about 100 MB.',
    parse: integer({ default: DEFAULT_THREADS, minimum: 1, maximum: 256 }),
    default: 'one less than the cores, at least 1',
  },
  analysisTimeoutMs: {
    name: 'ASSAY_ANALYSIS_TIMEOUT_MS',
    description: 'Milliseconds that the analysis of one file may take before it is stopped and reported.',
    parse: integer({ default: 10_000, minimum: 10, maximum: 600_000 }),
    default: '10000',
  },
  analysisMemoryMb: {
    name: 'ASSAY_ANALYSIS_MEMORY_MB',
    description: 'MiB of heap that an analysis thread may use before it is stopped and reported.',
    parse: integer({ default: 256, minimum: 64, maximum: 65_536 }),
    default: '256',
  },
  analysisQueue: {
    name: 'ASSAY_ANALYSIS_QUEUE',
    description: 'Analyses that may wait for a thread; beyond that the answer is 503 `overloaded`.',
    parse: integer({ default: 1000, minimum: 1, maximum: 1_000_000 }),
    default: '1000',
  },
  cacheMb: {
    name: 'ASSAY_CACHE_MB',
    description: 'MiB of answers that the in-process cache keeps.',
    parse: integer({ default: 32, minimum: 1, maximum: 65_536 }),
    default: '32',
  },
  requestsPerMinute: {
    name: 'ASSAY_RATE_LIMIT',
    description: 'Requests a minute for an API key.',
    parse: integer({ default: 6000, minimum: 1, maximum: 100_000_000 }),
    default: '6000',
  },
  bootstrapRequestsPerMinute: {
    name: 'ASSAY_BOOTSTRAP_RATE_LIMIT',
    description: 'Requests a minute for the bootstrap key.',
    parse: integer({ default: 200_000, minimum: 1, maximum: 100_000_000 }),
    default: '200000',
  },
  tenantRequestsPerMinute: {
    name: 'ASSAY_TENANT_RATE_LIMIT',
    description: 'Requests a minute for all API keys of a tenant together; the bootstrap key does not count.',
    parse: integer({ default: 60_000, minimum: 1, maximum: 100_000_000 }),
    default: '60000',
  },
  addressRequestsPerMinute: {
    name: 'ASSAY_ADDRESS_RATE_LIMIT',
    description:
      'Requests a minute from one client address (IPv6: one /64) that no valid credential answers for: pages, ' +
      'refused keys, addresses that are not there.',
    parse: integer({ default: 1200, minimum: 1, maximum: 100_000_000 }),
    default: '1200',
  },
  contentMbPerHour: {
    name: 'ASSAY_CONTENT_LIMIT_MB',
    description: 'MiB of submitted content an hour for an API key.',
    parse: integer({ default: 1024, minimum: 1, maximum: 1_048_576 }),
    default: '1024',
  },
  bootstrapContentMbPerHour: {
    name: 'ASSAY_BOOTSTRAP_CONTENT_LIMIT_MB',
    description: 'MiB of submitted content an hour for the bootstrap key.',
    parse: integer({ default: 10_240, minimum: 1, maximum: 1_048_576 }),
    default: '10240',
  },
  tenantContentMbPerHour: {
    name: 'ASSAY_TENANT_CONTENT_LIMIT_MB',
    description:
      'MiB of submitted content an hour for all API keys of a tenant together; the bootstrap key does not count.',
    parse: integer({ default: 10_240, minimum: 1, maximum: 1_048_576 }),
    default: '10240',
  },
  trustedProxyHops: {
    name: 'ASSAY_TRUSTED_PROXY_HOPS',
    description:
      'How many proxies of your own stand before Assay. So many entries of X-Forwarded-For, from the right, are ' +
      'believed when the address of a client is told; 0 believes none.',
    parse: integer({ default: 0, minimum: 0, maximum: 10 }),
    default: '0',
  },
  signingKeyDays: {
    name: 'ASSAY_SIGNING_KEY_DAYS',
    description: 'Days after which the key that signs access tokens is replaced.',
    parse: integer({ default: 30, minimum: 1, maximum: 3650 }),
    default: '30',
  },
  oidcIssuers: {
    name: 'ASSAY_OIDC_FILE',
    description:
      'JSON file that names the OpenID Connect providers whose tokens are accepted, and how their claims map to tenant ' +
      'and role; `docs/oidc.md` describes it.',
    parse: oidcIssuers,
    default: 'none',
  },
  sessionIdleMinutes: {
    name: 'ASSAY_SESSION_IDLE_MINUTES',
    description: 'Minutes after which a session that is not used ends.',
    parse: integer({ default: 60, minimum: 5, maximum: 10_080 }),
    default: '60',
  },
  sessionHours: {
    name: 'ASSAY_SESSION_HOURS',
    description: 'Hours after which a session ends however much it is used.',
    parse: integer({ default: 12, minimum: 1, maximum: 720 }),
    default: '12',
  },
  corsOrigins: {
    name: 'ASSAY_CORS_ORIGINS',
    description:
      'Origins whose pages may call the API from a browser, with a key or token and never with cookies: ' +
      '`https://host` each, with commas between them.',
    parse: origins,
    default: 'none',
  },
  upstreams: {
    name: 'ASSAY_UPSTREAMS',
    description:
      'Application servers that `assay serve --role gateway` forwards to: `http://host:port` or `https://…`, with ' +
      'commas between them. They run `assay serve --role api` on the same PostgreSQL with the same operator keys.',
    parse: origins,
    default: 'none',
  },
  upstreamTimeoutMs: {
    name: 'ASSAY_UPSTREAM_TIMEOUT_MS',
    description: 'Milliseconds that a gateway waits for an application server, all attempts together.',
    parse: integer({ default: 120_000, minimum: 100, maximum: 3_600_000 }),
    default: '120000',
  },
  drainDelayMs: {
    name: 'ASSAY_DRAIN_DELAY_MS',
    description:
      'Milliseconds after SIGTERM in which `/readyz` says already that the server stops, while it still takes ' +
      'requests: so long balancers need to look elsewhere.',
    parse: (value) => (value === undefined ? null : integer({ default: 0, minimum: 0, maximum: 600_000 })(value)),
    default: '0; with `--role` 3000',
  },
  shutdownTimeoutMs: {
    name: 'ASSAY_SHUTDOWN_TIMEOUT_MS',
    description: 'Milliseconds that requests under way get to finish after SIGTERM or SIGINT.',
    parse: integer({ default: 10_000, minimum: 0, maximum: 600_000 }),
    default: '10000',
  },
  ...REPLICA_SETTINGS,
  ...REGION_SETTINGS,
  ...MODEL_SETTINGS,
  ...AUDIT_SETTINGS,
  ...COMMAND_LINE_SETTINGS,
  ...SCAN_SETTINGS,
  ...TRAINING_SETTINGS,
  ...TRACING_SETTINGS,
} as const satisfies { readonly [Key in keyof Configuration]: Variable<Configuration[Key]> };

/** One line of the configuration's documentation. */
export interface SettingDescription {
  readonly name: string;
  readonly description: string;
  readonly default: string;
}

/** Every variable that Assay reads, in the order in which the documentation lists them. */
export function describeConfiguration(): SettingDescription[] {
  return Object.values(SETTINGS).map(({ name, description, default: fallback }) => ({
    name,
    description,
    default: fallback,
  }));
}

/**
 * Reads and checks the environment. An empty variable counts as unset.
 * Throws AssayError `invalid_configuration` that names each wrong variable and what is allowed; never shows a secret.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv = process.env): Configuration {
  const wrong: string[] = [];
  const read = <Value>(setting: Variable<Value>): Value => {
    const value = environment[setting.name]?.trim() || undefined;
    try {
      return setting.parse(value);
    } catch (error) {
      const shown = setting.secret === true ? 'The value of' : `${JSON.stringify(value)} in`;
      wrong.push(`${shown} ${setting.name} is not allowed: it must be ${(error as Error).message}.`);
      return setting.parse(undefined);
    }
  };
  const entries = Object.entries(SETTINGS).map(([key, setting]) => [key, read(setting as Variable<unknown>)]);
  if (wrong.length > 0) throw new AssayError('invalid_configuration', { detail: wrong.join(' ') });
  const configuration = Object.fromEntries(entries) as Configuration;
  requireLoginAddress(configuration.oidcIssuers, configuration.publicUrl);
  requirePrimary(configuration.databaseUrl, configuration.databaseReadUrl);
  requireOwnRegion(configuration.region, configuration.regions);
  return configuration;
}
