import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import type { Rule } from '../rule.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';
import type { Fix, FixCandidate } from './fix.ts';
import { applyEdits } from './text-edits.ts';

/** A rule that finds calls of `bad` and mends them in the ways that a test sets. */
let ways: Fix = () => [];
const rule = (id: string, pattern: string, fix?: Fix): Rule => ({
  id,
  message: 'This is what the test looks for.',
  severity: 'low',
  category: 'bug',
  cwe: [],
  languages: [],
  confidence: 0.9,
  patterns: [{ languages: ['python', 'go'], pattern }],
  ...(fix !== undefined && { fix }),
});

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: [rule('bad-call', 'bad(...)', (context) => ways(context)), rule('worse-call', 'worse(...)')],
    facts: [],
  });
  for (const language of ['python', 'go']) await engine.prepare(language);
});

const instead =
  (text: string, more: Partial<FixCandidate> = {}): Fix =>
  (context) => [
    { description: 'Write it in another way.', edits: [{ start: context.start, end: context.end, text }], ...more },
  ];

function fixed(code: string, fix: Fix, language = 'python'): string[] {
  ways = fix;
  const request = { code, language, path: 'a.py', files: [], suggest: true };
  const { fixes } = engine.analyze(request);
  expect(engine.analyze(request).fixes).toEqual(fixes);
  return fixes.flat().map(({ edits }) => applyEdits(code, edits));
}

describe('verified fixes', () => {
  it('are shown when the finding is gone and nothing else has changed for the worse', () => {
    expect(fixed('x = bad(1)\n', instead('str(1)'))).toEqual(['x = str(1)\n']);
  });

  it.each([
    ['does not parse', 'str((1)'],
    ['keeps the finding', 'bad(2)'],
    ['adds another one', 'worse(1)'],
    ['needs a name that the file does not have', 'made_up(1)'],
  ])('are not shown when the new text %s', (_, text) => {
    expect(fixed('x = bad(1)\n', instead(text))).toEqual([]);
  });

  it('are not shown when a call goes that may do something, unless the fix does its work', () => {
    const code = 'x = bad(send_mail(1))\n';
    expect(fixed(code, instead('str(1)'))).toEqual([]);
    expect(fixed(code, instead('str(1)', { replaces: ['send_mail'] }))).toEqual(['x = str(1)\n']);
    expect(fixed('x = bad(len([1]))\n', instead('str(1)'))).toEqual(['x = str(1)\n']);
  });

  it('are those of the next candidate when the first fails', () => {
    const both: Fix = (context) => [...instead('bad(2)')(context), ...instead('str(1)')(context)];
    expect(fixed('x = bad(1)\n', both)).toEqual(['x = str(1)\n']);
  });

  it('stay when another one of the same file fails', () => {
    const some: Fix = (context) =>
      instead(context.source.slice(context.start, context.end) === 'bad(1)' ? 'worse(1)' : 'str(2)')(context);
    expect(fixed('x = bad(1)\n\n\ndef f():\n    return bad(2)\n', some)).toEqual([
      'x = bad(1)\n\n\ndef f():\n    return str(2)\n',
    ]);
  });

  it('mend equal code of one function together, and other code by itself', () => {
    const same = 'def f():\n    x = bad(1)\n    y = bad(1)\n    return x, y\n';
    const mended = 'def f():\n    x = str(1)\n    y = str(1)\n    return x, y\n';
    expect(fixed(same, instead('str(1)'))).toEqual([mended, mended]);
    const apart = 'def f():\n    return bad(1)\n\n\ndef g():\n    return bad(1)\n';
    expect(fixed(apart, instead('str(1)'))).toEqual([
      apart.replace('bad', 'str'),
      apart.replace('return bad(1)\n\n\ndef g():\n    return bad', 'return bad(1)\n\n\ndef g():\n    return str'),
    ]);
  });

  it('take what is equal and what stands side by side together, or only the one', () => {
    const code = 'bad()\nbad(1)\nx = 1\nbad()\n';
    const gone: Fix = ({ start, end }) => [
      { description: 'Take it away.', edits: [{ start, end: end + 1, text: '' }] },
    ];
    const equal = 'bad(1)\nx = 1\n';
    expect(fixed(code, gone)).toEqual([equal, 'bad()\nx = 1\nbad()\n', equal]);
    expect(fixed('bad()\nbad(1)\nx = 1\n', gone)).toEqual(['x = 1\n', 'x = 1\n']);
  });

  it('are apart for the top of a file and a function that it begins with', () => {
    const code = 'def f():\n    return bad(1)\n\n\nx = bad(1)\n';
    expect(fixed(code, instead('str(1)'))).toEqual([
      code.replace('return bad', 'return str'),
      code.replace('x = bad', 'x = str'),
    ]);
  });

  it('take an address for no comment', () => {
    const code = 'x = bad("https://a.example/because of it")\n';
    expect(fixed(code, instead('str(1)'))).toEqual(['x = str(1)\n']);
  });

  it('are none where somebody says beside the code why it is so', () => {
    expect(fixed('x = bad(1)  # sadly, old clients ask for it\n', instead('str(1)'))).toEqual([]);
  });

  it('take away imports that nothing uses any more', () => {
    const code = 'import gone\nimport kept\n\nx = bad(gone.a, kept.b)\nkept.c()\n';
    expect(fixed(code, instead('str(1)', { replaces: ['a', 'b'] }))).toEqual(['import kept\n\nx = str(1)\nkept.c()\n']);
  });

  it('are as many as can be afforded, however many findings there are', () => {
    const code = Array.from({ length: 300 }, (_, index) => `x${index} = bad(${index})\n`).join('');
    expect(fixed(code, instead('str(1)'))).toHaveLength(200);
  });
});

describe('every way to mend one finding', () => {
  const mend = (code: string, proposed: FixCandidate[] = []) => {
    const [finding] = engine.analyze({ code, language: 'python', path: 'a.py', files: [] }).findings;
    const { fingerprint } = finding ?? expect.fail();
    const { findings, fixes } = engine.analyze({
      code,
      language: 'python',
      path: 'a.py',
      files: [],
      mend: { fingerprint, proposed },
    });
    return findings.map((_, index) => (fixes[index] ?? []).map(({ edits }) => applyEdits(code, edits)));
  };
  const several: Fix = ({ start, end }) =>
    ['str(1)', 'bad(2)', 'int(1)'].map((text) => ({
      description: 'Write it in another way.',
      edits: [{ start, end, text }],
    }));

  it('is verified by itself, and of no other finding', () => {
    ways = several;
    expect(mend('x = bad(1)\ny = bad(2)\n')).toEqual([['x = str(1)\ny = bad(2)\n', 'x = int(1)\ny = bad(2)\n'], []]);
  });

  it('counts what was proposed, where it passes', () => {
    ways = () => [];
    const proposal = (text: string, end = 10): FixCandidate => ({
      description: 'From elsewhere.',
      edits: [{ start: 4, end, text }],
      source: 'llm',
    });
    expect(mend('x = bad(1)\n', [proposal('len("")'), proposal('worse(1)'), proposal('', 900)])).toEqual([
      ['x = len("")\n'],
    ]);
  });

  it('comes in the order that is preferred', () => {
    ways = ({ start, end }) =>
      ['str(1)', 'int(1)'].map((text) => ({ description: `Use ${text.slice(0, 3)}.`, edits: [{ start, end, text }] }));
    const request = { code: 'x = bad(1)\n', language: 'python', path: 'a.py', files: [], suggest: true };
    const first = (prefer?: string) =>
      engine.analyze({
        ...request,
        ...(prefer && { fixPreference: (_, { template }) => (template === prefer ? 1 : 0) }),
      }).fixes[0]?.[0]?.description;
    expect([first(), first('Use int.')]).toEqual(['Use str.', 'Use int.']);
  });
});
