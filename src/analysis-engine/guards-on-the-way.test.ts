import { describe, expect, it } from 'vitest';
import { smallEngine } from './testing/small-world.ts';

const engine = await smallEngine();
const severityOf = (code: string): string | undefined =>
  engine.analyze({ code, language: 'javascript', path: 'a.js', files: [] }).findings[0]?.severity;

describe('a flow', () => {
  it('is as grave as its rule says where nothing on its way tests the value', () => {
    expect(severityOf('function f() { const to = input("a"); go(to); }')).toBe('high');
  });

  it('is low where a function tests it that the pass knows nothing about', () => {
    expect(severityOf('function f() { const to = input("a"); if (!validateTarget(to)) return; go(to); }')).toBe('low');
  });

  it('is low where a function tests it that the value comes through', () => {
    const code =
      'function checkUrl(to) { return to; }\nfunction g(to) { go(to); }\nfunction f() { g(checkUrl(input("a"))); }';
    expect(severityOf(code)).toBe('low');
  });

  it('is not weakened by what another function tests', () => {
    expect(severityOf('function g(to) { validateTarget(to); }\nfunction f() { go(input("a")); }')).toBe('high');
  });

  it('is not weakened by a test for something unsafe alone', () => {
    expect(severityOf('function f() { markUnsafe(1); go(input("a")); }')).toBe('high');
  });

  it('is low where it leads back to where the visitor came from', () => {
    expect(severityOf('function f() { go(input("referer")); }')).toBe('low');
  });

  it('is low where the value is looked up in a list before', () => {
    expect(severityOf('function f() { const to = input("a"); if (!places.includes(to)) return; go(to); }')).toBe('low');
    expect(severityOf('function f() { const to = input("a"); if (!(to in places)) return; go(to); }')).toBe('low');
  });

  it('is low where a list of what is allowed stands beside it', () => {
    expect(severityOf('function f() { const to = input("a"); if (same(hostOf(to), allowedHosts)) go(to); }')).toBe(
      'low',
    );
  });

  it('is not weakened by another value that is looked up, or by a walk over a list', () => {
    expect(severityOf('function f(by) { const to = input("a"); if (!places.includes(by)) return; go(to); }')).toBe(
      'high',
    );
    expect(severityOf('function f() { const to = input("a"); for (const each in places) go(to); }')).toBe('high');
  });

  it('is low where the host is compared with those that are allowed', () => {
    const compared = 'const to = input("a"); const host = hostOf(to); if (host !== OWN) return; go(to);';
    expect(severityOf(`function f() { ${compared} }`)).toBe('low');
    expect(severityOf('function f(mode) { const to = input("a"); if (mode !== 1) return; go(to); }')).toBe('high');
  });

  it('is none where it fills the query of an address alone', () => {
    expect(severityOf('function f(login) { go(login + "?next=" + input("a")); }')).toBeUndefined();
  });
});
