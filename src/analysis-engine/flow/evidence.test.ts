// How much a finding needs: parameters handed on whole, places that only look, texts by their beginning, annotations,
// builders, constants that are lists. In Java, over a tiny invented library.
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import type { LibraryFacts } from '../facts/library-fact.ts';
import { lineIndexOf } from '../parsing/line-index.ts';
import type { Rule } from '../rule.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';

const rule = (id: string, rest: Partial<Rule>): Rule => ({
  id,
  message: '{source} reaches {sink}.',
  severity: 'high',
  category: 'security',
  cwe: ['CWE-89'],
  languages: [],
  confidence: 0.9,
  ...rest,
});

const RULES: readonly Rule[] = [
  rule('joined', { flow: { from: ['user-input', 'parameter'], to: ['sql'], parameter: 'joined' } }),
  rule('shell', { flow: { from: ['user-input', 'environment'], to: ['command', 'path'] } }),
  rule('whole', { flow: { from: ['parameter'], to: ['sql'], parameter: 'whole' } }),
  rule('written', { flow: { from: ['archive-entry'], to: ['path'], writes: true } }),
  rule('redirect', { flow: { from: ['user-input'], to: ['redirect'] } }),
  rule('template', { flow: { from: ['user-input'], to: ['template'] } }),
  rule('page', { flow: { from: ['user-input'], to: ['html'] } }),
  rule('vector', { uses: [{ use: 'vector', where: { value: { constant: true } } }] }),
  rule('key', { uses: [{ use: 'vector', where: { value: { literal: true } } }] }),
  rule('open', { uses: [{ use: 'door', where: { to: { is: ['*'] } } }] }),
  rule('unsigned', { uses: [{ use: 'made', where: { signed: { absent: true } } }] }),
];

const FACTS: LibraryFacts = {
  library: 'small',
  language: 'java',
  types: {
    'a.Db': {},
    'a.Request': {},
    'a.Maker': { fluent: true },
    'a.Door': {},
    'a.BigDoor': { extends: ['a.Door'] },
    'a.Iv': { construct: { uses: { vector: { value: 0 } } } },
  },
  calls: {
    'a.Db.run': { sinks: { sql: 0 } },
    'a.Db.show': { sinks: { template: 0 } },
    'a.Request.get': { returns: { source: 'user-input', type: 'string' } },
    'a.Ask.line': { returns: { source: 'environment', typed: true, type: 'string' } },
    'a.Ask.variable': { returns: { source: 'environment', type: 'string' } },
    'a.Db.shell': { sinks: { command: 0 } },
    'a.Request.entry': { returns: { source: 'archive-entry', type: 'string' } },
    'a.Db.look': { reads: true, sinks: { path: 0 } },
    'a.Db.write': { sinks: { path: 0 } },
    'a.Make.start': { returns: { keys: { made: { constant: true } }, type: 'a.Maker' } },
    'a.Maker.sign': {
      effects: [{ do: 'set', key: 'signed', value: { constant: true } }],
      returns: { same: 'receiver' },
    },
    'a.Maker.end': { uses: { made: { signed: 'receiver.signed' } }, returns: { from: ['receiver'], type: 'string' } },
    'a.BigDoor.leave': { sinks: { redirect: 0 } },
    'string.getBytes': { returns: { same: 'receiver', type: 'number[]' } },
  },
  annotations: {
    'a.Cross': { uses: { door: { to: '0|value' } } },
    'a.Route': { parameter: { source: 'user-input' }, noPage: 'json' },
    'a.Page': { resultSinks: ['html'] },
  },
  texts: [{ begins: '^redirect:$', sink: 'redirect', insteadOf: ['template'] }],
};

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: RULES,
    facts: [FACTS],
  });
  await engine.prepare('java');
});

/** Lines end in `// ! rule` where a finding is expected. */
function check(body: string): void {
  const code = `import a.*;\n${body}`;
  const { findings } = engine.analyze({ code, language: 'java', path: 'A.java', files: [] });
  const index = lineIndexOf(code);
  const found = findings.map(({ ruleId, range }) => `${index.positionAt(range.start).line} ${ruleId}`);
  const expected = code.split('\n').flatMap((line, at) => {
    const mark = /\/\/ ! ([a-z, ]+)$/.exec(line);
    return mark === null ? [] : mark[1].split(', ').map((id) => `${at + 1} ${id}`);
  });
  expect([...new Set(found)].sort()).toEqual(expected.sort());
}

describe('evidence', () => {
  it.each([
    ['a parameter that is handed on whole', 'class A { void f(Db db, String q) {\ndb.run(q); // ! whole\n} }'],
    ['a parameter that is joined', 'class A { void f(Db db, String q) {\ndb.run("select " + q); // ! joined\n} }'],
    [
      'a parameter that a builder of text joins',
      'class A { void f(Db db, String q) {\nString s = String.format("x %s", q);\ndb.run("a".concat(s) + q); // ! joined\n} }',
    ],
    ['input counts either way', 'class A { void f(Db db, Request r) {\ndb.run(r.get()); // ! joined\n} }'],
    [
      'places that only look',
      'class A { void f(Db db, Request r) {\ndb.look(r.entry());\ndb.write(r.entry()); // ! written\n} }',
    ],
    [
      'a text by its beginning',
      'class A { void f(Db db, Request r) {\ndb.show("redirect:" + r.get()); // ! redirect\ndb.show("redirect:/a/" + r.get()); // ! template\n} }',
    ],
    [
      'written lists are constants',
      'class A { void f(byte b) {\nnew Iv(new byte[] { 1, 2 }); // ! vector, key\nnew Iv("abc".getBytes()); // ! vector, key\nnew Iv(new byte[16]);\nnew Iv(new byte[] { 1, b });\n} }',
    ],
    ['annotations are uses', '@Cross("*") // ! open\nclass A { @Cross("https://a.example") void f() { } }'],
    [
      'builders give themselves back',
      'class A { String f() {\nreturn Make.start().one("a").two().end(); // ! unsigned\n}\nString g() { return Make.start().one("a").sign().two().end(); } }',
    ],
    [
      'a cast to a narrower type',
      'class A { void f(Door door, Request r) {\n((BigDoor) door).leave(r.get()); // ! redirect\n} }',
    ],
    [
      'pages are texts only',
      '@Page\nclass A {\n@Route("/a") String a(String x) { return "a" + x; } // ! page\n@Route("/b") Pair b(String x) { return new Pair(x); }\n@Route("/c json") String c(String x) { return "c" + x; }\nrecord Pair(String x) { } }',
    ],
  ])('%s', (_, body) => check(body));
});

it.each([
  ['what a request sends', 'Db.shell(Request.get());', 'high'],
  ['what somebody types at a prompt', 'Db.shell("ls " + Ask.line().trim());', 'medium'],
  ['a path that somebody types', 'Db.write(Ask.line());', 'low'],
  ['what starts the program', 'Db.shell(Ask.variable());', 'low'],
])('a command made of %s', (_, statement, severity) => {
  const code = `import a.*;\nclass A { void f() { ${statement} } }`;
  const { findings } = engine.analyze({ code, language: 'java', path: 'A.java', files: [] });
  expect(findings.filter(({ ruleId }) => ruleId === 'shell').map((finding) => finding.severity)).toEqual([severity]);
});
