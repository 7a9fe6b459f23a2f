import { describe, expect, it } from 'vitest';
import { clientOf, isSameOrigin } from './client.ts';

const clean = { host: 'assay.example' };

describe('a request of a page of this server', () => {
  it('is known by Sec-Fetch-Site, or else by Origin', () => {
    expect(isSameOrigin({ ...clean, 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(isSameOrigin({ ...clean, origin: 'https://assay.example' })).toBe(true);
    // A proxy that changes Host does no harm where the browser says what it knows.
    expect(isSameOrigin({ host: '10.0.0.1', 'sec-fetch-site': 'same-origin', origin: 'https://assay.example' })).toBe(
      true,
    );
  });

  it.each([
    {},
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://assay.example' },
    { 'sec-fetch-site': 'none' },
    { origin: 'null' },
    { origin: 'https://assay.example.evil' },
    { origin: 'https://assay.example:8443' },
  ])('is none with %o', (headers) => {
    expect(isSameOrigin({ ...clean, ...headers })).toBe(false);
  });
});

describe('a client', () => {
  it('reaches the server as its page does', () => {
    const transport = (origin?: string) => clientOf(origin === undefined ? {} : { origin }, '::1').transport;
    expect(transport('https://assay.example')).toBe('tls');
    expect(['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:1'].map(transport)).toEqual([
      'loopback',
      'loopback',
      'loopback',
    ]);
    expect(['http://assay.example', 'http://127.0.0.1.evil.example', 'http://10.0.0.1'].map(transport)).toEqual([
      'plain',
      'plain',
      'plain',
    ]);
    expect(transport()).toBe('unknown');
  });

  it('has cookies, each under its exact name', () => {
    const { cookie } = clientOf({ cookie: 'a=1; __Host-assay-session=x=y; assay-session=2' }, '::1');
    expect([cookie('__Host-assay-session'), cookie('assay-session'), cookie('session')]).toEqual(['x=y', '2', null]);
  });
});
