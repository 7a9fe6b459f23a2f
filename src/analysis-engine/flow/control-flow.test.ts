import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { analyze, expected, found, smallEngine } from '../testing/small-world.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});

describe('control flow', () => {
  it.each([
    ['both branches', 'x = "a"\nif c:\n    x = input()\nrun(x) # ! sql'],
    ['overwritten in all branches', 'x = input()\nif c:\n    x = "a"\nelse:\n    x = "b"\nrun(x)'],
    [
      'a branch that leaves',
      'x = "a"\ndef f():\n    y = "a"\n    if c:\n        y = input()\n        return\n    run(y)',
    ],
    ['loops carry values round', 'x = "a"\ny = "b"\nfor i in z:\n    run(x) # ! sql\n    x = y\n    y = input()'],
    ['break', 'x = "a"\nwhile True:\n    if c:\n        x = input()\n        break\nrun(x) # ! sql'],
    ['continue', 'x = "a"\nfor i in z:\n    if c:\n        x = input()\n        continue\n    x = "b"\nrun(x) # ! sql'],
    [
      'catch sees the middle of try',
      'x = "a"\ntry:\n    x = input()\n    x = "b"\nexcept E:\n    run(x) # ! sql\nrun(x) # ! sql',
    ],
    ['else of try', 'try:\n    x = input()\nexcept E:\n    x = "a"\nelse:\n    x = "b"\nrun(x)'],
    ['finally', 'try:\n    x = input()\nfinally:\n    x = "a"\nrun(x)'],
    [
      'return inside try with finally',
      'def f():\n    x = input()\n    try:\n        return x\n    finally:\n        x = "a"\nrun(f()) # ! sql',
    ],
    ['growing text', 'x = ""\nfor i in z:\n    x += input()\nrun(x) # ! sql'],
    ['short circuit', 'run(c and input()) # ! sql\nrun("a" or input())\nrun(input() or "a") # ! sql'],
    ['dead code', 'def f():\n    return\n    run(input())'],
  ])('Python: %s', (_, code) => {
    expect(found(engine, 'python', code)).toEqual(expected(code));
  });

  it.each([
    ['do-while', 'let x = "a";\ndo { x = input(); } while (c);\nrun(x); // ! sql'],
    ['labels', 'let x = "a";\nouter: for (;;) { for (;;) { x = input(); break outer; } }\nrun(x); // ! sql'],
    ['for in', 'for (const k in { a: 1 }) run(k);'],
    ['for of', 'for (const v of [input()]) run(v); // ! sql'],
    ['nullish', 'run(null ?? input()); // ! sql\nrun("a" ?? input());'],
    ['logical assignment', 'let x = null;\nx ??= input();\nrun(x); // ! sql'],
  ])('JavaScript: %s', (_, code) => {
    expect(found(engine, 'javascript', code)).toEqual(expected(code));
  });
});

describe('guards', () => {
  it.each([
    ['equality', 'x = input()\nif x == "a":\n    run(x)\nelse:\n    run(x) # ! sql'],
    ['early return', 'def f():\n    x = input()\n    if x != "a":\n        return\n    run(x)'],
    ['membership', 'x = input()\nif x in ("a", "b"):\n    run(x)\nif x in [input()]:\n    run(x) # ! sql'],
    ['or', 'x = input()\nif x == "a" or x == "b":\n    run(x)\nif x == "a" or c:\n    run(x) # ! sql'],
    ['and', 'x = input()\nif x == "a" and c:\n    run(x)\nelse:\n    run(x) # ! sql'],
    ['a library guard', 'x = input()\nif not isSafe(x):\n    run(x) # ! sql\n    raise E\nrun(x)'],
    [
      'a helper',
      'def ok(v):\n    return v in ("a", "b")\nx = input()\nif ok(x):\n    run(x)\nelse:\n    run(x) # ! sql',
    ],
    [
      'a helper of several returns',
      'def ok(v):\n    if v == "a":\n        return True\n    return False\nx = input()\nif not ok(x):\n    raise E\nrun(x)',
    ],
    [
      'a test kept in a variable',
      'x = input()\nok = isSafe(x)\nif ok:\n    run(x)\nx = input()\nif ok:\n    run(x) # ! sql',
    ],
    [
      'a test compared with nothing',
      'x = input()\nif isSafe(x) is not None:\n    run(x)\nif isSafe(x) is None:\n    run(x) # ! sql',
    ],
    [
      'text that is rejected',
      'x = input()\nif "\'" in x:\n    run(x) # ! sql\n    raise E\nrun(x)\ny = input()\nif "z" in y:\n    raise E\nrun(y) # ! sql',
    ],
    [
      'text that is replaced',
      'run(f"{input()}".replace("\'", "")) \nrun(f"{input()}".replace("z", "")) # ! sql\nrun(f"{input()}".replace("\'", "\'a")) # ! sql',
    ],
    [
      'the host of an address',
      'x = input()\nurl = parseAddress(x)\nif url.netloc not in ["a.example"] or url.scheme != "https":\n    go(x) # ! redirect\n    raise E\ngo(x)\nrun(x) # ! sql',
    ],
    [
      'the host against an unknown one',
      'x = input()\nurl = parseAddress(x)\nif url.netloc == c:\n    go(x) # ! redirect',
    ],
    [
      'what one operand tells holds for the next alone',
      'x = input()\nif x == "a" and run(x):\n    pass\nrun(x) # ! sql',
    ],
    ['a literal between quotes', 'x = input()\nif "\'" in x[1:-1]:\n    run(x) # ! sql\n    raise E\nrun(x)'],
    ['assert', 'x = input()\nassert x == "a"\nrun(x)'],
    ['membership in a conditional', 'x = input()\nrun(x if x in ("a", "b") else "c")'],
    ['a table', 'table = {"a": "1", "b": "2"}\nx = input()\nrun(table[x])\nif x in table:\n    run(x)'],
  ])('Python: %s', (_, code) => {
    expect(found(engine, 'python', code)).toEqual(expected(code));
  });

  it.each([
    ['switch', 'const x = input();\nswitch (x) { case "a": run(x); break;\ndefault: run(x); } // ! sql'],
    ['typeof', 'const x = input();\nif (typeof x === "number") run(x);\nelse run(x); // ! sql'],
    ['includes', 'const x = input();\nif (["a", "b"].includes(x)) run(x);\nif (list.includes(x)) run(x); // ! sql'],
    ['a falsy value', 'const x = input();\nif (!x) { run(x); } else { run(x); } // ! sql'],
  ])('JavaScript: %s', (_, code) => {
    expect(found(engine, 'javascript', code)).toEqual(expected(code));
  });
});

describe('bounds', () => {
  it('does not take a variable for a test of itself', () => {
    const code = 'x = input()\nx = x and x.strip()\nif x:\n    run(x) # ! sql';
    expect(found(engine, 'python', code)).toEqual(expected(code));
    expect(analyze(engine, 'python', code).notices).toEqual([]);
  });

  it('ends on functions that call each other in all ways', () => {
    const names = Array.from({ length: 40 }, (_, index) => `f${index}`);
    const code = names.map(
      (name) => `def ${name}(a, b):\n    return ${names.map((other) => `${other}(b + a, a)`).join(' + ')}`,
    );
    const { notices, statistics } = analyze(engine, 'python', `${code.join('\n')}\nrun(f0(input(), "x"))`);
    expect(statistics.steps).toBeGreaterThan(1000);
    for (const notice of notices) expect(notice.code).toBe('limit_reached');
  });

  it('follows chains of calls of any length', () => {
    const code = `run(input()${'.strip()'.repeat(5000)}) # ! sql`;
    expect(found(engine, 'python', code)).toEqual(expected(code));
  });

  it('says so when code is nested too deeply to be followed', () => {
    const calls = 300;
    const code = `def f(x):\n    return x\nrun(${'f('.repeat(calls)}input()${')'.repeat(calls)})`;
    const { findings, notices } = analyze(engine, 'python', code);
    expect(findings.length + notices.length).toBeGreaterThan(0);
  });

  it('needs time linear in the number of branches over many variables', () => {
    const program = (count: number): string => {
      const lines = Array.from(
        { length: count },
        (_, index) => `v${index} = input()\nif c${index}:\n    v${index} = "a"`,
      );
      return lines.join('\n');
    };
    const steps = (count: number): number => analyze(engine, 'python', program(count)).statistics.steps;
    expect(steps(400)).toBeLessThan(steps(100) * 12);
  });
});
