import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../../../tests/server/browser.ts';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import type { CodeFlowState } from '../../../tests/services/oidc-code-flow.ts';
import { type OidcIssuerServer, startOidcIssuer } from '../../../tests/services/oidc-issuer.ts';
import { freePort } from '../../../tests/services/programs.ts';
import { readConfiguration } from '../../config/index.ts';
import { changeUser, HOME_TENANT_ID, listAuditEvents, listUsers } from '../../database-service/index.ts';

const CLIENT = 'assay pages';
const SECRET = 'a secret: of the client/with signs';
let directory: string;
let provider: OidcIssuerServer;
let other: OidcIssuerServer;
let flow: CodeFlowState;
let otherFlow: CodeFlowState;
let server: TestServer;

const mail = (name: string) => ({ email: `${name}@acme.example`, email_verified: true });
const person = (sub: string, more: object = {}) => ({ sub, name: sub, groups: ['developers'], ...mail(sub), ...more });
const settings = (issuer: string, login: object, more: object = {}) => ({
  issuer,
  audience: 'the api',
  tenant: HOME_TENANT_ID,
  role: { claim: 'groups', values: { 'code-admins': 'admin', developers: 'developer' } },
  create_users: true,
  login,
  ...more,
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-oidc-login-'));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  [provider, other] = [await startOidcIssuer('the api'), await startOidcIssuer('the api')];
  const back = (id: string) => `${publicUrl}/login/oidc/${id}/callback`;
  flow = provider.openCodeFlow({ clientId: CLIENT, secret: SECRET, redirectUri: back('acme') });
  otherFlow = other.openCodeFlow({ clientId: 'public', secret: null, redirectUri: back('other') });
  await writeFile(join(directory, 'secret'), `${SECRET}\n`);
  const login = { id: 'acme', name: 'Acme', client_id: CLIENT, client_secret_file: join(directory, 'secret') };
  const strict = { require: { acr: ['urn:two'], amr: ['otp', 'hwk'], max_age_seconds: 600 } };
  const issuers = [
    settings(provider.issuer, { ...login, log_out: true }),
    settings(other.issuer, { id: 'other', name: 'Other', client_id: 'public', userinfo: true }, strict),
  ];
  const file = join(directory, 'oidc.json');
  await writeFile(file, JSON.stringify({ issuers }));
  const environment = { ASSAY_OIDC_FILE: file, ASSAY_PORT: String(port), ASSAY_PUBLIC_URL: publicUrl };
  server = await startTestServer({ environment });
});

afterAll(async () => {
  await server?.close();
  await provider?.close();
  await other?.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(() => {
  for (const one of [flow, otherFlow]) {
    one.person = person('ada');
    one.lie = {};
    one.namedIssuer = undefined;
    one.tokenStatus = null;
  }
});

/** A link in a page, or somebody else's redirect: navigations come without Origin and from another site. */
const navigation = { 'sec-fetch-site': 'cross-site', origin: '' };
const go = async (browser: Browser, path: string) => {
  const { status, headers } = await browser.send('GET', path, undefined, navigation);
  return { status, location: headers.get('location') ?? '', cookies: headers.getSetCookie() };
};
const toProvider = async (browser: Browser, path = '/login/oidc/acme') => {
  const { location } = await go(browser, path);
  const answer = await fetch(location, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? 'http://nowhere.invalid');
  return { back: `${back.pathname}${back.search}`, url: back };
};
const logIn = async (browser: Browser, path?: string) => await go(browser, (await toProvider(browser, path)).back);
const me = async (browser: Browser) => await browser.get('/api/v1/users/me');
const problem = (code: string) => ({ status: 303, location: `/login#problem=${code}` });

describe('a log-in through a provider', () => {
  it('is offered by name, and passwords are not', async () => {
    const { body } = await server.get('/api/v1/login-options', { key: null });
    expect(body).toEqual({
      passwords: false,
      providers: [
        { name: 'Acme', issuer: provider.issuer, path: '/login/oidc/acme', log_out_path: '/login/oidc/acme/log-out' },
        { name: 'Other', issuer: other.issuer, path: '/login/oidc/other', log_out_path: null },
      ],
    });
    const password = await openBrowser(server).logIn('ada@acme.example', 'seven quiet gardens', HOME_TENANT_ID);
    expect(password.body.code).toBe('passwords_off');
  });

  it('303: gives a session with the mapped role, and forgets what it remembered', async () => {
    const browser = openBrowser(server);
    const { location, cookies } = await go(browser, '/login/oidc/acme');
    expect(cookies[0]).toMatch(/^assay-login=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/);
    const asked = Object.fromEntries(new URL(location).searchParams);
    expect(asked).toMatchObject({ client_id: CLIENT, scope: 'openid profile email', code_challenge_method: 'S256' });
    expect(cookies[0]).not.toContain(asked.state);
    const done = await logIn(browser);
    expect(done).toMatchObject({ status: 303, location: '/account' });
    expect([...browser.cookies.keys()].sort()).toEqual(['assay-device', 'assay-session']);
    expect((await me(browser)).body).toMatchObject({ role: 'developer', user: { name: 'ada' } });
    const current = await browser.get('/api/v1/sessions/current');
    browser.csrfToken = current.body.csrf_token;
    expect((await browser.send('POST', '/api/v1/api-keys', { name: 'mine' })).status).toBe(201);
    const events = await server.database.asTenant(HOME_TENANT_ID, (tx) => listAuditEvents(tx, { action: 'session.*' }));
    expect(events.events[0]?.payload).toMatchObject({
      action: 'session.created',
      details: { provider: provider.issuer },
    });
  });

  it('303: follows the groups of the provider, at each log-in', async () => {
    const browser = openBrowser(server);
    flow.person = person('grace', { groups: ['code-admins'] });
    await logIn(browser);
    expect((await me(browser)).body.role).toBe('admin');
    flow.person = person('grace');
    await logIn(browser);
    expect((await me(browser)).body.role).toBe('developer');
  });

  it('303: leads to where somebody wanted to go, and never elsewhere', async () => {
    const to = (place: string) => `/login/oidc/acme?return=${encodeURIComponent(place)}`;
    for (const place of ['/', '/sealed', '/rules/sql-injection?a=1#b']) {
      expect((await logIn(openBrowser(server), to(place))).location).toBe(place);
    }
    for (const place of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
      '/a\\b',
      '/a\r\nset-cookie: x=y',
      'account',
      '',
    ]) {
      expect([place, (await go(openBrowser(server), to(place))).status]).toEqual([place, 400]);
    }
  });

  it('303: ends here and, where it is configured so, at the provider', async () => {
    const browser = openBrowser(server);
    await logIn(browser);
    browser.csrfToken = (await browser.get('/api/v1/sessions/current')).body.csrf_token;
    expect((await browser.send('DELETE', '/api/v1/sessions/current')).status).toBe(204);
    expect((await me(browser)).status).toBe(401);
    const { location } = await go(browser, '/login/oidc/acme/log-out');
    const url = new URL(location);
    expect([url.origin + url.pathname, url.searchParams.get('post_logout_redirect_uri')]).toEqual([
      `${provider.issuer}/end`,
      `${server.address}/login`,
    ]);
    expect((await go(browser, '/login/oidc/other/log-out')).location).toBe('/login');
  });
});

describe('what is not the answer to this browser’s own log-in', () => {
  it('is refused: another state, another browser, no log-in begun, a cookie that was changed', async () => {
    const browser = openBrowser(server);
    const { url } = await toProvider(browser);
    url.searchParams.set('state', 'x'.repeat(43));
    expect(await go(browser, `${url.pathname}${url.search}`)).toMatchObject(problem('provider_login_failed'));
    expect(browser.cookies.size).toBe(0);

    const [mine, theirs] = [openBrowser(server), openBrowser(server)];
    const answer = await toProvider(mine);
    await toProvider(theirs);
    expect(await go(theirs, answer.back)).toMatchObject(problem('provider_login_failed'));
    expect(await go(openBrowser(server), answer.back)).toMatchObject(problem('provider_login_failed'));
    const cookie = mine.cookies.get('assay-login') ?? '';
    // In the middle: of the last character not every bit need count.
    const changed = `assay-login=${cookie.slice(0, 80)}${cookie[80] === 'A' ? 'B' : 'A'}${cookie.slice(81)}`;
    const { headers } = await server.get(answer.back, { key: null, headers: { ...navigation, cookie: changed } });
    expect(headers.get('location')).toBe('/login#problem=provider_login_failed');
    expect((await go(mine, answer.back)).location).toBe('/account');
  });

  it('is refused: a code that was used, even with the cookie of its log-in', async () => {
    const browser = openBrowser(server);
    const { back } = await toProvider(browser);
    const cookie = `assay-login=${browser.cookies.get('assay-login')}`;
    expect((await go(browser, back)).location).toBe('/account');
    const replay = await openBrowser(server).send('GET', back, undefined, { ...navigation, cookie });
    expect(replay.headers.get('location')).toBe('/login#problem=provider_login_failed');
    expect(replay.headers.getSetCookie().join()).not.toContain('assay-session');
  });

  it.each([
    ['names another issuer', 'https://evil.example'],
    ['names no issuer though the provider always does', null],
  ])('is refused: an answer that %s (mix-up)', async (_, named) => {
    flow.namedIssuer = named;
    expect(await logIn(openBrowser(server))).toMatchObject(problem('provider_login_failed'));
  });

  it('is refused: the answer of one provider at the address of another', async () => {
    const browser = openBrowser(server);
    const { back } = await toProvider(browser);
    const elsewhere = back.replace('/acme/', '/other/');
    expect(await go(browser, elsewhere)).toMatchObject(problem('provider_login_failed'));
  });

  it.each<[string, Record<string, unknown>]>([
    ['another nonce', { nonce: 'x'.repeat(43) }],
    ['no nonce', { nonce: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'the api' }],
    ['another authorized party', { azp: 'another client' }],
    ['several audiences and no authorized party', { aud: [CLIENT, 'another client'] }],
    ['an end before now', { exp: 1 }],
    ['a making days ago', { iat: 1_700_000_000 }],
    ['no subject', { sub: undefined }],
  ])('is refused: an ID token with %s', async (_, lie) => {
    flow.lie = lie;
    const browser = openBrowser(server);
    expect(await logIn(browser)).toMatchObject(problem('provider_login_failed'));
    expect((await me(browser)).status).toBe(401);
  });

  it('is refused: what comes after ten minutes', async () => {
    const browser = openBrowser(server);
    const { back } = await toProvider(browser);
    const now = Date.now;
    Date.now = () => now() + 601_000;
    try {
      expect(await go(browser, back)).toMatchObject(problem('provider_login_failed'));
    } finally {
      Date.now = now;
    }
  });
});

describe('a provider', () => {
  it('that refuses, with whatever words, is told by the page in ours', async () => {
    flow.person = null;
    expect(await logIn(openBrowser(server))).toMatchObject(problem('provider_login_failed'));
  });

  it('that is away or broken is not the person’s fault', async () => {
    flow.tokenStatus = 500;
    expect(await logIn(openBrowser(server))).toMatchObject(problem('identity_provider_unavailable'));
    flow.tokenStatus = 400;
    expect(await logIn(openBrowser(server))).toMatchObject(problem('provider_login_failed'));
  });

  it('that nobody configured is not found', async () => {
    expect((await go(openBrowser(server), '/login/oidc/nobody')).status).toBe(404);
  });

  it('knows people who are nobody here: without a role, disabled, or with an address that is taken', async () => {
    flow.person = person('eve', { groups: ['visitors'] });
    expect(await logIn(openBrowser(server))).toMatchObject(problem('no_account'));
    flow.person = person('mallory', mail('ada'));
    expect(await logIn(openBrowser(server))).toMatchObject(problem('no_account'));
    flow.person = person('leaver');
    expect((await logIn(openBrowser(server))).location).toBe('/account');
    await server.database.asTenant(HOME_TENANT_ID, async (tx) => {
      const { users } = await listUsers(tx, {});
      await changeUser(tx, users.find(({ subject }) => subject === 'leaver')?.id ?? '', { state: 'disabled' });
    });
    expect(await logIn(openBrowser(server))).toMatchObject(problem('no_account'));
  });

  it('does not unmake an owner', async () => {
    flow.person = person('root');
    await logIn(openBrowser(server));
    await server.database.asTenant(HOME_TENANT_ID, async (tx) => {
      const { users } = await listUsers(tx, {});
      await changeUser(tx, users.find(({ subject }) => subject === 'root')?.id ?? '', { role: 'owner' });
    });
    const browser = openBrowser(server);
    await logIn(browser);
    expect((await me(browser)).body.role).toBe('owner');
  });
});

describe('the strength of the authentication', () => {
  const strong = () => ({ acr: 'urn:two', amr: ['pwd', 'otp'], auth_time: Math.floor(Date.now() / 1000) - 60 });
  const attempt = async (claims: object) => {
    otherFlow.person = { sub: 'joan', ...claims };
    otherFlow.userinfo = { ...person('joan'), acr: 'urn:two' };
    return await logIn(openBrowser(server), '/login/oidc/other');
  };

  it('is asked of the provider, and enough is enough; userinfo tells the rest', async () => {
    expect((await attempt(strong())).location).toBe('/account');
    expect(Object.fromEntries(otherFlow.asked.at(-1) ?? [])).toMatchObject({ acr_values: 'urn:two', max_age: '600' });
  });

  it.each<[string, object]>([
    ['another acr', { acr: 'urn:one' }],
    ['no acr but the unsigned one of userinfo', { acr: undefined }],
    ['a password alone', { amr: ['pwd'] }],
    ['no amr', { amr: undefined }],
    ['a log-in of yesterday', { auth_time: Math.floor(Date.now() / 1000) - 86_400 }],
    ['no time of the log-in', { auth_time: undefined }],
  ])('is missed by %s, in a log-in and in a token', async (_, claims) => {
    const given = { ...strong(), ...claims };
    expect(await attempt(given)).toMatchObject(problem('weak_authentication'));
    const status = async (more: object) => {
      const token = await other.token({ ...person('joan'), ...more });
      return (await server.get('/api/v1/model/status', { key: token })).status;
    };
    expect([await status(strong()), await status(given)]).toEqual([200, 401]);
  });

  it('is not taken from userinfo of somebody else', async () => {
    otherFlow.person = { sub: 'joan', ...strong() };
    otherFlow.userinfo = person('grace');
    expect(await logIn(openBrowser(server), '/login/oidc/other')).toMatchObject(problem('provider_login_failed'));
  });
});

it('no code and no token of a provider is in the log or the database', async () => {
  await logIn(openBrowser(server));
  const secrets = [...flow.handedOut, ...otherFlow.handedOut, SECRET];
  expect(secrets.length).toBeGreaterThan(20);
  expect(secrets.filter((secret) => server.logs().includes(secret))).toEqual([]);
  const files = await readdir(server.dataDirectory, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    // PostgreSQL takes files away as well.
    const bytes = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  }
});

it('ASSAY_OIDC_FILE: a log-in needs a public address on TLS, a secret that can be read, and an id of its own', async () => {
  const read = async (logins: object[], publicUrl?: string) => {
    const file = join(directory, 'wrong.json');
    const issuers = logins.map((login, index) => settings(`https://login${index}.example`, login));
    await writeFile(file, JSON.stringify({ issuers }));
    return () =>
      readConfiguration({ ASSAY_OIDC_FILE: file, ...(publicUrl !== undefined && { ASSAY_PUBLIC_URL: publicUrl }) });
  };
  const login = { id: 'a', name: 'A', client_id: 'c' };
  expect((await read([login], 'https://assay.example'))().oidcIssuers[0]?.login?.clientSecret).toBeNull();
  expect((await read([login], 'http://localhost:8080'))().oidcIssuers).toHaveLength(1);
  for (const [logins, publicUrl] of [
    [[login], undefined],
    [[login], 'http://assay.example'],
    [[login, login], 'https://assay.example'],
    [[{ ...login, client_secret_file: '/does/not/exist' }], 'https://assay.example'],
    [[{ ...login, scope: 'profile' }], 'https://assay.example'],
    [[{ ...login, id: 'A/b' }], 'https://assay.example'],
  ] as [object[], string | undefined][]) {
    expect(await read(logins, publicUrl), JSON.stringify(logins)).toThrow(/ASSAY_/);
  }
});
