import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from './digest.ts';
import { analyze, type SmallLanguage, smallEngine } from './testing/small-world.ts';

// Needed while the tests are collected, too.
const engine = await smallEngine();

function fingerprints(language: SmallLanguage, code: string): string[] {
  return analyze(engine, language, code).findings.map((finding) => finding.fingerprint);
}

const PYTHON =
  'def view():\n    name = input()\n    if name is None:\n        return\n    q = "a" + escape(name)\n    run("b" + q)\n';

describe('a fingerprint survives', () => {
  const [original] = fingerprints('python', PYTHON);

  it.each([
    [
      'reformatting',
      'def view():\n  name = input( )\n  if (name is None):\n    return\n\n  q = (\'a\' +\n     escape(name))\n  run(\n    "b" + q,\n  )\n',
    ],
    ['moved lines and comments', `# a comment\nimport os\n\n\n${PYTHON.replace('    q =', '    # why\n    q =')}`],
    ['renamed locals', PYTHON.replaceAll('name', 'title').replaceAll('q', 'text')],
    ['an unrelated statement between', PYTHON.replace('    q =', '    other = 1\n    q =')],
    ['another name of the function', PYTHON.replace('view', 'show')],
    ['another finding in the file', `${PYTHON}\ndef more():\n    page(input())\n`],
  ])('%s', (_, code) => {
    expect(original).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprints('python', code)).toContain(original);
  });

  it('another path', () => {
    const other = engine.analyze({ code: PYTHON, language: 'python', path: 'other/place.py', files: [] });
    expect(other.findings.map((finding) => finding.fingerprint)).toContain(original);
  });

  it('a renamed parameter', () => {
    const code = (name: string) => `def api(${name}):\n    run("a" + ${name})\n`;
    expect(fingerprints('python', code('x'))).toEqual(fingerprints('python', code('text')));
  });

  it('renamed locals and a new layout in Java and JavaScript', () => {
    const java = 'class A { void a() { String s = Api.input(); Api.run("x" + s); } }';
    expect(fingerprints('java', java.replaceAll(' s', '\n  text'))).toEqual(fingerprints('java', java));
    const javascript = 'function a() { const s = input(); run("x" + s); }';
    const formatted = "function a() {\n  const text = input();\n  run('x' + text)\n}";
    expect(fingerprints('javascript', formatted)).toEqual(fingerprints('javascript', javascript));
  });
});

describe('a fingerprint lapses', () => {
  const [original] = fingerprints('python', PYTHON);

  it.each([
    ['another source', PYTHON.replace('input()', 'input("x")')],
    ['another sink', PYTHON.replace('run("b" + q)', 'run("c" + q)')],
    ['a sanitiser that is gone', PYTHON.replace('escape(name)', 'name')],
    ['another sanitiser', PYTHON.replace('escape(name)', 'wash(name)')],
    ['another guard', PYTHON.replace('name is None', 'name is None or len(name) > 9')],
    ['a check that is new', PYTHON.replace('    q =', '    validate(name)\n    q =')],
    ['a guard that is gone', PYTHON.replace('    if name is None:\n        return\n', '')],
  ])('%s', (_, code) => {
    const found = fingerprints('python', code);
    expect(found).toHaveLength(1);
    expect(found).not.toContain(original);
  });

  it('a text that was taken out of another', () => {
    const code = (made: string) => `def view():\n    name = "" + input()\n    run("b" + ${made})\n`;
    expect(fingerprints('python', code('name.replace("x", "")'))).not.toEqual(fingerprints('python', code('name')));
  });

  it('another constant of a use', () => {
    const code = (name: string): string => `def f():\n    n = '${name}'\n    hash(n)\n`;
    expect(fingerprints('python', code('md5'))).not.toEqual(fingerprints('python', code('MD5')));
  });
});

describe('equal findings of one file', () => {
  const view = (name: string) => `def ${name}():\n    run(input())\n`;

  it('are told apart, wherever the copy stands', () => {
    const found = fingerprints('python', 'run(input())\nrun(input())\nrun(input())\n');
    expect(new Set(found).size).toBe(3);
    const [a, b] = fingerprints('python', view('a') + view('b'));
    expect(fingerprints('python', view('b') + view('a'))).toEqual([b, a]);
  });

  it('have nothing of the fingerprint that one had alone, but its beginning', () => {
    const [alone] = fingerprints('python', view('a'));
    for (const fingerprint of fingerprints('python', view('a') + view('b'))) {
      expect(fingerprint).not.toBe(alone);
      expect(fingerprint.startsWith(alone)).toBe(true);
    }
  });
});

it('names the function around a finding', () => {
  const code = 'class Cart:\n    def pay(self):\n        run((lambda: input())())\n\nrun(input())\n';
  expect(analyze(engine, 'python', code).findings.map(({ within }) => within)).toEqual(['Cart.pay', '']);
});

describe('scopes', () => {
  it('tell a local from a member, a key or another local of its name', () => {
    const code = (local: string) =>
      `function a() { const ${local} = input(); run({ text: ${local} }.text); }\nfunction b(text) { run('b' + text); }`;
    expect(fingerprints('javascript', code('value'))).toEqual(fingerprints('javascript', code('text')));
  });

  it('read a short key as the key and the variable', () => {
    const code = (key: string, local: string) => `function a() { const ${local} = input(); run({ ${key} }); }`;
    expect(fingerprints('javascript', code('q', 'q'))).toEqual(fingerprints('javascript', code('q: text', 'text')));
  });
});

describe('a wrapper', () => {
  it('that returns what a function returns leaves the finding what it is', () => {
    const view = '@route("/")\ndef view(a):\n    return "<p>" + a\n';
    const wrapped = '@route("/")\ndef view(a):\n    def inner():\n        return "<p>" + a\n    return inner()\n';
    expect(fingerprints('python', view)).toHaveLength(1);
    expect(fingerprints('python', wrapped)).toEqual(fingerprints('python', view));
  });

  it('around a function that the value comes through changes nothing either', () => {
    const code = (body: string) => `function page(a) { ${body} }\nrun(page(input()));`;
    const plain = fingerprints('javascript', code("return 'x' + a;"));
    expect(plain).toHaveLength(1);
    expect(fingerprints('javascript', code("return (() => { return 'x' + a; })();"))).toEqual(plain);
  });
});

it('hashes as SHA-256 does', () => {
  for (const text of ['', 'abc', 'ä€😀', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'y'.repeat(1000)]) {
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});
