// What a provider says of itself (OpenID Connect Discovery), and how it is asked: within bounds of time and size.

const TIMEOUT_MS = 5000;
const LONGEST_DOCUMENT = 512 * 1024;

export interface Discovery {
  readonly jwksUri: string;
  readonly authorizationEndpoint: string | null;
  readonly tokenEndpoint: string | null;
  readonly userinfoEndpoint: string | null;
  readonly endSessionEndpoint: string | null;
  /** whether its answers always name it (RFC 9207) */
  readonly namesItself: boolean;
  /** whether the client's secret goes into the body, since Basic is not taken */
  readonly secretInBody: boolean;
}

/** An answer of a provider that is no success; `status` decides whose fault it is. */
export class ProviderRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`answered ${status}`);
    this.status = status;
  }
}

/** Throws when the document is not there or not the issuer's own (section 4.3). */
export async function readDiscovery(issuer: string): Promise<Discovery> {
  const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const address = (name: string): string | null => {
    const value = document[name];
    if (typeof value !== 'string' || !URL.canParse(value)) return null;
    const { protocol } = new URL(value);
    // A provider on TLS does not send people, codes or secrets over the open network.
    return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:')) ? value : null;
  };
  const jwksUri = address('jwks_uri');
  if (document.issuer !== issuer || jwksUri === null) throw new Error('no discovery document');
  const methods = document.token_endpoint_auth_methods_supported;
  return {
    jwksUri,
    authorizationEndpoint: address('authorization_endpoint'),
    tokenEndpoint: address('token_endpoint'),
    userinfoEndpoint: address('userinfo_endpoint'),
    endSessionEndpoint: address('end_session_endpoint'),
    namesItself: document.authorization_response_iss_parameter_supported === true,
    secretInBody: Array.isArray(methods) && !methods.includes('client_secret_basic'),
  };
}

/** An operator's address, so it may be private; bounded in time and size, and it may not send us elsewhere. */
export async function fetchJson(address: string, request: RequestInit = {}): Promise<Record<string, unknown>> {
  const headers = new Headers(request.headers);
  headers.set('accept', 'application/json');
  const response = await fetch(address, {
    ...request,
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new ProviderRefusal(response.status);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > LONGEST_DOCUMENT) throw new Error('the document is too long');
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new Error('no JSON object');
  return value as Record<string, unknown>;
}
