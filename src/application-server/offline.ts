// What the command line does on the database itself, while no server has it open: the same work with services of its own.
import type { VerdictImport, VerdictImportRequest } from '../contract/index.ts';
import type { Database } from '../database-service/index.ts';
import { createModelService } from '../model-service/index.ts';
import type { OperatorKeys } from '../security/index.ts';
import { type ReplayOrder, replayAnalysis } from './models/replay.ts';
import { createFixOrders } from './ranking/fix-orders.ts';
import { createTenantRankers } from './ranking/tenant-rankers.ts';
import { createDataKeys } from './tenants/data-keys.ts';
import { createKnowledge } from './tenants/knowledge.ts';
import { parquetRows } from './training-rows/endpoint.ts';
import { type Importer, importVerdicts } from './verdict-imports/import.ts';

/** Throws AssayError `invalid_request` with every place that is wrong. */
export async function importHistory(
  database: Database,
  { masterKeys }: OperatorKeys,
  importer: Importer,
  request: VerdictImportRequest,
): Promise<VerdictImport> {
  const dependencies = {
    database,
    dataKeys: createDataKeys(database, masterKeys),
    knowledge: createKnowledge(database),
  };
  return await importVerdicts(dependencies, importer, request);
}

/** A Parquet file. */
export async function exportTrainingRows(
  database: Database,
  { masterKeys }: OperatorKeys,
  tenantId: string,
  actor: string,
): Promise<Buffer> {
  return await parquetRows(database, createDataKeys(database, masterKeys), tenantId, actor);
}

export async function replayOffline(database: Database, { masterKeys }: OperatorKeys, order: ReplayOrder) {
  const dataKeys = createDataKeys(database, masterKeys);
  const model = createModelService({ threads: 0, timeoutMs: 0, memoryMb: 0, maxQueue: 0 });
  const rankers = createTenantRankers({ database, dataKeys, model });
  return await replayAnalysis({ database, dataKeys, model, rankers, fixOrders: createFixOrders(database) }, order);
}
