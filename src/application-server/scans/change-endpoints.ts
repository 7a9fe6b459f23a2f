// POST …/cancellation stops a scan; DELETE removes one that has ended.
import { Scan } from '../../contract/index.ts';
import { cancelScan, deleteScan, findScan } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { announceScan } from '../webhooks/messages.ts';
import { hasEnded, toScan } from './presentation.ts';
import { scanParameters, visibleScan } from './read-endpoints.ts';
import type { ScanDependencies } from './scans.ts';

export function cancelScanEndpoint({ database }: ScanDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/scans/:scan_id/cancellation',
      operationId: 'cancelScan',
      tag: 'scans',
      summary: 'Stop a scan; what it has found so far stays.',
      description: 'A scan that has ended stays as it is.',
      access: 'analyses:create',
      projectKeys: true,
      parameters: scanParameters,
      answers: { 200: json('The scan.', Scan) },
    },
    async ({ parameters, caller }) => {
      const scan = await database.asTenant(caller.tenantId, async (tx) => {
        const before = await visibleScan(tx, caller, parameters.scan_id);
        if (!(await cancelScan(tx, before.id))) return before;
        const after = (await findScan(tx, before.id)) ?? before;
        await announceScan(tx, toScan(after));
        return after;
      });
      return { status: 200, body: toScan(scan) };
    },
  );
}

export function deleteScanEndpoint({ database }: ScanDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: '/api/v1/scans/:scan_id',
      operationId: 'deleteScan',
      tag: 'scans',
      summary: 'Delete a scan that has ended; the analyses that it made stay, as part of the history.',
      access: 'analyses:delete',
      parameters: scanParameters,
      answers: { 204: { description: 'It is gone.' } },
    },
    async ({ parameters, caller }) => {
      await database.asTenant(caller.tenantId, async (tx) => {
        const scan = await visibleScan(tx, caller, parameters.scan_id);
        if (!hasEnded(scan)) throw new AssayError('scan_not_finished', { detail: 'Cancel it first.' });
        await deleteScan(tx, scan.id);
      });
      return { status: 204, body: null };
    },
  );
}
