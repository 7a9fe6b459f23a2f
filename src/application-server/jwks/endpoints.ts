// GET /.well-known/jwks.json: what access tokens are checked with. POST /api/v1/signing-keys: the next key.
import { KeySet, SigningKey, SigningKeyRotation } from '../../contract/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { KeyRing } from './key-ring.ts';
import { KEY_SET_SECONDS } from './rotation.ts';

export function keySetEndpoints(keyRing: KeyRing): Endpoint[] {
  return [keySetEndpoint(keyRing), rotateSigningKeysEndpoint(keyRing)];
}

function keySetEndpoint(keyRing: KeyRing): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/.well-known/jwks.json',
      operationId: 'getKeySet',
      tag: 'access',
      summary: 'The public keys that access tokens are checked with.',
      description: 'A key is in here before it signs and until the last of its tokens has expired.',
      access: 'public',
      answers: { 200: { description: 'A JWK set.', content: { 'application/jwk-set+json': KeySet } } },
    },
    async () => {
      const body: KeySet = { keys: (await keyRing.published()).map((key) => ({ ...key })) };
      const headers = { 'cache-control': `public, max-age=${KEY_SET_SECONDS}` };
      return { status: 200, body, contentType: 'application/jwk-set+json', headers };
    },
  );
}

function rotateSigningKeysEndpoint(keyRing: KeyRing): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/signing-keys',
      operationId: 'rotateSigningKeys',
      tag: 'administration',
      summary: 'Make the next key that signs access tokens.',
      description:
        'Only the bootstrap key, the owner of the platform, may do this. The key is published at once and signs in ten ' +
        'minutes; the keys before it stay until their tokens are dead. With `compromised` they end at once.',
      access: 'signing-keys:rotate',
      body: SigningKeyRotation,
      answers: { 201: json('The next key.', SigningKey) },
    },
    async ({ body: { compromised = false }, caller: { actor } }) => {
      const { kid, activeFrom } = await keyRing.rotate({ compromised, actor });
      const answer: SigningKey = { kid, active_from: activeFrom.toISOString() };
      return { status: 201, body: answer };
    },
  );
}
