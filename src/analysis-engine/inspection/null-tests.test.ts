// Steps without the parts that others have.
import { describe, expect, it } from 'vitest';
import { nullTestOf } from './null-tests.ts';

describe('nullTestOf', () => {
  it('takes a branch without arms, which Go has', () => {
    expect(nullTestOf({ kind: 'branch', node: 0, arms: [] })).toBeNull();
  });
});
