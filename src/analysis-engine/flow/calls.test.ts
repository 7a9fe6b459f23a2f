import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { LIMITS } from '../limits.ts';
import { analyze, expected, found, smallEngine } from '../testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

it('a way through many functions is cut, not carried through all of them', () => {
  const steps = Array.from({ length: 20 }, (_, n) => `def f${n + 1}(x):\n    y = x + "a"\n    return f${n}(y)\n`);
  const code = `def f0(x):\n    return x\n${steps.join('')}run(f20(input()))`;
  const { findings } = analyze(engine, 'python', code);
  expect(findings).toHaveLength(1);
  expect(findings[0].trace.length).toBeLessThanOrEqual(LIMITS.traceLength + 1);
});

describe('functions of the file', () => {
  it.each([
    [
      'a constant crosses a call',
      'def pick(flag, x):\n    if flag == "no":\n        return "fixed"\n    return x\nrun(pick("no", input()))\nrun(pick("yes", input())) # ! sql',
    ],
    [
      'both contexts of a helper',
      'def same(x):\n    return x\nrun(same("a"))\nrun(same(input())) # ! sql\nrun(same("b"))',
    ],
    [
      'an argument that is changed',
      'def fill(box):\n    box.append(input())\nbox = []\nfill(box)\nrun(box[0]) # ! sql\nother = []\nrun(other)',
    ],
    [
      'recursion',
      'def go(n, x):\n    if n == 0:\n        return x\n    return go(n - 1, x + "a")\nrun(go(3, input())) # ! sql\nrun(go(k, input())) # ! sql',
    ],
    ['fallbacks', 'def f(a, b=input()):\n    run(a)\n    run(b) # ! sql\nf("x")'],
    ['generators', 'def gen():\n    yield "a"\n    yield input()\nfor x in gen():\n    run(x) # ! sql'],
    ['nobody calls it', 'def api(name):\n    run(name) # ! sql?'],
    ['called with a constant only', 'def api(name):\n    run(name)\napi("x")'],
    ['the name of a method alone', 'def api(db, name):\n    db.runQuery(input()) # ! sql?\n    db.other(input())'],
    [
      'classes',
      'class Store:\n    def __init__(self, q):\n        self.q = q\n        self.z = "z"\n    def go(self):\n        run(self.z)\n        run(self.q) # ! sql\nStore(input()).go()',
    ],
    [
      'inheritance',
      'class A:\n    def q(self):\n        return input()\nclass B(A):\n    def go(self):\n        run(self.q()) # ! sql\n        run(super().q()) # ! sql',
    ],
    [
      'fields across methods',
      'class A:\n    def set(self):\n        self.x = input()\n    def get(self):\n        run(self.x) # ! sql',
    ],
    ['a global', 'state = ""\ndef get():\n    run(state) # ! sql\ndef put():\n    global state\n    state = input()'],
    [
      'decorated handlers',
      '@route("/")\ndef view(name):\n    run(name) # ! sql\n    return "<p>" + name # ! html\n@route("/json")\ndef data(name):\n    return {"a": name}',
    ],
    [
      'annotations by an object that nobody knows',
      'def make(app):\n    @app.route("/")\n    def view(name):\n        return "<p>" + name # ! html',
    ],
    [
      'reads that an annotation fixes',
      '@route("/a")\ndef a():\n    run(place)\n@route("/<b>")\ndef b():\n    run(place) # ! sql',
    ],
    ['writes under an index', 'store["a"] = input() # ! sql\nstore["a"] = "b"\nother["a"] = input()'],
    [
      'text that is put together, whoever made the parts',
      'x = other()\nrun("a" + x) # ! composed?\nrun(x)\nrun(f"a {number(x)}")\ny = "b"\nif c:\n    y = f"a {x}"\nrun(y) # ! composed?\nrun("a" + input()) # ! sql',
    ],
    ['unknown calls pass on', 'run(wash(input())) # ! sql\nrun(input().strip()) # ! sql\nrun(input().startswith("a"))'],
    ['an unused call taints its receiver', 'b = Buffer()\nb.write(input())\nrun(b) # ! sql'],
  ])('Python: %s', (_, code) => {
    expect(found(engine, 'python', code)).toEqual(expected(code));
  });

  it.each([
    ['closures', 'function f() { const x = input(); return () => run(x); } // ! sql\nf()();'],
    ['a captured variable that is written', 'let x = "a";\n[1].forEach(() => { x = input(); });\nrun(x); // ! sql'],
    ['callbacks of a known call', 'each([input()], (x) => run(x)); // ! sql\neach(["a"], (x) => run(x));'],
    ['results of callbacks', 'run(each(["a"], (x) => input())); // ! sql\nrun(each(["a"], (x) => "b"));'],
    ['functions in objects', 'const api = { q(x) { run(x); } }; // ! sql\napi.q(input());'],
    ['handlers by name', 'register((req, res) => { run(req.query.id); }); // ! sql'],
    ['handlers that nobody calls', 'export function handler(req, res) { run(req.query); } // ! sql'],
    ['this', 'class A { constructor(x) { this.x = x; } go() { run(this.x); } } // ! sql\nnew A(input()).go();'],
    ['arrow functions keep this', 'class A { x = input(); go() { each(["a"], () => run(this.x)); } } // ! sql'],
    [
      'promises are transparent',
      'async function f() { return input(); }\nasync function g() { run(await f()); } // ! sql',
    ],
    ['accessors', 'class A { get q() { return input(); } }\nrun(new A().q); // ! sql'],
  ])('JavaScript: %s', (_, code) => {
    expect(found(engine, 'javascript', code)).toEqual(expected(code));
  });

  it.each([
    [
      'overloads',
      'class M { static void go(int n) { Api.run("x"); } static void go(String s) { Api.run(s); } // ! sql\nvoid main() { go(1); go(Api.input()); } }',
    ],
    [
      'interfaces',
      'interface Q { String q(); }\nclass A implements Q { public String q() { return Api.input(); } }\nclass M { void main(Q q) { Api.run(q.q()); } } // ! sql',
    ],
    [
      'lambdas',
      'class M { void main() { java.util.function.Supplier<String> s = () -> Api.input();\nApi.run(s.get()); } } // ! sql',
    ],
    [
      'inner classes',
      'class M { class In { String get(String p) { return p; } }\nvoid main() { Api.run(new In().get(Api.input()));  // ! sql\nApi.run(new In().get("x")); } }',
    ],
    ['statics', 'class M { static String s;\nvoid a() { s = Api.input(); }\nvoid b() { Api.run(s); } } // ! sql'],
    [
      'setters and getters of classes out of sight',
      'class M { void main(Bean b) { b.setName(Api.input());\nApi.run(b.getName()); } } // ! sql',
    ],
  ])('Java: %s', (_, code) => {
    expect(found(engine, 'java', code)).toEqual(expected(code));
  });
});

describe('context files', () => {
  it('follows calls into a Java class of the same package', () => {
    const helper =
      'package a; class Help { static String pass(String s) { return s; } static String fix(String s) { return "x"; } }';
    const code =
      'package a; class Main { void main() {\nApi.run(Help.pass(Api.input())); // ! sql\nApi.run(Help.fix(Api.input()));\n} }';
    expect(found(engine, 'java', code, [{ path: 'src/a/Help.java', code: helper }])).toEqual(expected(code));
  });

  it('follows imports of Python modules and JavaScript files', () => {
    const python = 'from .helpers import wrap\nrun(wrap(input()))\n';
    const helpers = 'def wrap(x):\n    return "fixed"\n';
    expect(found(engine, 'python', python, [])).toEqual(['2 sql']);
    expect(found(engine, 'python', python, [{ path: 'src/helpers.py', code: helpers }])).toEqual([]);
    const javascript = "const { wrap } = require('./helpers');\nrun(wrap(input()));";
    const exported = 'module.exports = { wrap: (x) => "fixed" };';
    expect(found(engine, 'javascript', javascript, [{ path: 'src/helpers.js', code: exported }])).toEqual([]);
    const modern = "import { wrap } from './helpers.js';\nrun(wrap(input()));";
    expect(
      found(engine, 'typescript', modern, [{ path: 'src/helpers.ts', code: 'export const wrap = (x) => "fixed";' }]),
    ).toEqual([]);
  });

  it('follows the modules of a Python package that has no file of its own', () => {
    const code = 'import tools.wrapping\nrun(tools.wrapping.wrap(input())) # ! sql\nrun(tools.wrapping.fix(input()))';
    const helpers = 'def wrap(x):\n    return x\ndef fix(x):\n    return "fixed"\n';
    expect(found(engine, 'python', code, [{ path: 'src/tools/wrapping.py', code: helpers }])).toEqual(expected(code));
  });

  it('reads constants from property files', () => {
    const code =
      'class Main { void main() { Box p = new Box(); p.load("app.properties");\nApi.hash(p.get("old")); // ! weak\nApi.hash(p.get("new"));\n} }';
    const files = [{ path: 'res/app.properties', code: '# hashes\nold=md5\nnew = sha256\n' }];
    expect(found(engine, 'java', code, files)).toEqual(expected(code));
  });

  it('reports a sink in another file that this file leads to, and nothing that is that file’s own affair', () => {
    const code = 'from helpers import save\nsave(input())';
    const files = [{ path: 'src/helpers.py', code: 'run(input())\ndef save(x):\n    run(x)\n' }];
    const { findings } = engine.analyze({ code, language: 'python', path: 'src/main.py', files });
    expect(findings.map(({ range }) => range)).toEqual([{ path: 'src/helpers.py', start: 30, end: 36 }]);
  });
});
