// GET /api/v1/scans and below: the list, one scan with its progress, its issues as they come, and all of it as SARIF.
import { Type } from 'typebox';
import {
  type AnalyzeResponse,
  Scan,
  type ScanIssue,
  ScanIssuesPage,
  ScanIssuesQuery,
  ScansPage,
  ScansQuery,
  toSarif,
} from '../../contract/index.ts';
import {
  decodeScanPlace,
  encodeScanPlace,
  findScan,
  listScanAnswers,
  listScans,
  type ScanRecord,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { isVisible, withinOwnProject } from '../analyses/own-project.ts';
import { readStoredAnalysis } from '../analyses/stored-analysis.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { hasEnded, toScan } from './presentation.ts';
import type { ScanDependencies } from './scans.ts';

export const scanParameters = Type.Object({ scan_id: Type.String({ maxLength: 100 }) });
const SARIF = 'application/sarif+json';
const DEFAULT_ISSUES = 100;
/** Answers that are read at once: each has a few issues. */
const ANSWERS_A_ROUND = 100;

/** Throws AssayError `not_found` for a scan that is not there for the caller. */
export async function visibleScan(tx: TenantTransaction, caller: Caller, scanId: string): Promise<ScanRecord> {
  const scan = await findScan(tx, scanId);
  if (scan !== null && isVisible(caller, scan)) return scan;
  throw new AssayError('not_found', { detail: 'There is no scan of that id.' });
}

export function listScansEndpoint({ database }: ScanDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/scans',
      operationId: 'listScans',
      tag: 'scans',
      summary: 'Scans, newest first.',
      access: 'analyses:read',
      projectKeys: true,
      query: ScansQuery,
      answers: { 200: json('One page.', ScansPage) },
    },
    async ({ query, caller }) => {
      const page = await database.asTenantReading(caller.tenantId, (tx) =>
        listScans(tx, withinOwnProject(query, caller)),
      );
      return { status: 200, body: { items: page.scans.map(toScan), next_cursor: page.nextCursor } };
    },
  );
}

export function getScanEndpoint({ database }: ScanDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/scans/:scan_id',
      operationId: 'getScan',
      tag: 'scans',
      summary: 'One scan and how far it has come.',
      access: 'analyses:read',
      projectKeys: true,
      parameters: scanParameters,
      answers: { 200: json('The scan.', Scan) },
    },
    async ({ parameters, caller }) => {
      const scan = await database.asTenant(caller.tenantId, (tx) => visibleScan(tx, caller, parameters.scan_id));
      return { status: 200, body: toScan(scan) };
    },
  );
}

export function scanIssuesEndpoint({ database }: ScanDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/scans/:scan_id/issues',
      operationId: 'listScanIssues',
      tag: 'scans',
      summary: 'What a scan has found so far, file by file in the order in which they were done.',
      access: 'analyses:read',
      projectKeys: true,
      parameters: scanParameters,
      query: ScanIssuesQuery,
      etag: false,
      answers: { 200: json('One page.', ScanIssuesPage) },
    },
    async ({ parameters, query, caller }) => {
      const { limit = DEFAULT_ISSUES, cursor } = query;
      const body = await database.asTenant(caller.tenantId, async (tx) => {
        const scan = await visibleScan(tx, caller, parameters.scan_id);
        return await readPage(tx, scan, limit, cursor === undefined ? FIRST : decodeScanPlace(cursor, scan.id));
      });
      return { status: 200, body };
    },
  );
}

interface IssuePlace {
  readonly report: number;
  /** of the report's issues, that were given out already */
  readonly index: number;
}

const FIRST: IssuePlace = { report: 1, index: 0 };

async function readPage(
  tx: TenantTransaction,
  scan: ScanRecord,
  limit: number,
  from: IssuePlace,
): Promise<ScanIssuesPage> {
  const items: ScanIssue[] = [];
  let place = from;
  while (items.length < limit) {
    const answers = await listScanAnswers(tx, scan.id, place.report, ANSWERS_A_ROUND);
    for (const { report, analysisId, result } of answers) {
      const issues = readStoredAnalysis({ result }).answer.issues;
      const index = report === place.report ? place.index : 0;
      const part = issues.slice(index, index + limit - items.length);
      items.push(...part.map((issue) => ({ ...issue, analysis_id: analysisId })));
      const given = index + part.length;
      place = given < issues.length ? { report, index: given } : { report: report + 1, index: 0 };
      if (items.length >= limit) break;
    }
    if (answers.length < ANSWERS_A_ROUND) break;
  }
  const isLast = hasEnded(scan) && items.length < limit;
  return { items, next_cursor: isLast ? null : encodeScanPlace(scan.id, place), state: scan.state };
}

export function scanSarifEndpoint({ database }: ScanDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/scans/:scan_id/sarif',
      operationId: 'getScanSarif',
      tag: 'scans',
      summary: 'Everything that a finished scan found, as SARIF 2.1.0.',
      description: '409 `scan_not_finished` while it waits or runs.',
      access: 'analyses:read',
      projectKeys: true,
      parameters: scanParameters,
      answers: {
        200: { description: 'One run.', content: { [SARIF]: Type.Object({ version: Type.Literal('2.1.0') }) } },
      },
    },
    async ({ parameters, caller }) => {
      const answers = await database.asTenant(caller.tenantId, async (tx) => {
        const scan = await visibleScan(tx, caller, parameters.scan_id);
        if (scan.state !== 'done') {
          throw new AssayError('scan_not_finished', {
            detail: `The scan is ${scan.state}; SARIF is of one that is done.`,
          });
        }
        return await allAnswers(tx, scan.id);
      });
      return { status: 200, body: JSON.stringify(toSarif(answers)), contentType: SARIF };
    },
  );
}

async function allAnswers(tx: TenantTransaction, scanId: string): Promise<(AnalyzeResponse & { path: string })[]> {
  const found: (AnalyzeResponse & { path: string })[] = [];
  for (let from = 1; ; ) {
    const answers = await listScanAnswers(tx, scanId, from, ANSWERS_A_ROUND);
    found.push(...answers.map(({ path, result }) => ({ ...readStoredAnalysis({ result }).answer, path })));
    const last = answers.at(-1);
    if (last === undefined || answers.length < ANSWERS_A_ROUND) return found;
    from = last.report + 1;
  }
}
