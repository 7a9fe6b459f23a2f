// Fetches the models that other regions have and this one has not, by digest. What was stored stays; what a region that is away
// could not give comes with the next run; what is not what its digest says is refused and told.
import { setTimeout as delay } from 'node:timers/promises';
import { type Database, findBundle, HOME_TENANT_ID } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { LineLogger, Metrics } from '../../monitoring/index.ts';
import { CALL_HEADER, type OperatorKeys, signCall } from '../../security/index.ts';
import { storeFetchedBundle } from '../../training-pipeline/index.ts';
import type { UpstreamPool } from '../../upstreams/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import { BUNDLES_PATH, isOfferedBundles, isSentBundle } from './wire.ts';

export interface ReplicationDependencies {
  readonly database: Database;
  readonly keys: OperatorKeys;
  readonly peers: ReadonlyMap<string, UpstreamPool>;
  readonly metrics: Metrics;
  readonly everySeconds: number;
}

const ANSWER_MS = 30_000;
/** Between two models: others use the database too. */
const PAUSE_MS = 50;

/** No job where there are no other regions. */
export function bundleReplicationJobs(dependencies: ReplicationDependencies): MaintenanceJob[] {
  const { peers, everySeconds } = dependencies;
  if (peers.size === 0) return [];
  return [
    {
      name: 'region-bundles',
      everyMs: everySeconds * 1000,
      async run({ signal, log }) {
        const refused: string[] = [];
        for (const [region, pool] of peers) {
          // That it is away has an alert of its own.
          if (pool.available() === 0) continue;
          refused.push(...(await fetchFrom(region, pool, dependencies, { signal, log })));
        }
        if (refused.length > 0) throw new Error(`Models of other regions were refused: ${refused.join('; ')}`);
      },
    },
  ];
}

interface Run {
  readonly signal: AbortSignal;
  readonly log: LineLogger;
}

/** Returns what was refused. A region that cannot be reached gives nothing this time. */
async function fetchFrom(
  region: string,
  pool: UpstreamPool,
  { database, keys, metrics }: ReplicationDependencies,
  { signal, log }: Run,
): Promise<string[]> {
  const ask = (path: string) => askRegion(pool, keys.regionKey, path, signal);
  const refused: string[] = [];
  try {
    const offered = await ask(BUNDLES_PATH);
    if (!isOfferedBundles.Check(offered)) throw new Error('its list is none');
    if (offered.region !== region) throw new Error(`it says that it is ${offered.region}: correct ASSAY_REGIONS`);
    for (const { digest } of offered.bundles) {
      signal.throwIfAborted();
      if ((await database.asTenant(HOME_TENANT_ID, (tx) => findBundle(tx, digest))) !== null) continue;
      const sent = await ask(`${BUNDLES_PATH}/${digest}`);
      try {
        if (!isSentBundle.Check(sent) || sent.digest !== digest) throw damaged();
        const { version, components, evaluation, trained_on: trainedOn } = sent;
        const ranker = Buffer.from(sent.ranker, 'base64');
        const bundle = { digest, version, components, ranker, trainedOn, evaluation };
        await database.asTenant(HOME_TENANT_ID, (tx) => storeFetchedBundle(tx, bundle, region));
        metrics.bundleFetched({ region, outcome: 'stored' });
        log.info({ region, digest, version }, 'a model of another region was stored');
      } catch (error) {
        if (!(error instanceof AssayError) || error.code !== 'model_damaged') throw error;
        metrics.bundleFetched({ region, outcome: 'refused' });
        refused.push(`${digest} of ${region}: ${error.detail}`);
      }
      await delay(PAUSE_MS, undefined, { signal });
    }
  } catch (error) {
    signal.throwIfAborted();
    metrics.bundleFetched({ region, outcome: 'failed' });
    log.warn({ err: error, region }, 'the models of a region could not be fetched; the next run goes on');
  }
  return refused;
}

async function askRegion(pool: UpstreamPool, key: Buffer, path: string, signal: AbortSignal): Promise<unknown> {
  const gateway = pool.choose(new Set());
  if (gateway === null) throw new Error('no gateway of it is ready');
  const headers = { [CALL_HEADER]: signCall(key, { method: 'GET', path }) };
  const answer = await gateway.exchange({ method: 'GET', path, headers, body: null }, { timeoutMs: ANSWER_MS, signal });
  if (answer.status !== 200) throw new Error(`it answered ${answer.status}`);
  return Buffer.isBuffer(answer.body) ? JSON.parse(answer.body.toString('utf8')) : null;
}

function damaged(): AssayError {
  return new AssayError('model_damaged', { detail: 'The model cannot be used: it is not what was asked for.' });
}
