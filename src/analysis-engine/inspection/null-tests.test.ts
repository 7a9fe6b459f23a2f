// Steps without the parts that others have.
import { describe, expect, it } from 'vitest';
import { isTestOfNull } from './null-tests.ts';

describe('isTestOfNull', () => {
  it('takes a branch without arms, which Go has', () => {
    expect(isTestOfNull({ kind: 'branch', node: 0, arms: [] })).toEqual([]);
  });
});
