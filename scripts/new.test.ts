// What `npm run new` writes, into a directory of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validateLibraryFacts } from '../src/analysis-engine/index.ts';
import { validateRuleDefinition } from '../src/rules/index.ts';
import { createNew } from './new.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-new-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('npm run new', () => {
  it('writes a rule that the generator accepts, with a bad and a good example', () => {
    expect(createNew('rule', 'planted-defect', root)).toEqual([
      'src/rules/planted-defect/rule.yaml',
      'src/rules/planted-defect/README.md',
    ]);
    const definition = validateRuleDefinition(parse(read('src/rules/planted-defect/rule.yaml')), 'rule.yaml');
    expect(definition.id).toBe('planted-defect');
    expect(read('src/rules/planted-defect/README.md')).toMatch(
      /```python bad[\s\S]*assay: planted-defect[\s\S]*```python good/,
    );
  });

  it('writes a language: a lowering folder and a facts folder', () => {
    const files = createNew('language', 'ruby', root);
    expect(files).toContain('src/analysis-engine/lowering/ruby/lower.ts');
    const facts = 'src/analysis-engine/library-facts/ruby/standard-library.yaml';
    expect(validateLibraryFacts(parse(read(facts)), facts).language).toBe('ruby');
  });

  it('writes an endpoint with a test', () => {
    expect(createNew('endpoint', 'ping-pong', root)).toEqual([
      'src/application-server/ping-pong/ping-pong.ts',
      'src/application-server/ping-pong/ping-pong.test.ts',
    ]);
  });

  it('never writes over what is there, and refuses what it does not know', () => {
    createNew('rule', 'planted-defect', root);
    expect(() => createNew('rule', 'planted-defect', root)).toThrow('exists already');
    expect(() => createNew('rule', 'Planted Defect', root)).toThrow('kebab-case');
    expect(() => createNew('planet', 'mars', root)).toThrow('rule, endpoint, language');
  });
});
