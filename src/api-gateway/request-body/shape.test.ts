import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { AnalysesQuery, AnalyzeRequest } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import { shapeOf } from './shape.ts';

const body = shapeOf(AnalyzeRequest, 'body');
const query = shapeOf(AnalysesQuery, 'query');

function errors(check: () => unknown) {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof AssayError && error.code === 'invalid_request') return error.errors;
    throw error;
  }
}

describe('shapeOf a body', () => {
  it('gives back what fits, unknown keys of context included', () => {
    const value = { code: 'x', context: { colour: 'red' } };
    expect(body(value)).toBe(value);
  });

  it('converts and drops nothing', () => {
    expect(errors(() => body({ code: 1.5 }))).toEqual([{ path: '/code', message: 'must be string' }]);
    expect(errors(() => body({ code: 'x', zz: 2 }))).toEqual([{ path: '/zz', message: 'is not a known key' }]);
  });

  it('refuses what is nested deeper than it can be looked at', () => {
    const names = shapeOf(Type.Array(Type.String(), { uniqueItems: true }), 'body');
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(errors(() => names(deep))).toEqual([{ path: '', message: 'is nested too deep' }]);
    expect(errors(() => names(['a', 'b']))).toEqual([]);
  });

  it.each([undefined, null, 3, 'x', []])('refuses %j', (value) => {
    expect(errors(() => body(value))).toEqual([{ path: '', message: 'must be object' }]);
  });

  it('refuses names of a prototype, which change nothing', () => {
    const check = shapeOf(Type.Object({ a: Type.Optional(Type.String()) }, { additionalProperties: false }), 'body');
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      expect(() => check(JSON.parse(`{"${name}":{"polluted":true}}`)), name).toThrow(/shape/);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('names every missing or wrong member', () => {
    expect(errors(() => body({}))).toEqual([{ path: '/code', message: 'is required' }]);
    expect(errors(() => body({ code: '', context: { minimum_severity: 'dire', minimum_confidence: 2 } }))).toEqual([
      { path: '/context/minimum_severity', message: 'must be one of critical, high, medium, low, info' },
      { path: '/context/minimum_confidence', message: 'must be <= 1' },
    ]);
  });

  it('shortens and escapes names that come from outside', () => {
    const [error] = errors(() => body({ code: '', [`a/b~c${'x'.repeat(1000)}`]: 1 })) ?? [];
    expect(error?.path).toMatch(/^\/a~1b~0cx+$/);
    expect(error?.path.length).toBeLessThan(80);
  });
});

describe('shapeOf a query', () => {
  it('reads numbers from text', () => {
    expect(query({ limit: '5', repository: '7' })).toEqual({ limit: 5, repository: '7' });
  });

  it.each(['x', '1e3', '0', '1001', '1.5', ''])('refuses the limit %j', (limit) => {
    expect(errors(() => query({ limit }))).toMatchObject([{ path: '/limit' }]);
  });

  it('refuses a repeated member', () => {
    expect(errors(() => query({ limit: ['1', '2'] }))).toMatchObject([{ path: '/limit' }]);
  });
});
