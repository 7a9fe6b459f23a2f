// Every route of the OpenAPI document by every role and every other kind of credential: allowed exactly when the table says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, isAllowed, type Role } from '../../src/security/index.ts';
import { ROLE_MATRIX } from '../../src/security/testing/role-matrix.ts';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../server/index.ts';
import { ask, documentedRoutes, fillPath, type Route } from '../server/routes.ts';
import { PLATFORM_ACTIONS, PROJECT_KEY_ROUTES, ROUTE_ACCESS } from './route-access.ts';

const ROLES = ['service', 'developer', 'reviewer', 'admin', 'owner'] as const satisfies readonly Role[];
/** Of no object: whether a role may do something does not hang on whether the thing is there. */
const NOBODY = '01900000-0000-7000-8000-00000000dead';

let server: TestServer;
let routes: Route[];
beforeAll(async () => {
  server = await startTestServer({ environment: { ASSAY_RATE_LIMIT: '1000000', ASSAY_TENANT_RATE_LIMIT: '1000000' } });
  routes = await documentedRoutes(server);
});
afterAll(() => server?.close());

type Credentials = ReadonlyMap<string, string | null>;

/** A tenant with a key of every kind. Owners come last, since they may erase it. */
async function createCredentials(): Promise<Credentials> {
  const tenant = await server.createTenant();
  const make = async (body: object): Promise<{ key: string; id: string }> => {
    const answer = await server.post('/api/v1/api-keys', { name: 'k', ...body }, tenant);
    return { key: answer.body.key, id: answer.body.api_key.api_key_id };
  };
  const credentials = new Map<string, string | null>([
    ['none', null],
    ['malformed', 'asy_live_nonsense'],
    ['expired', await server.createKey(tenant.id, 'owner', new Date(Date.now() - 1000))],
  ]);
  const revoked = await make({ role: 'owner' });
  await server.send('DELETE', `/api/v1/api-keys/${revoked.id}`, tenant);
  credentials.set('revoked', revoked.key);
  const robot = await server.post('/api/v1/users', { kind: 'service', name: 'R', role: 'admin' }, tenant);
  credentials.set('disabled', (await make({ user_id: robot.body.user_id })).key);
  await server.send('PATCH', `/api/v1/users/${robot.body.user_id}`, {
    ...tenant,
    headers: { 'content-type': 'application/json' },
    body: '{"state":"disabled"}',
  });
  const project = await server.post('/api/v1/projects', { slug: 'p', name: 'P' }, tenant);
  credentials.set('project', (await make({ role: 'owner', project_id: project.body.project_id })).key);
  for (const role of ROLES) credentials.set(role, await server.createKey(tenant.id, role));
  return credentials;
}

/** The narrowest key of the owner that may, and the widest that may not. */
async function narrowed(tenantKey: string, action: Action, within: boolean): Promise<string> {
  const scopes = within
    ? [action]
    : Object.keys(ROLE_MATRIX).filter((one) => {
        const owner = { role: 'owner', scopes: [], isBootstrap: false } as const;
        return one !== action && isAllowed(owner, one as Action);
      });
  const answer = await server.post('/api/v1/api-keys', { name: 'n', role: 'owner', scopes }, { key: tenantKey });
  return answer.body.key;
}

async function verdict(route: Route, key: string | null): Promise<'allowed' | 'denied' | 'unknown'> {
  const path = fillPath(route.path, () => NOBODY);
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const body = route.method === 'GET' ? undefined : {};
  const { status, code } = await ask(server.address, { method: route.method, path }, headers, body);
  if (code === 'unauthenticated') return 'unknown';
  if (code === 'forbidden') return 'denied';
  expect(status, route.name).toBeLessThan(500);
  return 'allowed';
}

function expected(name: string, credential: string): 'allowed' | 'denied' | 'unknown' {
  const access = ROUTE_ACCESS[name];
  if (access === undefined)
    throw new Error(`${name} is not in tests/roles/route-access.ts: say there what it asks for.`);
  if (access === 'public') return 'allowed';
  if (credential === 'project') {
    return PROJECT_KEY_ROUTES.includes(name) && ROLE_MATRIX[access].includes('owner') ? 'allowed' : 'denied';
  }
  const role = ROLES.find((one) => one === credential);
  if (role === undefined) return 'unknown';
  return ROLE_MATRIX[access].includes(role) ? 'allowed' : 'denied';
}

describe('the role matrix', () => {
  it('has a line for every route, and no other', () => {
    const names = routes.map(({ name }) => name);
    expect(names.filter((name) => !(name in ROUTE_ACCESS))).toEqual([]);
    expect(Object.keys(ROUTE_ACCESS).filter((name) => !names.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(40);
  });

  it('holds for every route and every credential', async () => {
    const wrong: string[] = [];
    let credentials = await createCredentials();
    for (const route of routes) {
      for (const [name, key] of credentials) {
        const [found, wanted] = [await verdict(route, key), expected(route.name, name)];
        if (found !== wanted) wrong.push(`${route.name} by ${name}: ${found}, should be ${wanted}`);
      }
      const owner = credentials.get('owner') ?? null;
      const alive = await server.get('/api/v1/users/me', { key: owner });
      if (alive.status !== 200) credentials = await createCredentials();
    }
    expect(wrong).toEqual([]);
  });

  it('holds for keys that are narrowed to one action, or to all but one', async () => {
    const wrong: string[] = [];
    const tenant = await server.createTenant();
    for (const route of routes) {
      const access = ROUTE_ACCESS[route.name] ?? 'public';
      // Every credential may be exchanged for a token, however narrow it is.
      if (access === 'public' || access === 'tokens:create' || PLATFORM_ACTIONS.includes(access)) continue;
      for (const within of [true, false]) {
        const found = await verdict(route, await narrowed(tenant.key, access, within));
        if (found !== (within ? 'allowed' : 'denied')) wrong.push(`${route.name}: ${within} ${found}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('lets the bootstrap key alone do what concerns the platform', async () => {
    const platform = routes.filter(({ name }) => PLATFORM_ACTIONS.includes(ROUTE_ACCESS[name] ?? ''));
    expect(platform.length).toBeGreaterThan(0);
    for (const route of platform)
      expect([route.name, await verdict(route, BOOTSTRAP_KEY)]).toEqual([route.name, 'allowed']);
  });
});
