// What rules that look at the code themselves find, and hold for a hint: true to the letter, and nothing that an owner waits for.
import { beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../analysis-engine/index.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../analysis-engine/testing/load-grammar.ts';
import { BUILT_IN_RULES } from './index.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: BUILT_IN_RULES,
  });
  for (const language of ['javascript', 'typescript', 'python', 'go', 'java']) await engine.prepare(language);
});

const severityOf = (rule: string, language: string, code: string): string | undefined =>
  engine.analyze({ code, language, path: 'src/a', files: [] }).findings.find(({ ruleId }) => ruleId === rule)?.severity;

const ROWS = (receiver: string): string =>
  `package a\nimport "database/sql"\nfunc f(${receiver} *sql.Tx) error {\n\trows, err := ${receiver}.Query("select 1")\n\tif err != nil {\n\t\treturn err\n\t}\n\tfor rows.Next() {\n\t\tvar a int\n\t\tif err = rows.Scan(&a); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil\n}\n`;

it.each([
  ['a result that nobody takes', 'missing-return-in-callback', 'javascript', 'list.map((x) => { use(x); });', 'low'],
  [
    'a result that somebody takes',
    'missing-return-in-callback',
    'javascript',
    'g(list.map((x) => { use(x); }));',
    'medium',
  ],
  [
    'the other order under a name of its own',
    'swapped-arguments',
    'python',
    'def added(old, new):\n    return new - old\n\ndef removed(old, new):\n    return added(new, old)\n',
    'low',
  ],
  [
    'the other order on the way to something else',
    'swapped-arguments',
    'python',
    'def move(source, target):\n    pass\n\ndef work(source, target):\n    log(source)\n    move(target, source)\n',
    'medium',
  ],
  [
    'a call behind a question how many arguments there are',
    'wrong-argument-count',
    'python',
    'import inspect\nclass A:\n    def g(self, a, b):\n        return a\n\n    def f(self):\n        if len(inspect.getfullargspec(self.g).args) == 2:\n            return self.g(1)\n',
    'low',
  ],
  [
    'a test of what was tested before',
    'null-dereference',
    'python',
    'def f(q):\n    a = q.first()\n    if a is None:\n        return 1\n    a.go()\n    if a is None:\n        return 2\n    return 3\n',
    'low',
  ],
  [
    'a test that comes too late',
    'null-dereference',
    'python',
    'def f(q):\n    a = q.first()\n    a.go()\n    if a is None:\n        return 2\n    return 3\n',
    'high',
  ],
  [
    'a use behind a question that its name answers',
    'null-dereference',
    'java',
    'class A { void f() { String url = null; if (isNotBlank(url)) { g(url.trim()); } } }',
    undefined,
  ],
  [
    'a function that is set anew in itself',
    'endless-recursion',
    'python',
    'class A:\n    def feed(self, a):\n        self.feed = self.other\n        self.feed(a)\n',
    undefined,
  ],
  [
    'branches that differ in what they declare',
    'identical-branches',
    'go',
    'package a\nfunc f(a bool) {\n\tif a {\n\t\tvar b One\n\t\tb.t = 1\n\t\tg(b.h)\n\t} else {\n\t\tvar b Two\n\t\tb.t = 1\n\t\tg(b.h)\n\t}\n}\n',
    undefined,
  ],
  [
    'a list of one thing as a memory',
    'mutable-default-argument',
    'python',
    'def f(a, last=[""]):\n    last[0] = a\n',
    'low',
  ],
  ['a list that grows', 'mutable-default-argument', 'python', 'def f(a, all=[]):\n    all.append(a)\n', 'medium'],
  [
    'a number that fills a text',
    'division-by-zero',
    'python',
    'def f():\n    name_template = g()\n    return name_template % 0\n',
    undefined,
  ],
  [
    'a file that closes behind another test for failure',
    'resource-leak',
    'go',
    'package a\nimport "os"\nfunc f(p string) error {\n\tf, err := os.Open(p)\n\tif err != nil {\n\t\tif os.IsNotExist(err) {\n\t\t\treturn nil\n\t\t}\n\t\treturn err\n\t}\n\t_, err = f.Readdirnames(-1)\n\tf.Close()\n\treturn err\n}\n',
    undefined,
  ],
  [
    'the key that everybody is given',
    'hard-coded-secret',
    'typescript',
    'const defaultApiKey = "_gq7wSSi0KMBsdKnGVfHDueq6xMB9EkC";',
    'low',
  ],
  ['a key', 'hard-coded-secret', 'typescript', 'const apiKey = "_gq7wSSi0KMBsdKnGVfHDueq6xMB9EkC";', 'low'],
  [
    'a key that signs',
    'hard-coded-secret',
    'typescript',
    'const jwtSecret = "_gq7wSSi0KMBsdKnGVfHDueq6xMB9EkC";',
    'high',
  ],
  ['a label', 'hard-coded-secret', 'typescript', "export default { password: 'Contraseña' };", 'low'],
  ['a password', 'hard-coded-secret', 'typescript', "export default { password: 'Tr0ub4dor&3' };", 'low'],
  [
    'a part of a route',
    'path-traversal',
    'javascript',
    'const fs = require("fs"), app = require("express")();\napp.get("/a/:name", (req, res) => { res.end(fs.readFileSync("/data/" + req.params.name)); });\n',
    'low',
  ],
  [
    'a parameter of a request',
    'path-traversal',
    'javascript',
    'const fs = require("fs"), app = require("express")();\napp.get("/a", (req, res) => { res.end(fs.readFileSync("/data/" + req.query.name)); });\n',
    'high',
  ],
  [
    'a parameter of a type of its own',
    'path-traversal',
    'python',
    'from fastapi import FastAPI, Query\napp = FastAPI()\n\n@app.get("/logo")\ndef logo(theme: Theme = Query(Theme.light)):\n    return open("logo_" + theme.value).read()\n',
    'low',
  ],
  [
    'the host of the request',
    'open-redirect',
    'python',
    'from django.http import HttpResponseRedirect\n\ndef go(request):\n    return HttpResponseRedirect("https://" + request.get_host())\n',
    'low',
  ],
  [
    'what is taken out of a list',
    'open-redirect',
    'python',
    'from django.shortcuts import redirect\n\ndef go(request):\n    shot = find(1)\n    shot.units.remove(request.POST["unit"])\n    return redirect(shot)\n',
    undefined,
  ],
  [
    'what serves as long as the process lives',
    'resource-leak',
    'go',
    'package a\nimport "net"\nfunc f() {\n\tl, err := net.Listen("tcp", ":1")\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tfor {\n\t\tc, _ := l.Accept()\n\t\tgo g(c)\n\t}\n}\n',
    'low',
  ],
  [
    'an object that its own method changes',
    'endless-loop',
    'javascript',
    'function f(start, end) { const day = new Date(start); while (day < end) { day.setDate(day.getDate() + 1); } }',
    undefined,
  ],
  [
    'a flag of a loop that waits',
    'endless-loop',
    'javascript',
    'async function f() { let done = false; while (!done) { await g(); } }',
    undefined,
  ],
  [
    'a comparison that is to fail',
    'unused-comparison',
    'python',
    'def f(a):\n    with raises(TypeError):\n        a == 1\n',
    undefined,
  ],
  [
    'a pattern that ends in anything',
    'catastrophic-regex',
    'python',
    'import re\n\ndef f(a):\n    return re.match(r"^s3://[a-z]+(/.*)*$", a)\n',
    'low',
  ],
  [
    'another overload',
    'endless-recursion',
    'java',
    'class A { void send(Event event) { send((Object) event); } void send(Object event) { put(event); } }',
    undefined,
  ],
  [
    'a row of a table of units',
    'identical-operands',
    'typescript',
    'const SECOND = g(), DAY = g(); const a = [DAY / SECOND, SECOND / SECOND];',
    undefined,
  ],
  [
    'an identity that is asked for',
    'string-identity-comparison',
    'java',
    'class A { boolean f(String a, String b) { @SuppressWarnings("ReferenceEquality") boolean same = a != b; return same; } }',
    undefined,
  ],
  [
    'a record',
    'equals-without-hash-code',
    'java',
    'record A(int a) { public boolean equals(Object o) { return true; } }',
    undefined,
  ],
  ['a sentinel', 'nan-comparison', 'python', 'import numpy as np\n\ndef f(a):\n    return a is np.nan\n', undefined],
  [
    'a bar of progress',
    'modified-while-iterated',
    'python',
    'def f(chunks):\n    bar = progress(chunks)\n    for chunk in bar:\n        bar.update(1)\n',
    undefined,
  ],
  [
    'a set that grows while it is walked',
    'modified-while-iterated',
    'python',
    'def f(deps):\n    found = set()\n    for each in found:\n        found.update(deps)\n',
    'high',
  ],
  [
    'branches of which one is to come',
    'identical-branches',
    'javascript',
    'function f(a) { if (a) { g(1); } else { /* TODO: a set */ g(1); } }',
    'low',
  ],
  [
    'a vector that a document prescribes',
    'static-initialisation-vector',
    'java',
    '/* As RFC 3961 has it. */ class A { Object f() { return new IvParameterSpec(new byte[16]); } }',
    'low',
  ],
  ['what ends with its transaction', 'resource-leak', 'go', ROWS('tx'), 'low'],
  ['what does not', 'resource-leak', 'go', ROWS('db').replace('sql.Tx', 'sql.DB'), 'medium'],
] as const)('%s', (_, rule, language, code, expected) => {
  expect(severityOf(rule, language, code)).toBe(expected);
});
