// Deletes what is older than the tenant, or the project for its own analyses, wants to keep it. Each run is audited with counts.
import type { AllPreferences } from '../../contract/index.ts';
import {
  type AnalysisFilter,
  appendAuditEvent,
  type Database,
  deleteAnalyses,
  deleteOldScans,
  deleteRollups,
  eraseAuditEventsBefore,
  forgetCode,
  listPreferences,
  raiseKnowledgeVersion,
  type StoredPreferences,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { combinePreferences } from '../preferences/effective-preferences.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import type { MaintenanceJob } from './maintenance-job.ts';

const EVERY_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** in one transaction: others wait for it on the embedded database */
const BATCH = 200;
const ROLLUP_BATCH = 5000;
/** answers are cached for a day: only younger analyses can have one */
const CACHED_FOR_MS = DAY_MS;

interface Counts {
  analyses: number;
  scans: number;
  code_objects: number;
  rollups: number;
  audit_events: number;
}

export function retentionJob(database: Database, knowledge: Knowledge, now = Date.now): MaintenanceJob {
  return {
    name: 'retention',
    everyMs: EVERY_MS,
    run: ({ forEachTenant, signal }) =>
      forEachTenant(async (tenantId) => {
        const documents = await database.asTenant(tenantId, listPreferences);
        const counts: Counts = { analyses: 0, scans: 0, code_objects: 0, rollups: 0, audit_events: 0 };
        /** Until nothing is left; a failure or a stop leaves the rest to the next run. */
        const inBatches = async (
          name: keyof Counts,
          size: number,
          work: (tx: TenantTransaction) => Promise<number>,
        ) => {
          let done = size;
          while (done === size) {
            signal.throwIfAborted();
            done = await database.asTenant(tenantId, work);
            counts[name] += done;
          }
        };
        try {
          for (const { filter, until } of agedAnalyses(documents, 'result_retention_days', now())) {
            await inBatches(
              'analyses',
              BATCH,
              async (tx) => (await deleteAnalyses(tx, { ...filter, until }, BATCH)).analyses,
            );
            await inBatches('scans', BATCH, (tx) => deleteOldScans(tx, { ...filter, until }, BATCH));
            if (counts.analyses > 0 && until.getTime() > now() - CACHED_FOR_MS) {
              knowledge.learned(tenantId, await database.asTenant(tenantId, raiseKnowledgeVersion));
            }
          }
          for (const { filter, until } of agedAnalyses(documents, 'code_retention_days', now())) {
            await inBatches('code_objects', BATCH, (tx) => forgetCode(tx, { ...filter, until }, BATCH));
          }
          const tenant = combinePreferences(documents.filter(({ scope }) => scope === 'tenant')).values;
          const [rollups, events] = [tenant.metric_retention_days, tenant.audit_retention_days];
          if (rollups !== 'forever') {
            await inBatches('rollups', ROLLUP_BATCH, (tx) => deleteRollups(tx, daysAgo(rollups, now()), ROLLUP_BATCH));
          }
          if (events !== 'forever') {
            await inBatches('audit_events', BATCH, (tx) => eraseAuditEventsBefore(tx, daysAgo(events, now()), BATCH));
          }
        } finally {
          await audit(database, tenantId, counts);
        }
      }),
  };
}

async function audit(database: Database, tenantId: string, { audit_events: _, ...counts }: Counts): Promise<void> {
  // Erased events are recorded by their erasure already.
  if (Object.values(counts).every((count) => count === 0)) return;
  const event = { action: 'retention.applied', actor: null, target: null, details: counts };
  await database.asTenant(tenantId, (tx) => appendAuditEvent(tx, event));
}

/** Which analyses have reached their age: those of each project with a time of its own, and all others. */
function agedAnalyses(
  documents: readonly StoredPreferences[],
  name: 'result_retention_days' | 'code_retention_days',
  now: number,
): { readonly filter: AnalysisFilter; readonly until: Date }[] {
  const tenant = documents.filter(({ scope }) => scope === 'tenant');
  const own = documents.flatMap((document) => {
    const { values, sources } = combinePreferences([...tenant, document]);
    return document.scope === 'project' && sources[name] === 'project'
      ? [{ filter: { project: document.subject }, days: values[name] }]
      : [];
  });
  const others = { exceptProjects: own.map(({ filter }) => filter.project) };
  const all: { filter: AnalysisFilter; days: AllPreferences[typeof name] }[] = [
    ...own,
    { filter: others, days: combinePreferences(tenant).values[name] },
  ];
  return all.flatMap(({ filter, days }) => (days === 'forever' ? [] : [{ filter, until: daysAgo(days, now) }]));
}

function daysAgo(days: number, now: number): Date {
  return new Date(now - days * DAY_MS);
}
