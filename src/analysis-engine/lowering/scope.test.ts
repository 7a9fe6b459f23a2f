import { describe, expect, it } from 'vitest';
import { ScopeStack } from './scope.ts';

describe('ScopeStack', () => {
  it('gives a name declared again in an inner block a slot of its own and forgets it after the block', () => {
    const scopes = new ScopeStack();
    const outer = scopes.declare('x');
    scopes.enterBlock();
    const inner = scopes.declare('x');
    expect(inner.slot).not.toBe(outer.slot);
    expect(scopes.resolve('x')).toEqual(inner);
    scopes.leaveBlock();
    expect(scopes.resolve('x')).toEqual(outer);
    expect(scopes.declare('x')).toEqual(outer);
    expect(scopes.leaveFunction()).toEqual(['x', 'x']);
  });

  it('counts the functions between a use and its variable as depth', () => {
    const scopes = new ScopeStack();
    scopes.declare('a');
    scopes.enterFunction();
    scopes.enterBlock();
    scopes.declareInFunction('b');
    scopes.leaveBlock();
    scopes.enterFunction();
    expect(scopes.resolve('a')).toEqual({ name: 'a', slot: 0, depth: 2 });
    expect(scopes.resolve('b')).toEqual({ name: 'b', slot: 0, depth: 1 });
    expect(scopes.declareInFile('c')).toEqual({ name: 'c', slot: 1, depth: 2 });
    expect(scopes.resolve('nowhere')).toBeNull();
    expect(scopes.read('nowhere', 7)).toEqual({ kind: 'global', node: 7, name: 'nowhere' });
  });

  it('hides the names of a class body from the functions in it', () => {
    const scopes = new ScopeStack();
    scopes.declare('limit');
    scopes.enterBlock('class');
    scopes.declare('limit');
    expect(scopes.resolve('limit')?.slot).toBe(1);
    scopes.enterFunction();
    expect(scopes.resolve('limit')).toEqual({ name: 'limit', slot: 0, depth: 1 });
  });

  it('reads a bound name as what it stands for, and keeps its first meaning', () => {
    const scopes = new ScopeStack();
    scopes.bind('os', (node) => ({ kind: 'import', node, module: 'os', name: null }));
    scopes.bind('os', (node) => ({ kind: 'global', node, name: 'other' }));
    scopes.enterFunction();
    expect(scopes.read('os', 3)).toEqual({ kind: 'import', node: 3, module: 'os', name: null });
    expect(scopes.resolve('os')).toBeNull();
    expect(scopes.has('os')).toBe(true);
    expect(scopes.target('os', 3)).toEqual({ kind: 'global', node: 3, name: 'os' });
  });
});
