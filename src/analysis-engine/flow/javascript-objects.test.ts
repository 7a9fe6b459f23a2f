// Mechanisms that JavaScript needs most: names of properties, options in objects, markup as text, listeners, checks that throw.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { analyze, expected, found, smallEngine } from '../testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

const PROGRAMS: readonly (readonly [string, string])[] = [
  ['a name under a name from outside', 'const o = {};\no[input()][k] = 1; // ! prototype'],
  ['a member of what lies under such a name', 'const o = {};\no[input()].admin = true; // ! prototype'],
  ['the object by way of a variable', 'const k = input();\nconst part = o[k];\npart[x] = 1; // ! prototype'],
  ['a name from outside', 'const o = {};\no[input()] = 1; // ! property'],
  ['positions of a list', 'const list = [1, 2];\nlist[input()] = 1;'],
  ['a name that is not __proto__', 'const k = input();\nif (k !== "__proto__") o[k].x = 1;'],
  ['a name not among the bad ones', 'const k = input();\nif (!["__proto__", "x"].includes(k)) o[k].x = 1;'],
  ['a method under a name from outside', 'actions[input()](1); // ! reflection'],
  [
    'a method under a name that was looked up',
    'const k = input();\nif (actions[k]) actions[k](1);\nif (actions[k] != null) actions[k](1);',
  ],
  ['an option in any object', 'send2({ verify: false }); // ! option\nsend2({ verify: true });'],
  ['an option written later', 'const o = {};\no.verify = false; // ! option\no["verify"] = false; // ! option'],
  ['text with tags', 'const t = "<b>" + name() + "</b>"; // ! text\nconst u = `<i>${name()}</i>`; // ! text'],
  ['text without tags, or with fixed parts', 'const t = "a < b " + name();\nconst u = "<b>" + 3 + fixed() + "</b>";'],
  [
    'an address with a host from outside',
    'const a = `https://${input()}/x`; // ! address\nconst b = `https://x.org/${input()}`;',
  ],
  ['text that says more elsewhere', 'page("<b>" + input() + "</b>"); // ! html'],
  ['markup that nobody knows', 'show(name()); // ! markup\nshow("<b>");\nshow(escape(name()));\nshow(fixed().part);'],
  [
    'fields that the code names',
    'assign(user, input()); // ! fields\nassign({}, input());\nassign(user, { a: input() });',
  ],
  [
    'listeners of the same event',
    'const bus = new Bus();\nbus.on("a", (x) => run(x)); // ! sql\nbus.on("b", (x) => run(x)); // ! sql?\nbus.emit("a", input());',
  ],
  ['a stream that is iterated', 'for (const chunk of stream) run(chunk); // ! sql'],
  ['parameters known by name', 'api(($input, other) => {\n  run($input); // ! sql\n});'],
  ['functions known by name', 'function serve({ query }) {\n  run(query); // ! sql\n}'],
  [
    'a check that throws',
    'function check(x) { if (!isSafe(x)) throw new Error(); }\nconst x = input();\ncheck(x);\nrun(x);',
  ],
  [
    'a check that does not',
    'function check(x) { if (!x) throw new Error(); }\nconst x = input();\ncheck(x);\nrun(x); // ! sql',
  ],
  ['a position in an allow-list', 'const x = input();\nif (["a", "b"].indexOf(x) >= 0) run(x);\nelse run(x); // ! sql'],
  ['a position that says no', 'const x = input();\nif (["a"].indexOf(x) === -1) throw 1;\nrun(x);'],
  ['an answer compared with false', 'const x = input();\nif (isSafe(x) === false) throw 1;\nrun(x);'],
  [
    'groups of a strict pattern',
    'const m = (input() + "").match(/^(\\w+)$/);\nrun(m[1]);\nrun((input() + "").match(/(.*)/)[1]); // ! sql',
  ],
  ['fields of a class nobody makes', 'class A {\n  x = run(input()); // ! sql\n}'],
  ['a test of what follows from a value', 'const x = input();\nconst r = relative(x);\nif (isSafe(r)) run(x);'],
];

describe('JavaScript', () => {
  it.each(PROGRAMS)('%s', (_, code) => {
    expect(found(engine, 'javascript', code)).toEqual(expected(code));
  });
});

it('ends where a field makes another of its own class', () => {
  const code = 'class Node {\n  next = new Other();\n}\nclass Other {\n  back = new Node();\n}\nnew Node();\n';
  expect(analyze(engine, 'javascript', code).notices).toEqual([]);
});
