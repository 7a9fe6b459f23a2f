import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { expected, found, inJava, smallEngine } from '../testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

describe('constants', () => {
  it.each([
    [
      'a true condition',
      `int n = 106;\nString s = Api.input();\nif ((7 * 42) - n > 200) { s = "a"; }\nApi.run(s); // ! sql`,
    ],
    ['a false condition', 'int n = 106;\nString s = Api.input();\nif ((7 * 42) - n > 100) { s = "a"; }\nApi.run(s);'],
    ['integer division', 'String s = Api.input();\nif (7 / 2 == 3) { s = "a"; }\nApi.run(s);'],
    ['a conditional', 'int n = 86;\nString s = (7 * 18) + n > 200 ? "fixed" : Api.input();\nApi.run(s);'],
    [
      'a switch on a character',
      `String s;\nswitch ("ABC".charAt(1)) {\n case 'A': s = Api.input(); break;\n case 'B': s = "b"; break;\n default: s = Api.input();\n}\nApi.run(s);`,
    ],
    [
      'fall-through',
      `String s = "";\nswitch ("A".charAt(0)) {\n case 'A': s = Api.input();\n case 'B': s += "b"; break;\n default: s = "c";\n}\nApi.run(s); // ! sql`,
    ],
    [
      'an unknown switch',
      'String s = "";\nswitch (x) { case 1: s = Api.input(); break; default: s = "c"; }\nApi.run(s); // ! sql',
    ],
    ['a constant out of a method', 'String s = Api.input();\nif ("abc".length() == 3) { s = "a"; }\nApi.run(s);'],
  ])('Java: %s', (_, body) => {
    const code = inJava(body);
    expect(found(engine, 'java', code)).toEqual(expected(code));
  });

  it.each([
    ['a hash by name', "name = 'MD5'\nhash(name) # ! weak"],
    ['alternatives', "name = 'sha256' if x else 'md5'\nhash(name) # ! weak"],
    ['an overwritten name', "name = 'md5'\nname = 'sha256'\nhash(name)"],
    ['a computed name', "hash('m' + 'd5') # ! weak\nhash('%s5' % 'md') # ! weak\nhash(f\"{'md'}5\") # ! weak"],
    [
      'a name out of a table',
      "names = {'old': 'md5', 'new': 'sha256'}\nhash(names['old']) # ! weak\nhash(names['new'])",
    ],
    ['too many alternatives', "hash('md5' if a else 'b' if b else 'c' if c else 'd' if d else 'e' if e else 'f')"],
  ])('Python: %s', (_, code) => {
    expect(found(engine, 'python', code)).toEqual(expected(code));
  });

  it('takes one side of a constant condition in JavaScript', () => {
    const code =
      'let s = input();\nif (1 + 1 === 2) s = "a";\nrun(s);\nrun(true && input()); // ! sql\nrun(false && input());';
    expect(found(engine, 'javascript', code)).toEqual(expected(code));
  });
});
