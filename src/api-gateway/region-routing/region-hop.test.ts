import { randomBytes } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { type RegionHop, readHop, signHop } from './region-hop.ts';

const key = randomBytes(32);
const hop: RegionHop = {
  from: 'us',
  to: 'eu',
  method: 'POST',
  path: '/api/v1/analyze?x=1',
  requestId: 'r1',
  clientAddress: '192.0.2.1',
  host: 'assay.example',
};

afterEach(() => vi.useRealTimers());

it('arrives as it was sent', () => {
  expect(readHop(key, signHop(key, hop))).toEqual(hop);
});

it('is nothing under another key, changed, cut off or of another form', () => {
  const signed = signHop(key, hop);
  const [text = '', mac = ''] = signed.split('.');
  const changed = Buffer.from(Buffer.from(text, 'base64url').toString().replace('"eu"', '"ap"')).toString('base64url');
  expect(readHop(randomBytes(32), signed)).toBeNull();
  for (const header of [`${changed}.${mac}`, `${text}.`, text, '', undefined, [signed], 'e30.AAAA']) {
    expect(readHop(key, header)).toBeNull();
  }
});

it('holds for a minute', () => {
  vi.useFakeTimers();
  const signed = signHop(key, hop);
  vi.advanceTimersByTime(59_000);
  expect(readHop(key, signed)).toEqual(hop);
  vi.advanceTimersByTime(2_000);
  expect(readHop(key, signed)).toBeNull();
});
