// What only looks like a weakness: a sink by its name alone, a literal, a switch, a way that two statements share.
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

const findingOf = (rule: string, language: string, code: string, path = 'src/a') =>
  engine.analyze({ code, language, path, files: [] }).findings.find(({ ruleId }) => ruleId === rule);
const severityOf = (rule: string, language: string, code: string): string | undefined =>
  findingOf(rule, language, code)?.severity;

it.each([
  [
    'an error that shows the way here',
    'error-not-raised',
    'java',
    'class A {\n  void f() {\n    new RuntimeException("here").printStackTrace();\n  }\n}\n',
    undefined,
  ],
  [
    'a name of an upload of which only letters are left',
    'cross-site-scripting',
    'python',
    'from flask import request\nfrom werkzeug.utils import secure_filename\n\n\n@app.post("/")\ndef f():\n    return "<b>" + secure_filename(request.files["a"].filename)\n',
    undefined,
  ],
  [
    'names in a folder',
    'path-traversal',
    'python',
    'import os\n\n\ndef f(folder):\n    for name in os.listdir(folder):\n        os.remove(os.path.join(folder, name))\n',
    undefined,
  ],
  [
    'a password that is hashed as a service of others wants it',
    'weak-hash',
    'python',
    'import hashlib\n\nimport requests\n\n\ndef login(password):\n    requests.post(URL, {"p": hashlib.md5(password).hexdigest()})\n',
    'low',
  ],
  [
    'a password that is hashed to be kept',
    'weak-hash',
    'python',
    'import hashlib\n\n\ndef keep(password):\n    return hashlib.md5(password).hexdigest()\n',
    'medium',
  ],
  [
    'a search that has a shape of its own',
    'sql-injection',
    'go',
    'package a\n\nimport "net/http"\n\nfunc (h *H) f(w http.ResponseWriter, r *http.Request) {\n\th.cl.Query(r.Context(), &search.Query{Type: "a:" + r.URL.Path})\n}\n',
    'low',
  ],
  [
    'a document that is put into code',
    'code-injection',
    'javascript',
    "const app = require('express')(); app.get('/', (req, res) => { eval('show(' + JSON.stringify(req.query.a) + ')'); });",
    'low',
  ],
  [
    'a document that Go puts into code',
    'code-injection',
    'go',
    'package a\n\nimport (\n\t"encoding/json"\n\t"fmt"\n\t"net/http"\n\n\t"github.com/dop251/goja"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tvm := goja.New()\n\tvar q Q\n\tjson.NewDecoder(r.Body).Decode(&q)\n\ts, _ := json.Marshal(q)\n\tvm.RunString(fmt.Sprintf("a(%s)", s))\n}\n',
    undefined,
  ],
  [
    'what is no document',
    'code-injection',
    'go',
    'package a\n\nimport (\n\t"encoding/json"\n\t"fmt"\n\t"net/http"\n\n\t"github.com/dop251/goja"\n)\n\nfunc f(w http.ResponseWriter, r *http.Request) {\n\tvm := goja.New()\n\tvar q Q\n\tjson.NewDecoder(r.Body).Decode(&q)\n\ts, _ := text(q)\n\tvm.RunString(fmt.Sprintf("a(%s)", s))\n}\n',
    'low',
  ],
  [
    'texts of a table of symbols',
    'string-identity-comparison',
    'java',
    'class A { boolean f(SymbolTable t, String a, String b) { a = t.addSymbol(a); while (a != b) { g(); } return true; } }',
    'low',
  ],
  [
    'ways that are open at once',
    'duplicate-condition',
    'go',
    'package a\n\nfunc f(a chan int) {\n\tselect {\n\tcase a <- 1:\n\t\tg()\n\tcase a <- 1:\n\t\th()\n\t}\n}\n',
    undefined,
  ],
  [
    'a part of a page that hands itself over',
    'missing-return-in-callback',
    'javascript',
    'function f(chunk, a) { return chunk.map(function (asyncChunk) { a.then(function (b) { asyncChunk.end(b); }); }); }',
    undefined,
  ],
  [
    'a remark that tells branches apart',
    'identical-branches',
    'python',
    'def f(a, e):\n    if a:\n        raise e\n    else:\n        raise e  # Set the option to see all of the trace\n',
    'low',
  ],
  [
    'a file whose other way out ends the process',
    'resource-leak',
    'go',
    'package a\n\nimport (\n\t"log"\n\t"os"\n)\n\nfunc f() {\n\tfor {\n\t\td, err := os.Open(".")\n\t\tif err != nil {\n\t\t\tlog.Fatal(err)\n\t\t}\n\t\tnames, err := d.Readdirnames(-1)\n\t\tif err != nil {\n\t\t\tlog.Fatal(err)\n\t\t}\n\t\td.Close()\n\t\tg(names)\n\t}\n}\n',
    'low',
  ],
  [
    'a switch that is named after what it lets through',
    'sensitive-data-in-log',
    'python',
    'import logging\n\ndef f(ignored_password):\n    logging.info("left out: %s", ignored_password)\n',
    'low',
  ],
  [
    'one look into a map',
    'lock-not-released',
    'java',
    'class A { Lock lock; Object f(int k) { Object r; lock.lock(); r = map.get(k); lock.unlock(); return r; } }',
    undefined,
  ],
  [
    'a method that another class has',
    'endless-recursion',
    'javascript',
    'class A { finally(f) { return Promise.prototype.finally.call(this, f); } }',
    undefined,
  ],
  [
    'a text whose content is compared behind it',
    'string-identity-comparison',
    'java',
    'class A { void f(String a, String b) { while (a != b && !a.equals(b)) { g(); } } }',
    undefined,
  ],
  [
    'a text behind which the content of another is compared',
    'string-identity-comparison',
    'java',
    'class A { void f(String a, String b, String c) { while (a != b && !c.equals("")) { g(); } } }',
    'medium',
  ],
  [
    'a text before a statement that compares content',
    'string-identity-comparison',
    'java',
    'class A { void f(String a, String b) { while (a != b) { g(); h(a.equals(b)); } } }',
    'medium',
  ],
  [
    'a text that is interned',
    'string-identity-comparison',
    'java',
    'class A { void f(String a, String b) { String name = b.intern(); while (a != name) { g(); } } }',
    'low',
  ],
  [
    'texts beside one that is interned',
    'string-identity-comparison',
    'java',
    'class A { String name; A(String a) { name = a.intern(); } void f(String b) { while (b != "x") { g(); } } }',
    'medium',
  ],
  [
    'a method that is called as functions are borrowed',
    'endless-recursion',
    'javascript',
    'class A { apply(a) { return this.apply(a); } }',
    'high',
  ],
  [
    'a method of that name where none is borrowed',
    'endless-recursion',
    'python',
    'class A:\n    def call(self, a):\n        return self.call(a)\n',
    'high',
  ],
  [
    'a default that is walked and grows',
    'mutable-default-argument',
    'python',
    'def f(a, items=[]):\n    for i in items:\n        g(i)\n    items.append(a)\n',
    'medium',
  ],
  [
    'two that are connected in the other order',
    'swapped-arguments',
    'python',
    'def connect(source, target):\n    pass\n\ndef work(source, target):\n    log(source)\n    connect(target, source)\n',
    'medium',
  ],
  [
    'two of which it does not matter which is first',
    'swapped-arguments',
    'python',
    'def distance(source, target):\n    pass\n\ndef work(source, target):\n    log(source)\n    distance(target, source)\n',
    'low',
  ],
  [
    'an object of one letter, in which many names end',
    'missing-return-in-callback',
    'javascript',
    'g(s.map((items) => { use(items); }));',
    'medium',
  ],
  [
    'a pattern that looks ahead beside what is ambiguous',
    'catastrophic-regex',
    'javascript',
    'const r = /^(?!b)(?:a+)+$/; if (r.test(x)) f();',
    'medium',
  ],
  [
    'a format beside another method that is locked',
    'shared-date-format',
    'java',
    'class A { static final DateFormat DAY = new SimpleDateFormat("d"); synchronized void g() { h(); } String f(Date d) { return DAY.format(d); } }',
    'medium',
  ],
  [
    'a format that a locked method uses',
    'shared-date-format',
    'java',
    'class A { static final DateFormat DAY = new SimpleDateFormat("d"); static synchronized String f(Date d) { return DAY.format(d); } }',
    undefined,
  ],
  [
    'a remark that a leak is still to be mended',
    'resource-leak',
    'python',
    'def f(path):\n    # TODO: close it\n    a = open(path)\n    for row in a:\n        print(row)\n',
    'medium',
  ],
  [
    'an address that speaks of closing',
    'resource-leak',
    'python',
    'def f():\n    a = open("http://x/close")\n    for row in a:\n        print(row)\n',
    'medium',
  ],
] as const)('%s', (_, rule, language, code, expected) => {
  expect(severityOf(rule, language, code)).toBe(expected);
});

/** What begins anew at each character of such a text takes many minutes: what is found in the short one is found, or this test never ends. */
it.each([
  [
    'lines that end in `\\r`',
    'modified-while-iterated',
    'python',
    (times: number) => `def f(a):\n    for b in a:\n        a.update(b)\n# ${'x=1\r'.repeat(times)}`,
  ],
  [
    'lines that end in U+2028',
    'identical-branches',
    'javascript',
    (times: number) => `function f(a) { if (a) {\n g(1); } else { g(1); /* ${'x\u2028'.repeat(times)} */ } }`,
  ],
  [
    'a name of any length',
    'script-without-integrity',
    'javascript',
    (times: number) => `document.createElement('div');\nvar ${'a'.repeat(times)};`,
  ],
  [
    'spaces without end',
    'script-without-integrity',
    'javascript',
    (times: number) => `document.createElement('div');\nvar a${' '.repeat(times)};`,
  ],
  [
    'remarks in a call',
    'resource-leak',
    'python',
    (times: number) => `def f():\n    a = open(g,  ${'#'.repeat(times)}\n    )\n    a.read()\n`,
  ],
  [
    'a call of any length',
    'swapped-arguments',
    'javascript',
    (times: number) => `function f(far, near) {}\nfunction h(far, near) { g(); f(near, far, ${'a'.repeat(times)}); }`,
  ],
] as const)('is quick with %s', (_, rule, language, code) => {
  const isFound = (times: number): boolean => severityOf(rule, language, code(times)) !== undefined;
  expect(isFound(400_000)).toBe(isFound(2));
});

it('takes a page of a person for no measurement', () => {
  const code = 'def f(path):\n    a = open(path)\n    for row in a:\n        print(row)\n';
  expect(findingOf('resource-leak', 'python', code, 'accounts/profile.py')?.severity).toBe('medium');
  expect(findingOf('resource-leak', 'python', code, 'accounts/profile_reads.py')?.severity).toBe('low');
});

it.each([
  ['unchecked-conversion', 'python', 'from flask import request\n\n\ndef f():\n    return float(request.args["a"])\n'],
  [
    'path-built-from-input',
    'javascript',
    "const path = require('path');\nfunction f(req, res) { g(path.join('/a', req.query.a)); res.end(); }",
  ],
] as const)('names the code once in the message of %s', (rule, language, code) => {
  expect(findingOf(rule, language, code)?.message.match(/float\(|path\.join\(/g)).toHaveLength(1);
});
