// Whether everything that was acknowledged is still there.
import type { Scan } from '../../../src/contract/index.ts';
import { openDatabase } from '../../../src/database-service/index.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Ledger } from './load.ts';

const AT_ONCE = 500;
/** A killed worker's scan is taken up after its lease; one whose message was lost is said again every minute. */
const SCANS_MS = 120_000;

export async function tenantOf(address: string, key: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/users/me`, { headers: { 'x-api-key': key } });
  return ((await response.json()) as { tenant_id: string }).tenant_id;
}

/** How many acknowledged scans do not come to their end, with all of their files, in good time. */
export async function countStuck({ address, key }: Pick<Fleet, 'address' | 'key'>, ledger: Ledger): Promise<number> {
  const open = new Set(ledger.scans);
  for (const deadline = Date.now() + SCANS_MS; open.size > 0 && Date.now() < deadline; ) {
    for (const id of open) {
      const response = await fetch(`${address}/api/v1/scans/${id}`, { headers: { 'x-api-key': key } });
      const { state, progress } = (await response.json()) as Scan;
      if (state === 'done' && progress.failed === 0 && progress.reported === progress.files) open.delete(id);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return open.size;
}

/** How many acknowledged analyses and verdicts the database does not have. */
export async function countLost(
  { address, key, databaseUrl }: Pick<Fleet, 'address' | 'key' | 'databaseUrl'>,
  ledger: Ledger,
) {
  const tenant = await tenantOf(address, key);
  const database = await openDatabase({ url: databaseUrl, dataDirectory: '' });
  const missing = (ids: ReadonlySet<string>, find: (some: readonly string[]) => Promise<readonly string[]>) =>
    chunksOf([...ids]).reduce<Promise<number>>(
      async (sum, some) => (await sum) + some.length - new Set(await find(some)).size,
      Promise.resolve(0),
    );
  try {
    const analyses = await missing(ledger.analyses, (some) =>
      database.asTenant(tenant, async (tx) => {
        const rows = await tx.selectFrom('analyses').select('analysis_id').where('analysis_id', 'in', some).execute();
        return rows.map((row) => row.analysis_id);
      }),
    );
    const verdicts = await missing(ledger.verdicts, (some) =>
      database.asTenant(tenant, async (tx) => {
        const rows = await tx.selectFrom('feedback').select('feedback_id').where('feedback_id', 'in', some).execute();
        return rows.map((row) => row.feedback_id);
      }),
    );
    return { analyses, verdicts };
  } finally {
    await database.close();
  }
}

function chunksOf(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / AT_ONCE);
  return Array.from({ length: count }, (_, index) => ids.slice(index * AT_ONCE, (index + 1) * AT_ONCE));
}
