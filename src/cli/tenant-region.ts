// What `assay tenant region` does, directly or through the running server.
import { readConfiguration } from '../config/index.ts';
import type { Readiness } from '../contract/index.ts';
import { findTenant } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { onInstallation } from './installation.ts';

/** Returns the sentence to print. Throws AssayError `not_found` for a tenant that is not at home here. */
export async function homeRegion(tenantId: string): Promise<string> {
  const region = await onInstallation<string | null>({
    direct: ({ database, configuration }) =>
      database.asTenant(tenantId, async (tx) => {
        if ((await findTenant(tx)) === null) throw notHere(configuration.region);
        return configuration.region;
      }),
    async running(request) {
      await request('GET', `/api/v1/tenants/${encodeURIComponent(tenantId)}/quota`);
      return ((await request('GET', '/readyz')) as Readiness).region ?? null;
    },
  });
  if (region === null) return 'This installation names no region (ASSAY_REGION): its tenants are at home here.';
  const others = [...readConfiguration().regions.keys()].filter((name) => name !== region);
  const known = others.length === 0 ? 'No other region is known here.' : `Also reached through: ${others.join(', ')}.`;
  return `At home in ${region}. ${known}`;
}

function notHere(region: string | null): AssayError {
  const where = region === null ? 'here' : `in the region ${region}; ask in the others`;
  return new AssayError('not_found', { detail: `There is no tenant of that id at home ${where}.` });
}
