import { describe, expect, it } from 'vitest';
import { type EvidenceKind, isBorneOut } from './evidence-nearby.ts';
import type { Purposes } from './facts/compile.ts';
import type { Program } from './ir.ts';
import { smallEngine } from './testing/small-world.ts';

// Needed while the tests are collected, too.
const engine = await smallEngine();

const SERVER: Purposes = { serves: () => true, isCommand: () => false };
const LIBRARY: Purposes = { serves: () => false, isCommand: () => false };
const COMMAND: Purposes = { serves: () => false, isCommand: () => true };

const isGrave = (kind: EvidenceKind, program: Program, offset: number, purposes = SERVER): boolean =>
  isBorneOut(kind, program, offset, purposes);

describe('a choice of somebody', () => {
  const chosen = (language: string, code: string): boolean =>
    !isGrave('unconditional', engine.lower(code, language), code.indexOf('off('));
  it.each([
    ['a condition that asks for it', 'python', 'def f(verify):\n    if not verify:\n        off(1)\n', true],
    ['the other branch', 'javascript', 'function f(o) { if (o.rejectUnauthorized) { on(); } else { off(); } }', true],
    ['the name of the function', 'go', 'func withInsecureTLS() { off() }', true],
    ['no condition', 'python', 'def f(verify):\n    off(1)\n', false],
    ['another condition', 'java', 'class A { void f(int a) { if (a > 0) { off(); } } }', false],
    [
      'a comment that says so',
      'python',
      'def f():\n    # the device has a self-signed certificate\n    off(1)\n',
      true,
    ],
    ['a comment about something else', 'python', 'def f():\n    # ask the device\n    off(1)\n', false],
    ['a mode for developers', 'javascript', 'function f() { if (env.NODE_ENV === "development") { off(); } }', true],
    [
      'a server that asks for no certificates',
      'javascript',
      'function f(o) { https.createServer({ a: off() }, g) }',
      true,
    ],
    ['a setting', 'python', 'def f():\n    off(1, verify=self.config.verify_ssl)\n', true],
    ['a variable of somebody', 'go', 'func f(skip bool) { off(Config{InsecureSkipVerify: skip}) }', true],
    ['a value in its place', 'go', 'func f() { off(Config{InsecureSkipVerify: true}) }', false],
    [
      'a chain that is checked',
      'python',
      'def f(c):\n    c.verify_mode = ssl.CERT_REQUIRED\n    off(c, check_hostname=False)\n',
      true,
    ],
    ['a text in its place', 'python', 'def f():\n    off(1, verify=False)\n', false],
    ['an address of the own machine', 'go', 'func f() { u := conf.LocalRootURL; off(u) }', true],
    ['a look at the certificate', 'python', 'def f(s):\n    off(s)\n    return s.getpeercert()\n', true],
    [
      'another check just before',
      'python',
      'def f(user):\n    if not user.email_verified:\n        leave()\n    off(1)\n',
      false,
    ],
    ['a condition of another statement', 'python', 'def f(verify):\n    if verify:\n        on()\n    off(1)\n', false],
  ] as const)('%s', (_, language, code, expected) => {
    expect(chosen(language, code)).toBe(expected);
  });
});

it.each([
  ['what the code has chosen', 'def seal(password):\n    return off(password)\n', true],
  ['what guards no credential', 'def seal(text):\n    return off(text)\n', false],
  ['what a format prescribes', 'def open_pdf(password):\n    return off(password)\n', false],
  ['bytes of a protocol', 'def seal(password):\n    return off(struct.pack("<I", password))\n', false],
  [
    'what the caller names',
    'def seal(password, algorithm):\n    if algorithm == "DES":\n        return off(password)\n',
    false,
  ],
] as const)('own-choice: %s', (_, code, expected) => {
  expect(isGrave('own-choice', engine.lower(code, 'python'), code.indexOf('off('))).toBe(expected);
});

it.each([
  [
    'any, which browsers refuse',
    'function f(h) { off("Access-Control-Allow-Origin", "*"); h.allowCredentials = true }',
    false,
  ],
  [
    'the one that asks',
    'function f(h) { off("Access-Control-Allow-Origin", req.headers.origin); h.credentials = true }',
    true,
  ],
] as const)('credentials, and the origin is written: %s', (_, code, expected) => {
  expect(isGrave('credentials', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['sent with it', 'function f(h, o) { off(h, o); h.allowCredentials = true }', true],
  ['refused', 'function f(h, o) { off(h, o, { credentials: false }) }', false],
] as const)('credentials: %s', (_, code, expected) => {
  expect(isGrave('credentials', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['for a group', 'def f():\n    off("a", 0o660)\n', false],
  ['for everyone', 'def f():\n    off("a", 0o666)\n', true],
  ['a mode for the owner', 'def f():\n    off("a", parse("0700", 8))\n', false],
  ['a socket', 'def f(socket_path):\n    off(socket_path, 0o666)\n', false],
  ['in a variable', 'def f(mode):\n    off("a", mode)\n', false],
] as const)('everyone: %s', (_, code, expected) => {
  expect(isGrave('everyone', engine.lower(code, 'python'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['a comment that says that it is meant', '// pick the right overload\noff();\n', false],
  ['a comment that says for how long', '// the same for now\noff();\n', false],
  ['a comment inside', 'off(\n  // for now\n  1);\n', false],
  ['a comment about something else', '// the last one\noff();\n', true],
  ['no comment', 'off();\n', true],
] as const)('unexplained: %s', (_, code, expected) => {
  expect(isGrave('unexplained', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['a text that says that it is none', 'jwt.off(claims, "fake-secret");', false],
  ['another text', 'jwt.off(claims, "k3jh45-kj3h");', true],
  ['the name of what signs sessions', 'const sessionSecret = off("k3jh45-kj3h");', true],
  ['the format of an issuer', 'off("AKIAIOSFODNN7EXAMPL3");', true],
  ['a name that many labels have', 'const apiKey = off("k3jh45-kj3h");', false],
  ['a label of an HMAC in capitals', 'off(createHmac("sha256", "INVITE"));', false],
  ['words that tell uses of an HMAC apart', 'off(createHmac("sha256", "invite-token"));', false],
  ['a secret in the place of a key', 'off(createHmac("sha256", "my-secret"));', true],
  [
    'a comment that everybody may know it',
    '// not a secret: browsers see it anyway\njwt.off(claims, "k3jh45-kj3h");',
    false,
  ],
] as const)('genuine: %s', (_, code, expected) => {
  expect(isGrave('genuine', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['a token of a request', 'function f(req) { return off(req.headers.authorization); }', true],
  ['what is sent out', 'function f(headers, token) { headers.set("a", token); return off(token); }', false],
  ['what an issuer answered', 'function f(tokens) { return off(tokens.id_token); }', false],
] as const)('unchecked: %s', (_, code, expected) => {
  expect(isGrave('unchecked', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['a document', 'class A { void f(Object b, String d) { off(b); b.parse(d); } }', true],
  [
    'an empty document',
    'class A { void f(F off, B b, String d) { B c = off(b).newDocumentBuilder(); x = c.newDocument(); b.parse(d); } }',
    false,
  ],
  [
    'a file of the program itself',
    'class A { void f(Object b, String d) { off(b); b.parse(A.class.getResourceAsStream(d)); } }',
    false,
  ],
] as const)('parsing: %s', (_, code, expected) => {
  expect(isGrave('parsing', engine.lower(code, 'java'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['a password of a user', 'function f(password) { off(password); }', true],
  ['one that was just made', 'function f() { const made = generatePassword(12); off(made); }', false],
] as const)('kept: %s', (_, code, expected) => {
  expect(isGrave('kept', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it.each([
  ['a password alone', 'def check(password):\n    return off(password).hexdigest()\n', true],
  ['something else', 'def check(data):\n    return off(data).hexdigest()\n', false],
  ['an answer to a challenge', 'def check(challenge, password):\n    return off(password)\n', false],
  ['a protocol', 'def scram_key(password):\n    return off(password)\n', false],
] as const)('password: %s', (_, code, expected) => {
  expect(isGrave('password', engine.lower(code, 'python'), code.indexOf('off('))).toBe(expected);
});

it('what is shown to whoever runs the program is not kept', () => {
  const code = 'function f(password) { console.log(password); }';
  expect(isGrave('kept', engine.lower(code, 'javascript'), code.indexOf('console'))).toBe(false);
});

it.each([
  ['a permission around it', 'function f(allowObjects) { if (allowObjects) { off(); } }', false],
  ['another condition', 'function f(isOpen) { if (isOpen) { off(); } }', true],
] as const)('unasked: %s', (_, code, expected) => {
  expect(isGrave('unasked', engine.lower(code, 'javascript'), code.indexOf('off('))).toBe(expected);
});

it('a text that people read is no secret', () => {
  const program = { ...engine.lower('off("a", "Kullanıcı");', 'javascript'), path: 'src/locales/tr/login.js' };
  expect(isGrave('genuine', program, 0)).toBe(false);
});

it.each([
  ['a text', 'name_template % 0', false],
  ['a number', 'total % 0', true],
] as const)('number: %s', (_, code, expected) => {
  expect(isGrave('number', engine.lower(`x = ${code}\n`, 'python'), 4)).toBe(expected);
});

describe('what is at stake', () => {
  const sends = 'def f(url, password):\n    off(url, auth=password)\n';
  const fetches = 'def f(url):\n    off(url)\n';
  it.each([
    ['a library that sends a password', sends, LIBRARY, true],
    ['a library that fetches something', fetches, LIBRARY, false],
    ['a server', fetches, SERVER, true],
    ['a command', sends, COMMAND, false],
    ['a tool by its name', 'def scan(url, password):\n    off(url)\n', LIBRARY, false],
    [
      'a test before it',
      'def f(o, verify, password):\n    if not verify:\n        o.a = 1\n    off(o)\n',
      SERVER,
      false,
    ],
  ] as const)('unconditional: %s', (_, code, purposes, expected) => {
    expect(isGrave('unconditional', engine.lower(code, 'python'), code.indexOf('off('), purposes)).toBe(expected);
  });

  it('a cipher, a document and a key matter where requests are answered', () => {
    const code = 'def seal(password):\n    return off(password, loads(password))\nSECRET_KEY = "k3jh45-kj3h"\n';
    const grave = (purposes: Purposes): boolean[] => {
      const program = engine.lower(code, 'python');
      return [
        isGrave('own-choice', program, code.indexOf('off('), purposes),
        isGrave('parsing', program, code.indexOf('off('), purposes),
        isGrave('genuine', program, code.indexOf('SECRET_KEY'), purposes),
      ];
    };
    expect(grave(SERVER)).toEqual([true, true, true]);
    expect(grave(LIBRARY)).toEqual([false, false, false]);
  });
});

it.each([
  ['a plain field', 'private Object made;', true],
  ['a volatile field', 'private volatile Object made;', false],
  ['a field of another class', '', false],
] as const)('not-volatile: %s', (_, field, expected) => {
  const code = `class A { \n${field}\nObject get() { if (made == null) { synchronized (this) { made = x(); } } return made; } }`;
  expect(isGrave('not-volatile', engine.lower(code, 'java'), code.indexOf('if (made'))).toBe(expected);
});

it('fractions that are divided by nothing are no error', () => {
  const code = 'class A {\n  double part;\n  double f(double a) { return a / part; }\n}';
  expect(isGrave('number', engine.lower(code, 'java'), code.indexOf('a / part'))).toBe(false);
});

it('what is made writable to be taken away is gone', () => {
  const code = 'def f(path):\n    off(path, 0o666)\n    os.unlink(path)\n';
  expect(isGrave('everyone', engine.lower(code, 'python'), code.indexOf('off('))).toBe(false);
});
