import { expect, it } from 'vitest';
import { createTenantSecret, isEqualSecret, readTenantSecret } from './tenant-secrets.ts';

const TENANT = '00000000-0000-7000-8000-000000000001';

it('a secret is read as it was made, and each is another', () => {
  const { text, ...made } = createTenantSecret(TENANT);
  expect(readTenantSecret(text)).toEqual(made);
  expect(made.tenantId).toBe(TENANT);
  expect(text).not.toContain(made.csrfToken);
  expect(createTenantSecret(TENANT).text).not.toBe(text);
});

it('a secret names its region where there is one', () => {
  const { text, ...made } = createTenantSecret(TENANT, 'eu-west-1');
  expect(text.startsWith(`eu-west-1.${TENANT}.`)).toBe(true);
  expect(readTenantSecret(text)).toEqual(made);
  expect(made.region).toBe('eu-west-1');
});

it.each(['', TENANT, `${TENANT}.short`, `x${TENANT}.${'a'.repeat(43)}`, `${TENANT}.${'a'.repeat(44)}`, '..'])(
  'what is no secret is not looked up: %s',
  (text) => {
    expect(readTenantSecret(text)).toBeNull();
  },
);

it('secrets are compared whole', () => {
  expect([isEqualSecret('a', 'a'), isEqualSecret('a', 'ab'), isEqualSecret('', 'a')]).toEqual([true, false, false]);
});
