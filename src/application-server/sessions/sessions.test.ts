import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, createPerson, openBrowser, type Person } from '../../../tests/server/browser.ts';
import { type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { HOME_TENANT_ID } from '../../database-service/index.ts';

let server: TestServer;
let tenant: { id: string; key: string };
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.createTenant();
});
afterAll(() => server.close());
// All tests come from one address.
beforeEach(async () => {
  await server.database.asTenant(HOME_TENANT_ID, (tx) => sql`delete from login_failures`.execute(tx));
});

const newPerson = (role?: string) => createPerson(server, tenant, role);
async function loggedIn(person: Person): Promise<Browser> {
  const browser = openBrowser(server);
  expect((await browser.logIn(person.email, person.password, tenant.id)).status).toBe(201);
  return browser;
}
const actions = async (target: string): Promise<string[]> => {
  const { body } = await server.get(`/api/v1/audit-log?target=${target}`, tenant);
  return body.items.map((event: Json) => event.action);
};
/** The first wait is a second, which may be over before anybody looks: here who has to wait, waits for long. */
const LONGER = sql`update login_failures set blocked_until = blocked_until + interval '1 hour'`;
const inDatabase = (statement: ReturnType<typeof sql>) =>
  server.database.asTenant(tenant.id, (tx) => statement.execute(tx));

describe('logging in', () => {
  it('201: gives a session as the user, in a cookie that no script can read', async () => {
    const person = await newPerson('reviewer');
    const browser = openBrowser(server);
    const { status, headers, body } = await browser.logIn(person.email.toUpperCase(), person.password, tenant.id);
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(headers.getSetCookie()[0]).toMatch(/^assay-session=\S+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    expect(body).toMatchObject({ user: { user_id: person.id, has_password: true }, session: { current: true } });
    const me = await browser.get('/api/v1/users/me');
    expect(me.body).toMatchObject({ role: 'reviewer', user: { email: person.email }, credential: { kind: 'session' } });
    expect(await actions(person.id)).toEqual([
      'session.created',
      'password.set',
      'password.token-created',
      'user.created',
    ]);
  });

  it('201: over TLS the cookie is bound to this host and to TLS', async () => {
    const person = await newPerson();
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'https://assay.example' };
    const login = { email: person.email, password: person.password, tenant_id: tenant.id };
    const answer = await server.post('/api/v1/sessions', login, { key: null, headers });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-assay-session=\S+; Path=\/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict$/);
    const sent = { cookie: cookie.slice(0, cookie.indexOf(';')) };
    expect((await server.get('/api/v1/users/me', { key: null, headers: sent })).status).toBe(200);
  });

  it('401: the same answer for a wrong password, an unknown account, tenant or state, and one without a password', async () => {
    const [person, disabled] = [await newPerson(), await newPerson()];
    await server.send('PATCH', `/api/v1/users/${disabled.id}`, {
      ...tenant,
      headers: { 'content-type': 'application/json' },
      body: '{"state":"disabled"}',
    });
    const invited = await server.post('/api/v1/users', { email: 'new@x.org', name: 'N', role: 'developer' }, tenant);
    const answers = [
      await openBrowser(server).logIn(person.email, 'wrong wrong wrong', tenant.id),
      await openBrowser(server).logIn('nobody@example.org', person.password, tenant.id),
      await openBrowser(server).logIn(disabled.email, disabled.password, tenant.id),
      await openBrowser(server).logIn(invited.body.email, 'wrong wrong wrong', tenant.id),
      await openBrowser(server).logIn(person.email, person.password, '01900000-0000-7000-8000-00000000ffff'),
      await openBrowser(server).logIn(person.email, person.password, 'no tenant'),
    ];
    const shown = answers.map(({ status, body, headers }) => {
      const { instance: _, ...rest } = body;
      return { status, rest, cookies: headers.getSetCookie(), challenge: headers.get('www-authenticate') };
    });
    for (const one of shown) expect(one).toEqual(shown[0]);
    expect(shown[0]).toMatchObject({ status: 401, rest: { code: 'login_failed' }, cookies: [] });
    expect((await actions(person.id))[0]).toBe('session.failed');
    expect((await actions(disabled.id))[0]).toBe('session.failed');
  });

  it('403: only from a page of this server, over TLS or on this machine', async () => {
    const person = await newPerson();
    const login = { email: person.email, password: person.password, tenant_id: tenant.id };
    const attempt = async (headers: Record<string, string>) =>
      (await server.post('/api/v1/sessions', login, { key: null, headers })).body.code;
    expect(await attempt({})).toBe('cross_site_request');
    expect(await attempt({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).toBe(
      'cross_site_request',
    );
    expect(await attempt({ 'sec-fetch-site': 'same-origin', origin: 'http://assay.example' })).toBe(
      'insecure_transport',
    );
  });

  it('429: failures make strangers wait, and neither those who are known nor other accounts', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const known = await loggedIn(person);
    const stranger = openBrowser(server);
    const fail = async (email: string) => {
      const statuses = [];
      for (let count = 0; count < 6; count++) {
        if (count === 5) await inDatabase(LONGER);
        statuses.push((await stranger.logIn(email, `guess ${count} guess guess`, tenant.id)).status);
      }
      return statuses;
    };
    const statuses = await fail(person.email);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const blocked = await openBrowser(server).logIn(person.email, person.password, tenant.id);
    expect([blocked.status, blocked.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await known.logIn(person.email, person.password, tenant.id)).status).toBe(201);
    expect((await openBrowser(server).logIn(other.email, other.password, tenant.id)).status).toBe(201);
    // Whoever waits is let in.
    await inDatabase(sql`update login_failures set blocked_until = now()`);
    expect((await openBrowser(server).logIn(person.email, person.password, tenant.id)).status).toBe(201);
    expect(await fail('nobody-at-all@example.org')).toEqual(statuses);
  });

  it('429: an address that tries many accounts waits as well, but for browsers that are known', async () => {
    const person = await newPerson();
    const known = await loggedIn(person);
    const attempt = (count: number) => openBrowser(server).logIn(`guess${count}@example.org`, 'guess guess', tenant.id);
    const statuses = [];
    for (let count = 0; count < 21; count++) {
      if (count === 20) await server.database.asTenant(HOME_TENANT_ID, (tx) => LONGER.execute(tx));
      statuses.push((await attempt(count)).status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429]);
    expect((await openBrowser(server).logIn(person.email, person.password, tenant.id)).status).toBe(429);
    expect((await known.logIn(person.email, person.password, tenant.id)).status).toBe(201);
  });
});

describe('a session', () => {
  it('403: changes something only for a page of this server', async () => {
    const browser = await loggedIn(await newPerson('admin'));
    const project = { slug: 'csrf', name: 'x' };
    const attempt = (headers: Record<string, string>) => browser.send('POST', '/api/v1/projects', project, headers);
    for (const headers of [
      { 'x-csrf-token': '' },
      { 'x-csrf-token': 'x'.repeat(43) },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      expect((await attempt(headers)).body.code).toBe('cross_site_request');
    }
    expect((await attempt({})).status).toBe(201);
    const { body } = await browser.get('/api/v1/sessions/current');
    expect(body.csrf_token).toBe(browser.csrfToken);
  });

  it('401: is not taken in the clear from another host, and never beside another credential', async () => {
    const browser = await loggedIn(await newPerson());
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const get = (headers: Record<string, string>) => server.get('/api/v1/users/me', { key: null, headers });
    expect((await get({ cookie })).status).toBe(200);
    expect((await get({ cookie, authorization: 'Bearer x' })).status).toBe(401);
    expect((await get({ cookie: cookie.replace('assay-session=', 'assay-session=x') })).status).toBe(401);
    expect((await get({ cookie: cookie.replaceAll('assay-session', 'other') })).status).toBe(401);
  });

  it('204: ends by logging out, and elsewhere by its owner, at once', async () => {
    const person = await newPerson();
    const [first, second] = [await loggedIn(person), await loggedIn(person)];
    const list = await first.get('/api/v1/sessions');
    expect(list.body.items.map((session: Json) => session.current)).toEqual([false, true]);
    const stranger = await loggedIn(await newPerson());
    const path = `/api/v1/sessions/${list.body.items[0].session_id}`;
    expect((await stranger.send('DELETE', path)).status).toBe(404);
    expect((await first.send('DELETE', path)).status).toBe(204);
    expect((await second.get('/api/v1/users/me')).status).toBe(401);
    const out = await first.send('DELETE', '/api/v1/sessions/current');
    expect([out.status, first.cookies.has('assay-session')]).toEqual([204, false]);
    expect((await first.get('/api/v1/users/me')).status).toBe(401);
    expect((await actions(person.id)).slice(0, 2)).toEqual(['session.ended', 'session.ended']);
  });

  it('401: ends when it is idle, and when its time is up', async () => {
    const person = await newPerson();
    const statusAfter = async (statement: ReturnType<typeof sql>) => {
      const browser = await loggedIn(person);
      await inDatabase(statement);
      return (await browser.get('/api/v1/users/me')).status;
    };
    expect(await statusAfter(sql`update sessions set last_seen_at = now() - interval '59 minutes'`)).toBe(200);
    expect(await statusAfter(sql`update sessions set last_seen_at = now() - interval '61 minutes'`)).toBe(401);
    expect(await statusAfter(sql`update sessions set expires_at = now()`)).toBe(401);
  });

  it('follows its user: a role is taken at once, and a disabled user has none', async () => {
    const person = await newPerson('admin');
    const browser = await loggedIn(person);
    const change = (body: string) =>
      server.send('PATCH', `/api/v1/users/${person.id}`, {
        ...tenant,
        headers: { 'content-type': 'application/json' },
        body,
      });
    expect((await browser.get('/api/v1/audit-log')).status).toBe(200);
    await change('{"role":"developer"}');
    expect((await browser.get('/api/v1/audit-log')).status).toBe(403);
    await change('{"state":"disabled"}');
    expect((await browser.get('/api/v1/users/me')).status).toBe(401);
  });

  it('is exchanged for tokens, which end with it', async () => {
    const browser = await loggedIn(await newPerson());
    const { body } = await browser.send('POST', '/api/v1/tokens', {});
    const ask = async () => (await server.get('/api/v1/users/me', { key: body.access_token })).status;
    expect(await ask()).toBe(200);
    await browser.send('DELETE', '/api/v1/sessions/current');
    expect(await ask()).toBe(401);
  });
});

describe('passwords', () => {
  const setWith = (token: string, password: string) =>
    server.post('/api/v1/passwords', { token, password }, { key: null });
  const tokenFor = async (id: string, key = tenant.key) =>
    (await server.send('POST', `/api/v1/users/${id}/password-token`, { key })).body;

  it('204: are set by a token, once, which ends all sessions', async () => {
    const person = await newPerson();
    const browser = await loggedIn(person);
    const { token, path } = await tokenFor(person.id);
    expect(path).toBe(`/login#token=${token}`);
    expect((await setWith(token, 'four brown teapots')).status).toBe(204);
    expect((await setWith(token, 'five brown teapots')).status).toBe(404);
    expect((await browser.get('/api/v1/users/me')).status).toBe(401);
    expect((await openBrowser(server).logIn(person.email, person.password, tenant.id)).status).toBe(401);
    expect((await openBrowser(server).logIn(person.email, 'four brown teapots', tenant.id)).status).toBe(201);
  });

  it('404: by an old token, by one of another kind, and for a service account', async () => {
    const person = await newPerson();
    const first = await tokenFor(person.id);
    const second = await tokenFor(person.id);
    expect((await setWith(first.token, 'four brown teapots')).status).toBe(404);
    await inDatabase(sql`update password_tokens set expires_at = now()`);
    expect((await setWith(second.token, 'four brown teapots')).status).toBe(404);
    expect((await setWith('x', 'four brown teapots')).status).toBe(404);
    const robot = await server.post('/api/v1/users', { kind: 'service', name: 'CI', role: 'service' }, tenant);
    expect((await tokenFor(robot.body.user_id)).status).toBe(404);
  });

  it('403: nobody resets the password of somebody who may do more', async () => {
    const owner = await newPerson('owner');
    const admin = await server.createKey(tenant.id, 'admin');
    expect((await tokenFor(owner.id, admin)).code).toBe('beyond_own_rights');
  });

  it('422: are long and not guessable', async () => {
    const person = await newPerson();
    const { token } = await tokenFor(person.id);
    for (const password of ['too short', 'passwordpassword', 'aaaaaaaaaaaaaaaaaaa']) {
      const { status, body } = await setWith(token, password);
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'weak_password', '/password']);
    }
  });

  it('204: are changed by who knows the old one, which ends the other sessions', async () => {
    const person = await newPerson();
    const [here, elsewhere] = [await loggedIn(person), await loggedIn(person)];
    const change = (current_password: string, new_password: string) =>
      here.send('POST', '/api/v1/users/me/password', { current_password, new_password });
    expect((await change('not the old one', 'four brown teapots')).body.code).toBe('login_failed');
    expect((await change(person.password, 'password')).body.code).toBe('weak_password');
    expect((await change(person.password, 'four brown teapots')).status).toBe(204);
    expect((await here.get('/api/v1/users/me')).status).toBe(200);
    expect((await elsewhere.get('/api/v1/users/me')).status).toBe(401);
    expect((await openBrowser(server).logIn(person.email, 'four brown teapots', tenant.id)).status).toBe(201);
  });

  it('never show: not in the database, not in the log, not in an answer', async () => {
    const { email, password, id } = await newPerson();
    await openBrowser(server).logIn(email, `${password} wrong`, tenant.id);
    const { rows } = await inDatabase(sql`select users::text as row from users`);
    expect(JSON.stringify(rows)).toContain('$argon2id$');
    expect(JSON.stringify(rows)).not.toContain(password);
    expect((await server.get(`/api/v1/users/${id}`, tenant)).text).not.toContain('argon2');
    expect(server.logs()).not.toContain(password);
  });
});
