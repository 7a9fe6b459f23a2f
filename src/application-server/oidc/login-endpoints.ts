// GET /login/oidc/{issuer}: to an identity provider and back, for a session of the pages. What goes wrong is shown by the
// log-in page, by the name of the error alone.
import { Type } from 'typebox';
import { LoginOptions } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import { type Answer, type Client, defineEndpoint, type Endpoint, type EndpointRequest, json } from '../endpoint.ts';
import { cookieName, PROVIDER_COOKIE, setCookie } from '../sessions/cookies.ts';
import { type AuthorizationAnswer, type CodeFlow, FLOW_SECONDS } from './code-flow.ts';
import { logInWithProvider, type ProviderLogins, providerLogins } from './provider-login.ts';

const ISSUER = Type.Object({ issuer: Type.String({ maxLength: 40 }) });
const AFTER_LOGIN = '/account';
/** A place of this server. Two slashes, or one with a backslash, would be another server to a browser. */
const PLACE = '^/(?![/\\\\])[!-\\[\\]-~]*$';
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const REDIRECT = { 303: { description: 'Go on at `Location`.' } };

/** Parameters that nobody has asked for are let through: providers add their own. */
const CallbackQuery = Type.Object({ code: text(4096), state: text(200), iss: text(500), error: text(200) });

export function oidcLoginEndpoints(logins: ProviderLogins): Endpoint[] {
  const flows = providerLogins(logins);
  return [
    optionsEndpoint(logins, flows),
    startEndpoint(logins, flows),
    callbackEndpoint(logins, flows),
    logOutEndpoint(logins, flows),
  ];
}

function optionsEndpoint({ settings }: ProviderLogins, flows: readonly CodeFlow[]): Endpoint {
  const providers = flows.map(({ login: { id, name, log_out: ends }, provider }) => ({
    name,
    issuer: provider.settings.issuer,
    path: `/login/oidc/${id}`,
    log_out_path: ends === true ? `/login/oidc/${id}/log-out` : null,
  }));
  const body: LoginOptions = { passwords: settings.passwords, providers };
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/login-options',
      operationId: 'getLoginOptions',
      tag: 'access',
      summary: 'How people log in to the pages of this server.',
      access: 'public',
      answers: { 200: json('The ways in.', LoginOptions) },
    },
    async () => ({ status: 200, body }),
  );
}

function startEndpoint({ publicUrl }: ProviderLogins, flows: readonly CodeFlow[]): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/login/oidc/:issuer',
      operationId: 'logInWithProvider',
      tag: 'access',
      summary: 'Log in with an identity provider: leads there, and back with a session.',
      access: 'public',
      parameters: ISSUER,
      query: Type.Object(
        { return: Type.Optional(Type.String({ pattern: PLACE, maxLength: 1000, default: AFTER_LOGIN })) },
        { additionalProperties: false },
      ),
      answers: REDIRECT,
    },
    async ({ parameters: { issuer }, query, log }) => {
      const flow = flowOf(flows, issuer);
      return await orBackToLogin(log, [], async () => {
        const { location, cookie } = await flow.start(query.return ?? AFTER_LOGIN);
        return redirect(location, [setCookie(PROVIDER_COOKIE, cookie, FLOW_SECONDS, { transport: way(publicUrl) })]);
      });
    },
  );
}

function callbackEndpoint(logins: ProviderLogins, flows: readonly CodeFlow[]): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/login/oidc/:issuer/callback',
      operationId: 'returnFromProvider',
      tag: 'access',
      summary: 'Where an identity provider sends people back to.',
      access: 'public',
      parameters: ISSUER,
      query: CallbackQuery,
      answers: REDIRECT,
    },
    async ({ parameters: { issuer }, query, client, log }) => {
      const flow = flowOf(flows, issuer);
      const browser: Client = { ...client(), transport: way(logins.publicUrl) };
      // Whatever comes of it, the same answer is not taken twice.
      const forget = setCookie(PROVIDER_COOKIE, '', 0, browser);
      return await orBackToLogin(log, [forget], async () => {
        const cookie = browser.cookie(cookieName(PROVIDER_COOKIE, browser));
        const { claims, returnTo } = await flow.finish(query as AuthorizationAnswer, cookie);
        const cookies = await logInWithProvider(logins, flow.provider.settings, claims, browser);
        return redirect(returnTo, [...cookies, forget]);
      });
    },
  );
}

function logOutEndpoint({ publicUrl }: ProviderLogins, flows: readonly CodeFlow[]): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/login/oidc/:issuer/log-out',
      operationId: 'logOutOfProvider',
      tag: 'access',
      summary: 'After logging out here: log out of the identity provider, where it is configured so.',
      access: 'public',
      parameters: ISSUER,
      answers: REDIRECT,
    },
    async ({ parameters: { issuer }, log }) => {
      const flow = flowOf(flows, issuer);
      return await orBackToLogin(log, [], async () =>
        redirect((await flow.logOut(`${publicUrl}/login`)) ?? '/login', []),
      );
    },
  );
}

function flowOf(flows: readonly CodeFlow[], id: string): CodeFlow {
  const flow = flows.find(({ login }) => login.id === id);
  if (flow === undefined) throw new AssayError('not_found', { detail: 'There is no identity provider of that name.' });
  return flow;
}

/** As the operator says, since a browser that comes from elsewhere does not. */
function way(publicUrl: string): 'tls' | 'loopback' {
  return publicUrl.startsWith('https:') ? 'tls' : 'loopback';
}

async function orBackToLogin(
  log: EndpointRequest['log'],
  cookies: readonly string[],
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : error.code;
    log.info({ reason }, 'a log-in through an identity provider did not work');
    return redirect(`/login#problem=${error.code}`, cookies);
  }
}

function redirect(location: string, cookies: readonly string[]): Answer {
  const headers = { location, 'cache-control': 'no-store' };
  return { status: 303, body: '', contentType: 'text/plain; charset=utf-8', headers, cookies };
}
