// Every route of the OpenAPI document, asked by keys of tenant B for what is tenant A's.
import type { TestServer } from '../server/index.ts';
import { ask, documentedRoutes, fillPath, type Route } from '../server/routes.ts';
import { bodyOf, pathValue, queryOf } from './request-samples.ts';
import { snapshot, type TenantRows } from './tenant-rows.ts';
import { changes, leakIn, type Trial } from './trial.ts';

const ROLES = ['owner', 'reviewer', 'service'] as const;

export async function tryRoutes(server: TestServer, a: TenantRows, b: string): Promise<Trial[]> {
  const before = await snapshot(server.database, a.tenantId);
  const trials: Trial[] = [];
  for (const route of await documentedRoutes(server)) {
    for (const role of ROLES) {
      const key = await server.createKey(b, role);
      trials.push({ name: `${route.name} by ${role}`, leak: await tryRoute(server, route, key, a) });
    }
  }
  return [...trials, ...changes('all routes', before, await snapshot(server.database, a.tenantId))];
}

async function tryRoute(server: TestServer, route: Route, key: string, a: TenantRows): Promise<string | null> {
  const query = queryOf(route, a);
  const body = bodyOf(route, a);
  const named: string[] = [];
  const path = fillPath(route.path, (parameter) => {
    const value = pathValue(parameter, a);
    if (a.markers.some((marker) => value.includes(marker))) named.push(value);
    return value;
  });
  const search = new URLSearchParams(query).toString();
  const address = { method: route.method, path: search === '' ? path : `${path}?${search}` };
  const { status, text } = await ask(server.address, address, { authorization: `Bearer ${key}` }, body);
  if (status >= 500) return `answers ${status}: ${text}`;
  // What is A's is not there for B: neither an answer nor a hint that only the right is missing.
  if (named.length > 0 && status < 400) return `answers ${status} for what is A's`;
  return leakIn(text, a, [query, body, named]);
}

/** How many routes show A what is its own: were it none, the trials would prove nothing. */
export async function countRevealingRoutes(server: TestServer, a: TenantRows): Promise<number> {
  const key = await server.createKey(a.tenantId, 'owner');
  let revealing = 0;
  for (const route of (await documentedRoutes(server)).filter(({ method }) => method === 'GET')) {
    const path = fillPath(route.path, (parameter) => pathValue(parameter, a));
    const { status, text } = await ask(server.address, { method: 'GET', path }, { authorization: `Bearer ${key}` });
    if (status === 200 && leakIn(text, a) !== null) revealing++;
  }
  return revealing;
}
