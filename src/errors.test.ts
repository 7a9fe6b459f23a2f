import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AssayError, ERROR_CATALOGUE } from './errors.ts';

const docs = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
const sections = new Map(
  docs
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
);

describe('the error catalogue', () => {
  it('has one section in docs/errors.md for each code, and the reverse', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(ERROR_CATALOGUE).sort());
  });

  it('says the same status in code and docs', () => {
    for (const [code, { status }] of Object.entries(ERROR_CATALOGUE)) {
      const section = sections.get(code) ?? '';
      if (section.includes('At start only')) continue;
      expect(section, code).toContain(`Status ${status}.`);
    }
  });

  it('speaks in whole sentences', () => {
    for (const { title } of Object.values(ERROR_CATALOGUE)) expect(title).toMatch(/^[A-Z].*\.$/);
  });
});

describe('AssayError', () => {
  it('keeps the cause apart from what is public', () => {
    const error = new AssayError('storage_full', { cause: new Error('/var/lib/secret') });
    expect(error).toMatchObject({ code: 'storage_full', status: 503, detail: ERROR_CATALOGUE.storage_full.title });
    expect(error.message).not.toContain('secret');
  });
});
