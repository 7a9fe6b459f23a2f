// A browser for tests of sessions: keeps cookies, sends what browsers send, and the CSRF token as the pages do.
import type { Json, TestAnswer, TestServer } from './index.ts';

export interface Browser {
  readonly cookies: ReadonlyMap<string, string>;
  csrfToken: string;
  get(path: string): Promise<TestAnswer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  logIn(email: string, password: string, tenantId: string): Promise<TestAnswer>;
}

export function openBrowser(server: TestServer): Browser {
  const cookies = new Map<string, string>();
  const keep = ({ headers }: TestAnswer) => {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const browser: Browser = {
    cookies,
    csrfToken: '',
    get: (path) => browser.send('GET', path),
    async send(method, path, body, more = {}) {
      const headers = {
        'sec-fetch-site': 'same-origin',
        origin: server.address,
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(browser.csrfToken !== '' && { 'x-csrf-token': browser.csrfToken }),
        ...more,
      };
      const answer = await server.send(method, path, {
        key: null,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      keep(answer);
      return answer;
    },
    async logIn(email, password, tenantId) {
      const answer = await browser.send('POST', '/api/v1/sessions', { email, password, tenant_id: tenantId });
      if (answer.status === 201) browser.csrfToken = answer.body.csrf_token;
      return answer;
    },
  };
  return browser;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

let people = 0;
const PASSWORD = 'seven quiet gardens';

/** A person of the tenant with a password, made as an owner and the person would. */
export async function createPerson(
  server: TestServer,
  tenant: { readonly key: string },
  role = 'developer',
): Promise<Person> {
  const email = `person${++people}@example.org`;
  const { body: user }: Json = await server.post('/api/v1/users', { email, name: 'P', role }, tenant);
  const { body } = await server.send('POST', `/api/v1/users/${user.user_id}/password-token`, tenant);
  await server.post('/api/v1/passwords', { token: body.token, password: PASSWORD }, { key: null });
  return { id: user.user_id, email, password: PASSWORD };
}
