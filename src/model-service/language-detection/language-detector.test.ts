import { describe, expect, it } from 'vitest';
import { languagesOfPath, shebangLanguage } from './explicit-markers.ts';
import { createLanguageDetector } from './index.ts';
import { loadShippedWeights } from './shipped-weights.ts';
import { SNIPPETS } from './testing/snippets.ts';

const detector = createLanguageDetector(loadShippedWeights());

describe('detect', () => {
  it.each(SNIPPETS)('recognises $id', ({ id, code }) => {
    const detection = detector.detect(code);
    expect(detection.id).toBe(id);
    expect(detection.confidence).toBeGreaterThan(0.4);
    expect(detection.confidence).toBeLessThanOrEqual(1);
  });

  it('knows at least 104 languages and what is none', () => {
    const { languages } = loadShippedWeights().weights;
    for (const id of ['python', 'java', 'javascript', 'typescript', 'go', 'unknown']) expect(languages).toContain(id);
    expect(languages.filter((id) => id !== 'unknown').length).toBeGreaterThanOrEqual(104);
    expect(languages.every((id) => id === id.toLowerCase())).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n\t\n  '],
    ['a number', '42'],
    ['a list of words', 'milk\neggs\nbread\nbutter\n'],
    [
      'a letter',
      'Hi Bob,\n\nthanks for your mail. Could you please send me the report by Friday?\n\nBest regards,\nAlice\n',
    ],
    ['prose in German', 'Der Hund lief durch den Wald und sah einen Hasen. Danach ging er nach Hause.\n'],
    ['hexadecimal data', 'deadbeef 01234567 89abcdef 00ff00ff\n7f454c46 02010100 00000000 3e000100\n'],
    ['brackets', '('.repeat(20_000)],
  ])('says unknown for %s', (_, code) => {
    expect(detector.detect(code).id).toBe('unknown');
  });

  it('orders the alternatives and keeps all confidences within one', () => {
    const { id, confidence, alternatives } = detector.detect(
      'export function total(items) {\n  let sum = 0;\n  for (const item of items) sum += item.price;\n  return sum;\n}\n',
    );
    const all = [confidence, ...alternatives.map((alternative) => alternative.confidence)];
    expect(['javascript', 'typescript']).toContain(id);
    expect(all.toSorted((a, b) => b - a)).toEqual(all);
    expect(all.reduce((sum, x) => sum + x, 0)).toBeLessThanOrEqual(1.000001);
  });

  it('gives the same answer every time', () => {
    const code = SNIPPETS.map((snippet) => snippet.code).join('\n');
    const first = detector.detect(code);
    detector.detect('def f(self):\n    return None\n');
    expect(detector.detect(code)).toEqual(first);
  });
});

describe('the path', () => {
  const python = 'import os\n\ndef main():\n    print(os.getcwd())\n\nif __name__ == "__main__":\n    main()\n';

  it('does not win against the content', () => {
    expect(detector.detect(python, { path: 'src/main.js' }).id).toBe('python');
  });

  it('settles what the content leaves open', () => {
    const open = 'const limit = 10;\nconst names = load(limit);\n';
    expect(detector.detect(open, { path: 'a/limit.ts' }).id).toBe('typescript');
    expect(detector.detect(open, { path: 'a/limit.js' }).id).toBe('javascript');
  });

  it('does not make code of nothing', () => {
    expect(detector.detect('', { path: 'empty.py' }).id).toBe('unknown');
  });

  it.each(['constructor', '__proto__'])('says nothing when it is %s', (name) => {
    expect(languagesOfPath(`src/${name}`)).toEqual([]);
    expect(shebangLanguage(`#!/usr/bin/${name}\n`)).toBeNull();
    expect(detector.detect(python, { path: name }).id).toBe('python');
  });
});

describe('explicit markers', () => {
  it.each([
    ['#!/usr/bin/env -S python3 -u\nx = 1\n', 'python'],
    ['#!/bin/sh\nx=1\n', 'shell'],
    ['#!/usr/bin/env node\nmain()\n', 'javascript'],
    ['/* -*- mode: C++ -*- */\nint f(int x);\n', 'c++'],
  ])('reads %j', (code, id) => {
    expect(detector.detect(code).id).toBe(id);
  });

  it('reads past YAML front matter', () => {
    expect(detector.detect('---\ntitle: x\nlayout: post\n---\n<div class="a">\n  <p>hello</p>\n</div>\n').id).toBe(
      'html',
    );
  });
});

describe('hostile input', () => {
  const MIB = 1 << 20;
  it.each([
    ['quotes', '"'.repeat(MIB)],
    ['escaped quotes', '\\"'.repeat(MIB / 2)],
    ['apostrophes', "' ".repeat(MIB / 2)],
    ['comment openings', '/* '.repeat(MIB / 3)],
    ['mixed openings', "(*{-<!--\"\"'''`".repeat(MIB / 16)],
    ['tags', '<script '.repeat(MIB / 8)],
    ['hashes', '#!'.repeat(MIB / 2)],
    ['one identifier', 'a'.repeat(MIB)],
    ['different words', Array.from({ length: MIB / 8 }, (_, index) => `w${index}`).join(' ')],
    ['line starts', '\n'.repeat(MIB)],
    ['mode lines', '-*- vim: set '.repeat(MIB / 13)],
    ['front matter', `---\n${'a'.repeat(MIB)}`],
    ['lone surrogates', '\ud800'.repeat(MIB / 2)],
    ['control characters', '\0\x01\x1b'.repeat(MIB / 4)],
  ])('gives an answer for 1 MiB of %s, and the same one again', (_, code) => {
    const first = detector.detect(code);
    expect(first.confidence).toBeGreaterThanOrEqual(0);
    expect(first.confidence).toBeLessThanOrEqual(1);
    expect(detector.detect(code)).toEqual(first);
  });
});
