// The code flow of the test's provider: it checks client, redirect address, PKCE and that a code is used once, as real ones do, and
// lies where a test asks it to.
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface FlowClient {
  readonly clientId: string;
  /** null: a public client */
  readonly secret: string | null;
  readonly redirectUri: string;
}

export interface CodeFlowState {
  /** the person who is logged in at the provider; null: whoever comes is refused */
  person: Record<string, unknown> | null;
  /** claims of the next ID tokens over the true ones */
  lie: Record<string, unknown>;
  /** the issuer that answers name (RFC 9207): the true one by default, null none */
  namedIssuer: string | null | undefined;
  /** the status of the token endpoint, when it does not work */
  tokenStatus: number | null;
  /** what userinfo tells */
  userinfo: Record<string, unknown>;
  /** every secret that was handed out: codes and tokens */
  readonly handedOut: string[];
  /** queries of the authorization endpoint */
  readonly asked: URLSearchParams[];
  discovery(issuer: string): Record<string, unknown>;
  readonly client: FlowClient;
  readonly codes: Map<string, { readonly challenge: string; readonly nonce: string | null }>;
}

interface Issuer {
  readonly issuer: string;
  token(claims: Record<string, unknown>): Promise<string>;
}

export function newCodeFlow(client: FlowClient): CodeFlowState {
  return {
    person: null,
    lie: {},
    namedIssuer: undefined,
    tokenStatus: null,
    userinfo: {},
    handedOut: [],
    asked: [],
    client,
    codes: new Map(),
    discovery: (issuer) => ({
      authorization_endpoint: `${issuer}/authorize?kept=yes`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      end_session_endpoint: `${issuer}/end`,
      authorization_response_iss_parameter_supported: true,
    }),
  };
}

export async function answerCodeFlow(
  flow: CodeFlowState,
  issuer: Issuer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', issuer.issuer);
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (url.pathname === '/authorize') authorize(flow, issuer, url.searchParams, response);
  else if (url.pathname === '/token' && flow.tokenStatus !== null) send(flow.tokenStatus, { error: 'invalid_request' });
  else if (url.pathname === '/token') {
    const answer = await exchange(flow, issuer, request);
    send(answer === null ? 400 : 200, answer ?? { error: 'invalid_grant' });
  } else if (url.pathname === '/userinfo') {
    const isKnown = flow.handedOut.includes(request.headers.authorization?.replace('Bearer ', '') ?? '');
    send(isKnown ? 200 : 401, isKnown ? flow.userinfo : {});
  } else response.writeHead(404).end();
}

function authorize(flow: CodeFlowState, { issuer }: Issuer, query: URLSearchParams, response: ServerResponse): void {
  flow.asked.push(query);
  const { client, person } = flow;
  const challenge = query.get('code_challenge') ?? '';
  const isFine =
    query.get('client_id') === client.clientId &&
    query.get('redirect_uri') === client.redirectUri &&
    query.get('response_type') === 'code' &&
    query.get('code_challenge_method') === 'S256' &&
    query.get('kept') === 'yes';
  if (!isFine) return void response.writeHead(400).end();
  const back = new URL(client.redirectUri);
  const iss = flow.namedIssuer === undefined ? issuer : flow.namedIssuer;
  if (iss !== null) back.searchParams.set('iss', iss);
  back.searchParams.set('state', query.get('state') ?? '');
  if (person === null) {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<script>alert(1)</script>');
  } else {
    const code = randomBytes(16).toString('hex');
    flow.handedOut.push(code);
    flow.codes.set(code, { challenge, nonce: query.get('nonce') });
    back.searchParams.set('code', code);
    back.searchParams.set('session_state', 'what providers add');
  }
  response.writeHead(302, { location: back.href }).end();
}

async function exchange(flow: CodeFlowState, { token }: Issuer, request: IncomingMessage) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const { client, person } = flow;
  const given = flow.codes.get(form.get('code') ?? '');
  flow.codes.delete(form.get('code') ?? '');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const encoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  const expected =
    client.secret === null
      ? undefined
      : `Basic ${Buffer.from(`${encoded(client.clientId)}:${encoded(client.secret)}`).toString('base64')}`;
  const isFine =
    request.method === 'POST' &&
    form.get('grant_type') === 'authorization_code' &&
    form.get('redirect_uri') === client.redirectUri &&
    given?.challenge === challenge &&
    request.headers.authorization === expected &&
    (client.secret !== null || form.get('client_id') === client.clientId);
  if (!isFine || person === null) return null;
  const accessToken = randomBytes(16).toString('hex');
  const idToken = await token({ aud: client.clientId, nonce: given.nonce, ...person, ...flow.lie });
  flow.handedOut.push(accessToken, idToken);
  return { token_type: 'Bearer', access_token: accessToken, id_token: idToken, refresh_token: 'never asked for' };
}
