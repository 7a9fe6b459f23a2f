// Authorization Code with PKCE (RFC 7636, RFC 9700): from a browser that is sent to the provider to the claims of who came
// back. What has to be remembered meanwhile is sealed in a cookie of that browser, so that no other browser can finish it.
import { createHash, randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { OidcLogin } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import { deriveKey, isEqualSecret, open, seal } from '../../security/index.ts';
import { isStrongEnough } from './authentication-strength.ts';
import { type Discovery, fetchJson, ProviderRefusal } from './discovery.ts';
import type { OidcProvider } from './provider.ts';

/** How long somebody may take at the provider. */
export const FLOW_SECONDS = 600;

const CONTEXT = 'oidc-login';
const DEFAULT_SCOPE = 'openid profile email';

/** What the cookie holds. */
const Flow = Type.Object({
  login: Type.String(),
  state: Type.String(),
  nonce: Type.String(),
  verifier: Type.String(),
  returnTo: Type.String(),
  endsAt: Type.Number(),
});
const FLOW = Compile(Flow);
type Flow = Type.Static<typeof Flow>;

/** What the browser brings back from the provider. */
export interface AuthorizationAnswer {
  readonly code?: string;
  readonly state?: string;
  readonly iss?: string;
  readonly error?: string;
}

export interface CodeFlow {
  readonly provider: OidcProvider;
  readonly login: OidcLogin;
  /** Throws AssayError `identity_provider_unavailable`. */
  start(returnTo: string): Promise<{ readonly location: string; readonly cookie: string }>;
  /** Throws AssayError `provider_login_failed`, `weak_authentication`, `identity_provider_unavailable`. */
  finish(
    answer: AuthorizationAnswer,
    cookie: string | null,
  ): Promise<{ readonly claims: JWTPayload; readonly returnTo: string }>;
  /** where the provider's own session ends, or null when it does not say */
  logOut(returnTo: string): Promise<string | null>;
}

interface CodeFlowOptions {
  readonly provider: OidcProvider;
  readonly login: OidcLogin;
  /** the address that the provider sends people back to */
  readonly redirectUri: string;
  readonly pepper: Buffer;
}

export function createCodeFlow({ provider, login, redirectUri, pepper }: CodeFlowOptions): CodeFlow {
  const key = deriveKey(pepper, CONTEXT);
  return {
    provider,
    login,
    async start(returnTo) {
      const { authorizationEndpoint } = await provider.discovery();
      if (authorizationEndpoint === null) throw new AssayError('identity_provider_unavailable');
      const endsAt = Date.now() + FLOW_SECONDS * 1000;
      const flow: Flow = { login: login.id, state: chance(), nonce: chance(), verifier: chance(), returnTo, endsAt };
      const location = authorizationRequest(authorizationEndpoint, flow, { provider, login, redirectUri });
      return { location, cookie: seal(key, Buffer.from(JSON.stringify(flow)), CONTEXT).toString('base64url') };
    },
    async finish(answer, cookie) {
      const flow = readFlow(key, cookie, login);
      const discovery = await provider.discovery();
      const code = codeOf(answer, flow, discovery, provider.settings.issuer);
      const tokens = await exchange(discovery, login, { code, redirectUri, verifier: flow.verifier });
      const claims = await readIdToken(tokens, flow, provider, login);
      if (!isStrongEnough(claims, provider.settings, Date.now())) throw new AssayError('weak_authentication');
      return { claims: await completed(claims, tokens, discovery, login), returnTo: flow.returnTo };
    },
    async logOut(returnTo) {
      const { endSessionEndpoint } = await provider.discovery();
      if (login.log_out !== true || endSessionEndpoint === null) return null;
      return withQuery(endSessionEndpoint, { client_id: login.client_id, post_logout_redirect_uri: returnTo });
    },
  };
}

const chance = (): string => randomBytes(32).toString('base64url');

function authorizationRequest(
  endpoint: string,
  { state, nonce, verifier }: Flow,
  { provider, login, redirectUri }: Omit<CodeFlowOptions, 'pepper'>,
): string {
  const { acr, max_age_seconds: age } = provider.settings.require ?? {};
  return withQuery(endpoint, {
    response_type: 'code',
    client_id: login.client_id,
    redirect_uri: redirectUri,
    scope: login.scope ?? DEFAULT_SCOPE,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(acr !== undefined && { acr_values: acr.join(' ') }),
    ...(age !== undefined && { max_age: String(age) }),
  });
}

function withQuery(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function failed(reason: string): AssayError {
  return new AssayError('provider_login_failed', { cause: new Error(reason) });
}

/** What this browser had begun, with this provider and not long ago. */
function readFlow(key: Buffer, cookie: string | null, login: OidcLogin): Flow {
  if (cookie === null) throw failed('no log-in was begun in this browser');
  let flow: unknown;
  try {
    flow = JSON.parse(open(key, Buffer.from(cookie, 'base64url'), CONTEXT).toString('utf8'));
  } catch {
    throw failed('the cookie of the log-in is not ours');
  }
  if (!FLOW.Check(flow) || flow.login !== login.id) throw failed('the log-in was begun with another provider');
  if (flow.endsAt < Date.now()) throw failed('the log-in took too long');
  return flow;
}

/** State first: an answer that this browser did not ask for means nothing. */
function codeOf(answer: AuthorizationAnswer, flow: Flow, { namesItself }: Discovery, issuer: string): string {
  if (answer.state === undefined || !isEqualSecret(answer.state, flow.state)) throw failed('wrong state');
  if (answer.iss === undefined ? namesItself : answer.iss !== issuer) throw failed('the answer of another issuer');
  // The provider's words are not shown: they came through the browser, where anybody can write them.
  if (answer.error !== undefined) throw failed('the provider refused');
  if (answer.code === undefined || answer.code === '') throw failed('no code');
  return answer.code;
}

interface Tokens {
  readonly idToken: string;
  readonly accessToken: string | null;
}

async function exchange(
  { tokenEndpoint, secretInBody }: Discovery,
  { client_id: id, clientSecret: secret }: OidcLogin,
  { code, redirectUri, verifier }: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Promise<Tokens> {
  if (tokenEndpoint === null) throw new AssayError('identity_provider_unavailable');
  const isBasic = secret !== null && !secretInBody;
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...(!isBasic && { client_id: id }),
    ...(secret !== null && !isBasic && { client_secret: secret }),
  });
  const headers = new Headers(isBasic ? { authorization: basic(id, secret) } : {});
  const answer = await ask(tokenEndpoint, { method: 'POST', body, headers });
  const { id_token: idToken, access_token: accessToken } = answer;
  if (typeof idToken !== 'string') throw failed('no ID token');
  return { idToken, accessToken: typeof accessToken === 'string' ? accessToken : null };
}

/** RFC 6749, section 2.3.1: each part is form-encoded first. */
function basic(id: string, secret: string): string {
  const [name, word] = [id, secret].map((text) => new URLSearchParams({ '': text }).toString().slice(1));
  return `Basic ${Buffer.from(`${name}:${word}`).toString('base64')}`;
}

/** A refusal is the log-in's end; anything else is the provider's trouble. Neither keeps what was sent or answered. */
async function ask(address: string, request: RequestInit): Promise<Record<string, unknown>> {
  try {
    return await fetchJson(address, request);
  } catch (error) {
    const status = error instanceof ProviderRefusal ? error.status : 500;
    if (status < 500 && status !== 429) throw failed(`the provider answered ${status}`);
    throw new AssayError('identity_provider_unavailable');
  }
}

async function readIdToken(
  { idToken }: Tokens,
  { nonce }: Flow,
  provider: OidcProvider,
  { client_id: id }: OidcLogin,
): Promise<JWTPayload> {
  const claims = await provider.verify(idToken, id);
  if (claims === null) throw failed('the ID token is not valid');
  if (typeof claims.nonce !== 'string' || !isEqualSecret(claims.nonce, nonce)) throw failed('wrong nonce');
  // OpenID Connect Core, section 3.1.3.7: made for several, it must name us as the one who asked.
  const isForOthersToo = Array.isArray(claims.aud) && claims.aud.length > 1;
  if (claims.azp === undefined ? isForOthersToo : claims.azp !== id) throw failed('the ID token is for another client');
  return claims;
}

/** With what the provider tells by its userinfo, where the operator says so; the signed claims count first. */
async function completed(
  claims: JWTPayload,
  { accessToken }: Tokens,
  { userinfoEndpoint }: Discovery,
  { userinfo }: OidcLogin,
): Promise<JWTPayload> {
  if (userinfo !== true || userinfoEndpoint === null || accessToken === null) return claims;
  const more = await ask(userinfoEndpoint, { headers: { authorization: `Bearer ${accessToken}` } });
  if (more.sub !== claims.sub) throw failed('userinfo of another subject');
  return { ...more, ...claims };
}
