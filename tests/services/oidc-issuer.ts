// A small OpenID Connect provider for tests: discovery, a key set that rotates, and tokens; real HTTP on a free port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { answerCodeFlow, type CodeFlowState, type FlowClient, newCodeFlow } from './oidc-code-flow.ts';

export interface OidcIssuerServer {
  /** `http://127.0.0.1:<port>` */
  readonly issuer: string;
  /** requests for the key set so far */
  readonly keyFetches: () => number;
  /** an ID token with these claims over the usual ones; `header` may lie */
  token(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  /** a new key signs from now on; the old one is gone from the set */
  rotate(): Promise<void>;
  /** answers 500 while it is down */
  setDown(isDown: boolean): void;
  /** what the key set has beside the real keys */
  addKey(key: JWK): void;
  /** the code flow, once it is opened for a client */
  openCodeFlow(client: FlowClient): CodeFlowState;
  close(): Promise<void>;
}

export async function startOidcIssuer(audience: string): Promise<OidcIssuerServer> {
  let [keyNumber, keyFetches, isDown] = [0, 0, false];
  const extra: JWK[] = [];
  let current = await makeKey(++keyNumber);
  let flow: CodeFlowState | null = null;
  const token: OidcIssuerServer['token'] = async (claims, header = {}) => {
    const seconds = Math.floor(Date.now() / 1000);
    const usual = { iss: issuer, aud: audience, iat: seconds, exp: seconds + 300 };
    return await new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: current.kid, ...header })
      .sign(current.privateKey);
  };
  const server = createServer((request, response) => {
    const send = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (isDown) return response.writeHead(500).end();
    if (request.url === '/.well-known/openid-configuration') {
      return send({ issuer, jwks_uri: `${issuer}/keys`, ...flow?.discovery(issuer) });
    }
    if (flow !== null && request.url !== '/keys')
      return void answerCodeFlow(flow, { issuer, token }, request, response);
    if (request.url !== '/keys') return response.writeHead(404).end();
    keyFetches++;
    return send({ keys: [...extra, current.publicJwk] });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    keyFetches: () => keyFetches,
    token,
    openCodeFlow(client) {
      flow = newCodeFlow(client);
      return flow;
    },
    async rotate() {
      current = await makeKey(++keyNumber);
    },
    setDown(down) {
      isDown = down;
    },
    addKey: (key) => void extra.push(key),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function makeKey(number: number) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = `key-${number}`;
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}
