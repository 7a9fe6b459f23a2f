// POST /api/v1/scans: a project as files, an archive or a repository; stored, queued and answered with where to watch it.
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { ARCHIVE_TYPES, Scan, type ScanContext, ScanQuery, ScanRequest } from '../../contract/index.ts';
import {
  countOpenScans,
  createScan,
  findScan,
  noteScanFiles,
  type ScanRecord,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { createTurns } from '../../security/index.ts';
import { isVisible } from '../analyses/own-project.ts';
import { withinProject } from '../analyze/project-restriction.ts';
import {
  type Answer,
  type Caller,
  defineEndpoint,
  type Endpoint,
  type EndpointRequest,
  json,
  quotaHolder,
} from '../endpoint.ts';
import { toScan } from './presentation.ts';
import { type ScanSettings, scanPlace, scanSettings, UNKNOWN_BASELINE } from './scan-settings.ts';
import { scanSourceText } from './scan-source.ts';
import type { ScanDependencies } from './scans.ts';
import { readArchive } from './sources/archive.ts';
import { type CollectedFiles, createFileCollector, shownName } from './sources/collected-files.ts';
import { checkGitRef, parseGitAddress } from './sources/git-address.ts';
import { SOURCE_LIMITS } from './sources/source-limits.ts';
import { addFiles, storeCode } from './stored-files.ts';

type Asked = EndpointRequest<ScanRequest | undefined, ScanQuery, undefined, Caller>;

/** What is to be scanned: files that are here, or an address that a worker fetches them from. */
interface Source {
  readonly kind: 'files' | 'archive' | 'git';
  readonly origin: string | null;
  readonly ref: string | null;
  readonly collected: CollectedFiles | null;
  /** the address with what only the worker may read */
  readonly address: string | null;
}

export function createScanEndpoint(dependencies: ScanDependencies): Endpoint {
  const turns = createTurns({ atOnce: SOURCE_LIMITS.unpackedAtOnce });
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/scans',
      operationId: 'createScan',
      tag: 'scans',
      summary: 'Scan a whole project in the background.',
      description:
        'The body is JSON with `files` or `git`, or an archive (zip, tar, tar.gz) as it is, with what else is to be said in the ' +
        'query. Answers 202 with the address of the scan in `Location`. Files that are unchanged since the last scan of the same ' +
        'project, repository and ref are not analysed again.',
      access: 'analyses:create',
      projectKeys: true,
      body: ScanRequest,
      rawBodies: ARCHIVE_TYPES,
      bodyLimit: SOURCE_LIMITS.uploadBytes,
      atOnce: { all: SOURCE_LIMITS.uploadsAtOnce, ofTenant: SOURCE_LIMITS.uploadsAtOnceOfTenant },
      query: ScanQuery,
      metered: true,
      idempotent: true,
      answers: { 202: json('The scan, which waits or runs.', Scan) },
    },
    (request) =>
      dependencies.idempotency.once('scans', withQuery(request), () => turns.take(() => begin(dependencies, request))),
  );
}

/** What an archive is asked for stands in the query: another query is another request. */
function withQuery(request: Asked): Asked {
  if (request.idempotency === null) return request;
  const { key, bodyHash } = request.idempotency;
  const hash = createHash('sha256').update(bodyHash).update(JSON.stringify(request.query)).digest();
  return { ...request, idempotency: { key, bodyHash: hash } };
}

async function begin(dependencies: ScanDependencies, request: Asked): Promise<Answer> {
  const { database, preferences } = dependencies;
  const { caller } = request;
  const context = contextOf(request);
  const wished = scanSettings(context, await preferences.effective(caller, context.project ?? null));
  const settings = await withVisibleBaseline(dependencies, caller, wished);
  const open = await database.asTenant(caller.tenantId, countOpenScans);
  if (open >= dependencies.scansOpen) throw new AssayError('too_many_scans', { retryAfter: 60 });
  const source = await sourceOf(dependencies, request);
  // Of an archive the bytes of the request were counted; what it holds is what is analysed.
  const more = (source.collected?.bytes ?? 0) - (request.bytes?.length ?? Number.POSITIVE_INFINITY);
  if (more > 0) await request.chargeContent?.(more);
  const scan = await store(dependencies, request, source, { context, settings });
  await dependencies.announce({ scanId: scan.id, tenantId: caller.tenantId, traceparent: traceOf(request) });
  return { status: 202, body: toScan(scan), headers: { location: `/api/v1/scans/${scan.id}` } };
}

/** A scan that is not there for the caller is one that is not there: everything counts as new, and the scan says so. */
async function withVisibleBaseline(
  { database }: ScanDependencies,
  caller: Caller,
  settings: ScanSettings,
): Promise<ScanSettings> {
  const { baselineScanId: id, notices } = settings;
  if (id === null) return settings;
  const baseline = await database.asTenant(caller.tenantId, (tx) => findScan(tx, id));
  if (baseline !== null && isVisible(caller, baseline)) return settings;
  return { ...settings, baselineScanId: null, notices: [...notices, UNKNOWN_BASELINE] };
}

function contextOf({ body, bytes, query, caller }: Asked): ScanContext {
  const { name: _, strip: __, ...place } = query;
  const context = bytes === undefined ? { ...place, ...body?.context } : place;
  return withinProject({ context }, caller).context ?? {};
}

function traceOf({ trace }: Asked): string {
  const span = trace.begin('publish');
  span.end();
  return span.traceparent;
}

async function sourceOf({ gitHosts, outgoing }: ScanDependencies, { body, bytes, query }: Asked): Promise<Source> {
  if (bytes !== undefined) {
    const collected = await readArchive(bytes, query.strip);
    return { kind: 'archive', origin: query.name ?? null, ref: null, collected, address: null };
  }
  const { files, git } = body ?? {};
  if ((files === undefined) === (git === undefined)) {
    const message = 'is needed, or else `git`, but not both';
    throw new AssayError('invalid_request', { errors: [{ path: '/files', message }] });
  }
  if (git !== undefined) {
    const address = parseGitAddress(git.url, gitHosts, outgoing);
    return { kind: 'git', origin: address.url, ref: checkGitRef(git.ref ?? null), collected: null, address: git.url };
  }
  return { kind: 'files', origin: null, ref: null, collected: listed(files ?? []), address: null };
}

function listed(files: NonNullable<ScanRequest['files']>): CollectedFiles {
  const collector = createFileCollector({ code: 'invalid_request' });
  for (const { path, code } of files) {
    // Half a surrogate pair is no UTF-8, and would be stored as something else than was sent.
    if (/\p{Surrogate}/u.test(code)) {
      throw new AssayError('invalid_encoding', { detail: `The file ${shownName(path)} has half of a surrogate pair.` });
    }
    const bytes = Buffer.from(code, 'utf8');
    const wanted = collector.enter(path, 'file', bytes.length);
    if (wanted !== null) collector.add(wanted, bytes);
  }
  return collector.result();
}

interface Wish {
  readonly context: ScanContext;
  readonly settings: ScanSettings;
}

async function store(
  { database, dataKeys }: ScanDependencies,
  { caller }: Asked,
  source: Source,
  { context, settings }: Wish,
): Promise<ScanRecord> {
  const { tenantId, actor } = caller;
  const ring = await dataKeys.of(tenantId);
  const id = uuidv7();
  const { kind, origin, collected, address } = source;
  const later = address === null ? null : scanSourceText({ address, holder: quotaHolder(caller) });
  const sealedSource = later === null ? null : ring.seal(Buffer.from(later, 'utf8'), `scan-source:${id}`);
  const owner = { tenantId, ring };
  const files = await storeCode(database, owner, collected?.files ?? []);
  const place = scanPlace(context);
  const work = async (tx: TenantTransaction) => {
    await createScan(tx, {
      id,
      createdBy: actor,
      source: kind,
      origin,
      sealedSource,
      ...place,
      ref: place.ref ?? source.ref,
      settings,
    });
    if (collected !== null) {
      await addFiles(tx, id, owner, files);
      await noteScanFiles(tx, id, { files: files.length, skipped: collected.skipped });
    }
    const scan = await findScan(tx, id);
    if (scan === null) throw new Error('a scan that was stored is not there');
    return scan;
  };
  return await database.asTenant(tenantId, work);
}
