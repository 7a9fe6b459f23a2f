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

const severityOf = (rule: string, language: string, code: string): string | undefined =>
  engine.analyze({ code, language, path: 'src/a', files: [] }).findings.find(({ ruleId }) => ruleId === rule)?.severity;

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
] as const)('%s', (_, rule, language, code, expected) => {
  expect(severityOf(rule, language, code)).toBe(expected);
});
