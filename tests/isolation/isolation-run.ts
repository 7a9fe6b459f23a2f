// All trials of isolation between two tenants, over one backend; for the tests and for `npm run verify isolation`.
import { startTestServer, type TestServer } from '../server/index.ts';
import { countRevealing, tryFunctions } from './function-trials.ts';
import { countRevealingRoutes, tryRoutes } from './route-trials.ts';
import { tryTables } from './table-trials.ts';
import { fillTables, type TenantRows } from './tenant-rows.ts';
import type { Trial } from './trial.ts';

export interface IsolationRun {
  readonly routes: readonly Trial[];
  readonly functions: readonly Trial[];
  readonly tables: readonly Trial[];
  /** functions and routes that show A its own rows: a control that the trials could have found something */
  readonly revealing: { readonly functions: number; readonly routes: number };
}

/** `url` of an empty database of a PostgreSQL server, or null for the embedded one. */
export async function runIsolation(url: string | null): Promise<IsolationRun> {
  const environment = {
    ...(url !== null && { DATABASE_URL: url }),
    ASSAY_RATE_LIMIT: '1000000',
    ASSAY_TENANT_RATE_LIMIT: '1000000',
  };
  const server = await startTestServer({ environment });
  try {
    const { database } = server;
    const a = await filledTenant(server, 'quokka');
    // Routes read what they have written themselves: B has no rows that are made up.
    const routes = await tryRoutes(server, a, (await server.createTenant()).id);
    const functions = await tryFunctions(database, a, await filledTenant(server, 'numbat'));
    const tables = await tryTables(database, a, await filledTenant(server, 'bilby'));
    const revealing = {
      routes: await countRevealingRoutes(server, a),
      functions: await countRevealing(database, a),
    };
    return { routes, functions, tables, revealing };
  } finally {
    await server.close();
  }
}

async function filledTenant(server: TestServer, word: string): Promise<TenantRows> {
  const { id } = await server.createTenant(`Tenant ${word}`);
  return await fillTables(server.database, id, word);
}

export function leaksOf({ routes, functions, tables }: IsolationRun): string[] {
  return [...routes, ...functions, ...tables].flatMap(({ name, leak }) => (leak === null ? [] : [`${name}: ${leak}`]));
}

export function countOf({ routes, functions, tables }: IsolationRun): number {
  return routes.length + functions.length + tables.length;
}
