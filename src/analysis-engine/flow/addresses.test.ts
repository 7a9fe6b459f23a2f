import { describe, expect, it } from 'vitest';
import { behindHost, behindHostOfPattern } from './addresses.ts';
import { sinkBit, taintOf } from './taint.ts';
import { constantValue, UNKNOWN, UNKNOWN_STRING, type Value, withTaint } from './value.ts';

const chosen = withTaint(UNKNOWN_STRING, taintOf('user-input'), null);
const part = (text: string): Value => (text === '?' ? UNKNOWN : constantValue(text));
const isDangerous = (...beginning: string[]): boolean =>
  (behindHost(chosen, [...beginning.map(part), chosen]).taint & sinkBit('redirect')) !== 0;

describe('an address put together', () => {
  it.each([
    [['https://example.com/']],
    [['//example.com/a']],
    [['https://', '?', '/']],
    [['https://', '?']],
    [['?']],
    [['/search']],
    [['search?q=']],
  ])('%j fixes the host', (beginning) => expect(isDangerous(...beginning)).toBe(false));

  it.each([[[]], [['https://']], [['https://api.']], [['/']], [['//']]])('%j does not', (beginning) =>
    expect(isDangerous(...beginning)).toBe(true),
  );

  it.each([
    ['https://example.com/%s/today', false],
    ['https://%s/today', true],
    ['%s', true],
    ['https://{}.example.com/', true],
  ])('a pattern %s', (pattern, expected) => {
    const whole = behindHostOfPattern(chosen, pattern, [chosen]);
    expect((whole.taint & sinkBit('redirect')) !== 0).toBe(expected);
  });

  it('stays dangerous for everything else', () => {
    const whole = behindHost(chosen, [part('https://example.com/'), chosen]);
    expect(whole.taint & sinkBit('html')).not.toBe(0);
  });
});
