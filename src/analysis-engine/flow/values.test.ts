import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { analyze, expected, found, inJava, smallEngine } from '../testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

describe('collections and objects', () => {
  it.each([
    [
      'map keys',
      'Box m = new Box();\nm.put("a", Api.input());\nm.put("b", "x");\nApi.run(m.get("b"));\nApi.run(m.get("a")); // ! sql',
    ],
    [
      'list positions',
      'Box l = new Box();\nl.add("x");\nl.add(Api.input());\nl.add("y");\nl.removeAt(0);\nApi.run(l.get(1));\nApi.run(l.get(0)); // ! sql',
    ],
    ['an unknown key', 'Box m = new Box();\nm.put(k, Api.input());\nApi.run(m.get("b")); // ! sql'],
    ['aliases', 'Box a = new Box();\nBox b = a;\nb.put("k", Api.input());\nApi.run(a.get("k")); // ! sql'],
    ['two objects', 'Box a = new Box();\nBox b = new Box();\nb.put("k", Api.input());\nApi.run(a.get("k"));'],
    [
      'a map of lists',
      'Box m = new Box();\nm.put("k", new Box());\n((Box) m.get("k")).add(Api.input());\nApi.run(((Box) m.get("k")).get(0)); // ! sql',
    ],
    ['builders', 'Text t = new Text();\nt.append("a").append(Api.input());\nApi.run(t.toString()); // ! sql'],
    ['a builder of constants', 'Text t = new Text();\nt.append("md").append("5");\nApi.hash(t.toString()); // ! weak'],
    [
      'arrays',
      'String[] a = new String[2];\na[0] = Api.input();\na[1] = "x";\nApi.run(a[1]);\nApi.run(a[0]); // ! sql',
    ],
    ['state at a later use', 'Box c = new Box();\nApi.send(c); // ! cookie\nc.setSecure(true);\nApi.send(c);'],
  ])('Java: %s', (_, body) => {
    const code = inJava(body);
    expect(found(engine, 'java', code)).toEqual(expected(code));
  });

  it.each([
    ['members', 'const o = { a: input(), b: 1 };\nrun(o.b);\nrun(o.a); // ! sql'],
    ['a changed member', 'const o = {};\no.a = input();\no.a = "x";\nrun(o.a);'],
    ['destructuring', 'const { a, ...rest } = { a: "x", b: input() };\nrun(a);\nrun(rest.b); // ! sql'],
    ['spread', 'const o = { ...{ a: input() }, b: 1 };\nrun(o.b);\nrun(o.a); // ! sql'],
    ['lists', 'const l = ["x"];\nl.push(input());\nrun(l[0]);\nrun(l[1]); // ! sql'],
    ['the whole list', 'const l = ["x", input()];\nrun(l); // ! sql'],
    ['templates', 'run(`a ${input()} b`); // ! sql'],
    ['a tainted whole', 'const q = input();\nrun(q.a.b); // ! sql'],
    ['numbers', 'run(number(input()));\nrun(input().length);'],
    ['comparisons', 'run(input() === "a");\nrun(typeof input());'],
  ])('JavaScript: %s', (_, code) => {
    expect(found(engine, 'javascript', code)).toEqual(expected(code));
  });

  it.each([
    ['tuples', 'a, b = "x", input()\nrun(a)\nrun(b) # ! sql'],
    ['comprehensions', 'run([x for x in input()]) # ! sql\nrun([x for x in ["a"]])'],
    ['keyword spread', 'def f(a, b):\n    run(a)\n    run(b) # ! sql\nf(**{"a": "x", "b": input()})'],
    ['format', 'run("%s" % input()) # ! sql\nrun("%s %s" % ("a", input())) # ! sql\nrun("%d" % number(input()))'],
    ['numeric formats', 'run("%d-%5.2f" % (input(), input()))\nrun("%d %s" % (input(), input())) # ! sql'],
    ['sanitised for one kind', 'x = escape(input())\npage(x)\nrun(x) # ! sql'],
  ])('Python: %s', (_, code) => {
    expect(found(engine, 'python', code)).toEqual(expected(code));
  });
});

describe('traces', () => {
  it('tells the way from the source to the sink', () => {
    const code = 'def find(id):\n    q = "a" + id\n    run(q)\nname = input()\nfind(name)';
    const [finding] = analyze(engine, 'python', code).findings;
    expect(finding?.message).toBe('User input from `input()` reaches `run(q)`.');
    expect(finding?.trace.map(({ message }) => message)).toEqual([
      '`input()` is user input (a query parameter)',
      'assigned to `name`',
      'passed to `find(id)`',
      'becomes part of a text',
      'assigned to `q`',
      'reaches `run(q)`: SQL is built from it',
    ]);
  });

  it('begins where it is read, not where another key of it was tested', () => {
    const code = 'app.get((req, res) => {\n  if (req.query.a === undefined)\n    run(req.query.b);\n});';
    const [finding] = analyze(engine, 'javascript', code).findings;
    expect(finding?.message).toBe('User input from `req.query.b` reaches `run(req.query.b)`.');
    expect(finding?.trace[0]?.message).toBe('`req.query.b` is user input');
  });
});
