import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPseudonymizer } from './pseudonyms.ts';

const SOURCE = `# canary comment
import zebra  // quagga
def okapi(bongo):
    """doc
    gnu"""
    return zebra.kudu("eland", bongo, 0x2A, 'oryx', \`dikdik \${addax}\`)  # nyala
/* topi
   ibex */ const klass = "unclosed serow
`;

const tenant = createPseudonymizer(randomBytes(32));

describe('pseudonymised code', () => {
  it('keeps keywords and signs, and no word, string, number or comment', () => {
    const tokens = tenant.code(SOURCE, 1, 99);
    expect(tokens.filter((token) => !token.startsWith('w:')).join(' ')).toBe(
      'import def ( ) : S return . ( S , , N , S , S ) const = S',
    );
    for (const token of tokens) expect(token).toMatch(/^(?:w:[0-9a-f]{16}|S|N|[a-zA-Z]+|[^\w\s]+)$/);
    const text = tokens.join(' ');
    for (const animal of SOURCE.match(/[a-z]{3,}/g) ?? []) {
      if (['import', 'def', 'return', 'const'].includes(animal)) continue;
      expect(text).not.toContain(animal);
    }
  });

  it('calls equal words equal, and nothing alike between two tenants', () => {
    const [first = '', second = ''] = tenant.code('zebra zebra', 1, 1);
    expect(first).toBe(second);
    const other = createPseudonymizer(randomBytes(32));
    expect(other.code('zebra', 1, 1)).not.toEqual([first]);
    expect(tenant.token('word', 'a')).not.toBe(tenant.token('path', 'a'));
    expect(tenant.code(SOURCE, 1, 99)).toEqual(tenant.code(SOURCE, 1, 99));
  });

  it('takes the lines asked for, and knows what is open when they begin', () => {
    expect(tenant.code(SOURCE, 5, 5)).toEqual([]);
    expect(tenant.code('a\nb = 1\nc', 2, 2)).toEqual([`w:${tenant.token('word', 'b')}`, '=', 'N']);
    expect(tenant.code('', 1, 5)).toEqual([]);
  });

  it('takes time in proportion to the text, and lets nothing through that is odd', () => {
    for (const piece of ['"', "'''", '/*', '`\\', '<!--', 'é', '# ', '--', '\\', '日本', '$']) {
      const before = process.cpuUsage();
      const tokens = tenant.code(piece.repeat(100_000), 1, 1);
      const { user } = process.cpuUsage(before);
      expect(user, piece).toBeLessThan(5_000_000);
      expect(tokens.join('')).not.toMatch(/[é日本$]/);
    }
  });
});

describe('a pseudonymised path', () => {
  it('keeps its depth and its ending', () => {
    const parts = tenant.path('src/billing/Invoice.java');
    expect(parts).toHaveLength(4);
    expect(parts.at(-1)).toBe('.java');
    expect(parts.slice(0, 3)).toEqual(['src', 'billing', 'Invoice'].map((part) => tenant.token('path', part)));
    expect(tenant.path('Makefile')).toEqual([tenant.token('path', 'Makefile'), '']);
  });
});
