import { expect, it } from 'vitest';
import { createTenantSecret, generateApiKey } from '../../security/index.ts';
import { regionOf } from './credential-region.ts';

const TENANT = '00000000-0000-7000-8000-000000000001';
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const token = (claims: object) =>
  ['{"alg":"ES256"}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const cookie = (text: string) => ({ host: 'assay.example', cookie: `a=b; __Host-assay-session=${text}` });

it('is what the key, the token or the session says', () => {
  expect(regionOf(bearer(generateApiKey('live', 'eu')))).toBe('eu');
  expect(regionOf({ 'x-api-key': generateApiKey('test', 'us-east-1') })).toBe('us-east-1');
  expect(regionOf(bearer(token({ region: 'eu' })))).toBe('eu');
  expect(regionOf(cookie(createTenantSecret(TENANT, 'eu').text))).toBe('eu');
});

it('is what the header says for credentials that say nothing, and for none', () => {
  const wanted = { 'assay-region': 'us' };
  expect(regionOf({ ...bearer(generateApiKey('live')), ...wanted })).toBe('us');
  expect(regionOf({ ...bearer(token({})), ...wanted })).toBe('us');
  expect(regionOf({ ...cookie(createTenantSecret(TENANT).text), ...wanted })).toBe('us');
  expect(regionOf(wanted)).toBe('us');
  expect(regionOf({ ...bearer(generateApiKey('live', 'eu')), ...wanted })).toBe('eu');
});

it('is none where nothing says one, or what says it is no credential', () => {
  for (const headers of [
    {},
    bearer(generateApiKey('live')),
    bearer('asy_live_eu_short'),
    bearer('x'),
    { cookie: 'a' },
  ]) {
    expect(regionOf(headers)).toBeNull();
  }
  // A key decides alone, whatever cookie a browser sends along.
  expect(regionOf({ ...bearer('x'), ...cookie(createTenantSecret(TENANT, 'eu').text) })).toBeNull();
});
