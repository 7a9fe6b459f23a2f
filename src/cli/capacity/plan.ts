// How much of everything a stated load needs, from what one analysis costs. Pure: docs/operations/capacity.md explains the model.

export interface AnalysisCost {
  /** processor milliseconds in an analysis thread */
  readonly engineMs: number;
  readonly codeBytes: number;
  readonly issues: number;
  /** where these come from, for the reader */
  readonly source: string;
}

export interface StatedLoad {
  /** requests to analyse at the busiest time */
  readonly requestsPerSecond: number;
  /** share of them answered from the cache, 0 to 1 */
  readonly cachedShare: number;
  /** share of the day that is as busy, 0 to 1: how much a day brings in */
  readonly busyShare: number;
  readonly retentionDays: number;
  /** 0 asks for as many as are needed */
  readonly replicas: number;
  readonly threadsPerReplica: number;
  /** of the database server */
  readonly maxConnections: number;
  readonly poolSize: number;
}

export interface Resource {
  readonly name: string;
  /** of what there is, at the stated load; above 1 it does not suffice */
  readonly used: number;
  readonly explanation: string;
  /** false: the number of processes decides, not the load */
  readonly grows: boolean;
}

export interface CapacityPlan {
  readonly replicas: number;
  readonly gateways: number;
  readonly coresPerReplica: number;
  readonly memoryMbPerReplica: number;
  readonly databaseGb: number;
  readonly cacheMb: number;
  /** the fullest first: that is what breaks first */
  readonly resources: readonly Resource[];
}

/** Threads that are busier than this make requests wait: at 70 % a request waits about as long again as it takes. */
const TARGET_USE = 0.7;
/** One dies, and the rest carry the load. */
const LEAST_REPLICAS = 2;
/** Measured (docs/benchmarks.md): a cached answer through the whole stack, 0.47; what a cold one takes outside the engine. */
const CACHED_MS = 0.5;
const COLD_MS = 5;
/** Measured with PostgreSQL 15: 250 analyses of 912 bytes and 3.2 issues each took 6.9 kB each, indexes and sealed code among them. */
const ROW_BYTES = 1000;
const BYTES_AN_ISSUE = 1600;
/** Measured (docs/benchmarks.md): the process with one thread; the parser and heap of one more. */
const PROCESS_MB = 260;
const THREAD_MB = 110;
/** An answer as it is cached, per issue and for itself, kept for a day. */
const CACHED_BYTES = 600;
const CACHED_BYTES_AN_ISSUE = 900;
const SECONDS_A_DAY = 86_400;
/** Transactions a second that a small PostgreSQL server commits to disk, one a cold analysis: a cautious figure, not a measured one. */
const COMMITS_A_SECOND = 1000;

export function planCapacity(cost: AnalysisCost, load: StatedLoad): CapacityPlan {
  const cold = load.requestsPerSecond * (1 - load.cachedShare);
  const cached = load.requestsPerSecond - cold;
  const busyThreads = (cold * cost.engineMs) / 1000;
  const busyServing = (cold * COLD_MS + cached * CACHED_MS) / 1000;
  const needed = Math.max(busyThreads / load.threadsPerReplica, busyServing) / TARGET_USE;
  const replicas = load.replicas > 0 ? load.replicas : Math.max(LEAST_REPLICAS, Math.ceil(needed));
  const gateways = Math.max(LEAST_REPLICAS, Math.ceil((load.requestsPerSecond * CACHED_MS) / 1000 / TARGET_USE));
  const analysesADay = cold * SECONDS_A_DAY * load.busyShare;
  const bytesEach = ROW_BYTES + cost.codeBytes + cost.issues * BYTES_AN_ISSUE;
  const connections = (replicas + gateways) * load.poolSize;
  const resources: Resource[] = [
    {
      name: 'analysis threads',
      used: busyThreads / (replicas * load.threadsPerReplica),
      explanation: 'requests wait for a thread, then 503 overloaded: more replicas',
      grows: true,
    },
    {
      name: 'the thread that answers HTTP',
      used: busyServing / replicas,
      explanation: 'answers come late, the event loop lags: more replicas',
      grows: true,
    },
    {
      name: 'database connections',
      used: connections / load.maxConnections,
      explanation: `${connections} of ${load.maxConnections}: raise max_connections, lower ASSAY_DATABASE_POOL, or put a pooler between`,
      grows: false,
    },
    {
      name: 'database commits',
      used: cold / COMMITS_A_SECOND,
      explanation: 'answers wait for the disk of the database: faster disk, or a second database (ASSAY_DATABASES)',
      grows: true,
    },
  ];
  return {
    replicas,
    gateways,
    coresPerReplica: load.threadsPerReplica + 1,
    memoryMbPerReplica: PROCESS_MB + load.threadsPerReplica * THREAD_MB,
    databaseGb: (analysesADay * load.retentionDays * bytesEach) / 1e9,
    cacheMb: (analysesADay * (CACHED_BYTES + cost.issues * CACHED_BYTES_AN_ISSUE)) / 1e6,
    resources: resources.sort((left, right) => right.used - left.used),
  };
}

export function capacityText(cost: AnalysisCost, load: StatedLoad, plan: CapacityPlan): string {
  // What is used up already; otherwise what the load fills first.
  const first = plan.resources.find(({ used, grows }) => used > 1 || grows);
  const growth = first === undefined || first.used === 0 ? 0 : 1 / first.used;
  const lines = [
    `One analysis: ${cost.engineMs.toFixed(1)} ms of a thread, ${(cost.codeBytes / 1000).toFixed(1)} kB, ${cost.issues.toFixed(1)} issues (${cost.source})`,
    `Load: ${load.requestsPerSecond} requests a second at the busiest time, ${percent(load.cachedShare)} of them cached`,
    '',
    `Application servers  ${plan.replicas}, each ${plan.coresPerReplica} cores and ${plan.memoryMbPerReplica} MB (ASSAY_ANALYSIS_THREADS=${load.threadsPerReplica})`,
    `Gateways             ${plan.gateways}, each 1 core and 256 MB`,
    `Database             ${plan.databaseGb.toFixed(1)} GB after ${load.retentionDays} days, and as much again for backups and growth`,
    `Redis                ${Math.ceil(plan.cacheMb)} MB hold the answers of a day; less only makes more of them cold`,
    `Data directory       less than 1 GB on each process (keys and checkpoints; the database is a server)`,
    '',
    'In use at that load, the fullest first:',
    ...plan.resources.map(({ name, used, explanation, grows }) => {
      const how = grows ? '' : ' (more with each process, not with the load)';
      return `  ${percent(used).padStart(5)}  ${name}${how}: ${explanation}`;
    }),
    '',
    growth >= 1
      ? `What breaks first: ${first?.name}, at ${growth.toFixed(1)} times this load. ${enoughFor(load)}`
      : `It does not suffice: ${first?.name} would need ${percent(first?.used ?? 0)} of what is there.`,
  ];
  return `${lines.join('\n')}\n`;
}

/** More replicas mend most of what the load fills, until this does. */
function enoughFor({ maxConnections, poolSize }: StatedLoad): string {
  const processes = Math.floor(maxConnections / poolSize);
  return `The database has connections for ${processes} application servers and gateways together.`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
