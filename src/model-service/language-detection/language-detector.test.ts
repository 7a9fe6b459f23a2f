import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_EVIDENCE } from './evidence/index.ts';
import { createLanguageDetector } from './index.ts';
import { SNIPPETS } from './testing/snippets.ts';

const detector = createLanguageDetector();

describe('detect', () => {
  it.each(SNIPPETS)('recognises $id', ({ id, code }) => {
    const detection = detector.detect(code);
    expect(detection.id).toBe(id);
    expect(detection.confidence).toBeGreaterThan(0.4);
    expect(detection.confidence).toBeLessThanOrEqual(1);
  });

  it('knows at least 40 languages, the four analysed ones among them', () => {
    const ids = new Set(LANGUAGE_EVIDENCE.map(({ id }) => id));
    for (const id of ['python', 'java', 'javascript', 'typescript']) expect(ids).toContain(id);
    expect(ids.size).toBeGreaterThanOrEqual(40);
    expect(new Set(SNIPPETS.map(({ id }) => id)).size).toBeGreaterThanOrEqual(40);
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
    ['hexadecimal data', 'deadbeef 01234567 89abcdef 00ff00ff\n'.repeat(20)],
    ['brackets', '('.repeat(20_000)],
  ])('says unknown for %s', (_, code) => {
    expect(detector.detect(code).id).toBe('unknown');
  });

  it('orders the alternatives and keeps all confidences within one', () => {
    const { id, confidence, alternatives } = detector.detect('let total = 0;\nfor (const x of xs) total += x;\n');
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

describe('time', () => {
  const MIB = 1 << 20;
  it.each([
    ['quotes', '"'.repeat(MIB)],
    ['escaped quotes', '\\"'.repeat(MIB / 2)],
    ['apostrophes', "' ".repeat(MIB / 2)],
    ['comment openings', '/* '.repeat(MIB / 3)],
    ['mixed openings', '(*{-<!--"""\'\'\'`'.repeat(MIB / 16)],
    ['tags', '<script '.repeat(MIB / 8)],
    ['hashes', '#!'.repeat(MIB / 2)],
    ['one identifier', 'a'.repeat(MIB)],
    ['line starts', '\n'.repeat(MIB)],
    ['a gap in every word', 'from import class def '.repeat(MIB / 22)],
    ['mode lines', '-*- vim: set '.repeat(MIB / 13)],
    ['front matter', `---\n${'a'.repeat(MIB)}`],
  ])('is bounded on 1 MiB of %s', (_, code) => {
    const start = performance.now();
    detector.detect(code);
    expect(performance.now() - start).toBeLessThan(250);
  });

  it('takes well under a millisecond for ordinary files', () => {
    const code = (SNIPPETS.find(({ id }) => id === 'java')?.code ?? '').repeat(10);
    for (let i = 0; i < 200; i++) detector.detect(code);
    const times = Array.from({ length: 101 }, () => {
      const start = performance.now();
      detector.detect(code);
      return performance.now() - start;
    }).toSorted((a, b) => a - b);
    // the goal is 0.3 ms; the bound leaves room for a busy machine
    expect(times[50]).toBeLessThan(1.5);
  });
});
