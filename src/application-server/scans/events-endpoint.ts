// GET /api/v1/scans/{scan_id}/events: Server-Sent Events. What has come is asked of the database, so any replica can tell it, and a
// client that was cut off goes on after the last event that it saw.
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Type } from 'typebox';
import { ScanEventsQuery, type ScanFileEvent } from '../../contract/index.ts';
import { listScanReports, type ScanRecord } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { type Caller, defineEndpoint, type Endpoint } from '../endpoint.ts';
import { createOpenStreams } from './open-streams.ts';
import { hasEnded, toScan } from './presentation.ts';
import { scanParameters, visibleScan } from './read-endpoints.ts';
import type { ScanDependencies } from './scans.ts';

/** Between two looks: short while something comes, longer while nothing does. */
const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 1000;
/** Proxies close what is silent for a minute or less. */
const HEARTBEAT_MS = 10_000;
/** Then the client comes again, with its credential: what was revoked meanwhile ends here. */
const LONGEST_STREAM_MS = 10 * 60_000;
const FILES_A_LOOK = 500;
const RETRY_MS = 1000;
/** Each asks the database once a second or more. A browser opens six at most, a pipeline one for each of its scans. */
const MOST_STREAMS = { ofOneTenant: 50, together: 1000 };

export function scanEventsEndpoint(dependencies: ScanDependencies): Endpoint {
  const streams = createOpenStreams(MOST_STREAMS);
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/scans/:scan_id/events',
      operationId: 'watchScan',
      tag: 'scans',
      summary: 'Watch a scan: Server-Sent Events until it ends.',
      description:
        '`file`: a file is done, with how many issues it has; its id is where to go on by `Last-Event-ID`. `progress`: the scan as ' +
        'GET gives it, when something has changed. `end`: the same, once, as the last event.',
      access: 'analyses:read',
      projectKeys: true,
      parameters: scanParameters,
      query: ScanEventsQuery,
      etag: false,
      answers: { 200: { description: 'The events.', content: { 'text/event-stream': Type.String() } } },
    },
    async ({ parameters, query, caller, lastEventId, signal }) => {
      const after = query.after ?? numberOf(lastEventId);
      const scan = await dependencies.database.asTenant(caller.tenantId, (tx) =>
        visibleScan(tx, caller, parameters.scan_id),
      );
      const release = streams.open(caller.tenantId);
      const body = Readable.from(events(dependencies, { caller, scan, after, signal: signal() }), {
        objectMode: false,
      });
      body.once('close', release);
      return {
        status: 200,
        body,
        contentType: 'text/event-stream',
        // Proxies that collect answers before they pass them on are asked not to.
        headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      };
    },
  );
}

function numberOf(lastEventId: string | undefined): number {
  if (lastEventId === undefined || lastEventId === '') return 0;
  if (/^\d{1,9}$/.test(lastEventId)) return Number(lastEventId);
  throw new AssayError('invalid_request', { detail: 'Last-Event-ID must be an id that this stream gave out.' });
}

interface Watch {
  readonly caller: Caller;
  readonly scan: ScanRecord;
  readonly after: number;
  readonly signal: AbortSignal;
}

async function* events(dependencies: ScanDependencies, watch: Watch): AsyncGenerator<string> {
  const { database, isStopping } = dependencies;
  const { caller, signal } = watch;
  const until = performance.now() + LONGEST_STREAM_MS;
  let { after } = watch;
  let told = '';
  let spokeAt = performance.now();
  let pause = SHORTEST_PAUSE_MS;
  yield `retry: ${RETRY_MS}\n\n`;
  while (!signal.aborted && !isStopping() && performance.now() < until) {
    const { scan, reports } = await database.asTenant(caller.tenantId, async (tx) => ({
      scan: await visibleScan(tx, caller, watch.scan.id),
      reports: await listScanReports(tx, watch.scan.id, after, FILES_A_LOOK),
    }));
    for (const { report, path, analysisId, issueCount, isReused, error } of reports) {
      const data: ScanFileEvent = { path, analysis_id: analysisId, issues: issueCount, reused: isReused, error };
      yield `id: ${report}\nevent: file\ndata: ${JSON.stringify(data)}\n\n`;
      after = report;
    }
    const shown = JSON.stringify(toScan(scan));
    const isMore = reports.length === FILES_A_LOOK;
    if (hasEnded(scan) && !isMore) {
      yield `event: end\ndata: ${shown}\n\n`;
      return;
    }
    if (shown !== told) yield `event: progress\ndata: ${shown}\n\n`;
    else if (performance.now() - spokeAt > HEARTBEAT_MS) yield ': still here\n\n';
    const isQuiet = shown === told;
    if (!isQuiet || performance.now() - spokeAt > HEARTBEAT_MS) spokeAt = performance.now();
    told = shown;
    pause = isQuiet ? Math.min(pause * 2, LONGEST_PAUSE_MS) : SHORTEST_PAUSE_MS;
    if (!isMore) await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}
