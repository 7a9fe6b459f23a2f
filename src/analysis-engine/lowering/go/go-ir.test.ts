// The IR of Go's constructs, as the printer shows it.
import { beforeAll, describe, expect, it } from 'vitest';
import { printProgram } from '../../ir-printer.ts';
import type { SourceParser } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { goFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('go');
});

function print(source: string): string {
  return printProgram(goFrontEnd.lower(parser.parse(source, 'go'), 'example.go'));
}

/** The body of `f`, a line a step, without its first line. */
function bodyOf(code: string, before = ''): string[] {
  const text = print(`package a\n${before}\nfunc f(x string, m map[string]bool, xs []string, v any) {\n${code}\n}\n`);
  const lines = text.split('\n');
  const start = lines.findIndex((line) => / f\(/.test(line));
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  return rest.slice(0, end).map((line) => line.slice(2).replaceAll('global:', ''));
}

describe('names', () => {
  it('tells packages by their paths, without versions', () => {
    const imports = 'import (\n\t"net/http"\n\te "github.com/labstack/echo/v4"\n\t"gopkg.in/yaml.v3"\n)';
    expect(bodyOf('http.Get(x)\ne.New()\nyaml.Unmarshal(x)', imports)).toEqual([
      'import:net/http#Get(x)',
      'import:github.com/labstack/echo#New()',
      'import:gopkg.in/yaml#Unmarshal(x)',
    ]);
  });

  it('gives names of an inner block slots of their own, declared after the right side is read', () => {
    const source = 'package a\nfunc f(x int) {\n\tif true {\n\t\tx := x\n\t}\n\tg(x)\n}\n';
    const { functions } = goFrontEnd.lower(parser.parse(source, 'go'), 'example.go');
    expect(functions[1].slots).toEqual(['x', 'x']);
    const slots = [...JSON.stringify(functions[1].body).matchAll(/"slot":(\d)/g)].map(([, slot]) => slot);
    expect(slots).toEqual(['1', '0', '0']);
  });
});

describe('assignments', () => {
  it.each([
    ['a, b := xs, m', ['[0: a, 1: b] = [xs, m]']],
    ['a, _ := g()', ['[0: a] = g()']],
    ['a, err := g()', ['[0: a, 1: err: error] = g()']],
    ['a, ok := m[x]', ['[0: a, 1: ok] = [m[x], unknown()]']],
    ['a, ok := v.(string)', ['[0: a, 1: ok] = [(string)v, unknown()]']],
    ['x += "a"', ['x += "a"']],
    ['xs[0], m[x] = x, true', ['[0: xs[0], 1: m[x]] = [x, true]']],
    ['xs = append(xs, x, "b")', ['xs = [*xs, x, "b"]']],
    ['p := &x\n*p = "a"', ['p = x', 'p = "a"']],
  ])('%s', (code, expected) => {
    expect(bodyOf(code)).toEqual(expected);
  });
});

describe('control flow', () => {
  it('takes a look-up in a condition for a test of membership', () => {
    expect(bodyOf('if !m[x] { return }')).toEqual(['if (not (x in m))', '  return']);
    expect(bodyOf('if _, ok := m[x]; ok { return }')[1]).toBe('if (x in m)');
    expect(bodyOf('_, ok := m[x]\nok = g()\nif ok { return }')[2]).toBe('if ok');
  });

  it('iterates over values, or over keys with each value looked up', () => {
    expect(bodyOf('for _, each := range xs { g(each) }')).toEqual(['for each of elements xs', '  g(each)']);
    expect(bodyOf('for i, each := range xs { g(i, each) }')).toEqual([
      'for i of keys xs',
      '  each = xs[i]',
      '  g(i, each)',
    ]);
  });

  it('makes branches of a switch without a value, and labels for their breaks', () => {
    const lines = bodyOf('switch {\ncase x == "a":\n\tbreak\ndefault:\n\tg()\n}');
    expect(lines[0]).toMatch(/^block switch \d+$/);
    expect(lines.slice(1)).toEqual(['  if (x == "a")', expect.stringMatching(/break switch \d+/), '  else', '    g()']);
  });

  it('knows the type in each case of a type switch', () => {
    const lines = bodyOf('switch t := v.(type) {\ncase int:\n\tg(t)\ncase string, []byte:\n\th(t)\n}');
    expect(lines).toEqual([
      'if (v instanceof number)',
      '  t = (number)v',
      '  g(t)',
      'else if ((v instanceof string) or (v instanceof string))',
      '  t = v',
      '  h(t)',
    ]);
  });

  it('ends a path where the program ends', () => {
    expect(bodyOf('os.Exit(1)\ng()', 'import "os"')).toEqual(['import:os#Exit(1)', 'throw', 'g()']);
    expect(bodyOf('panic(x)')).toEqual(['throw x']);
  });

  it('returns named results', () => {
    expect(print('package a\nfunc f() (n int, s string) {\n\treturn\n}\n')).toContain('return [n, s]');
  });
});

describe('types', () => {
  it('makes classes of structs, with the embedded ones as bases and a constructor for literals', () => {
    const text = print(
      'package a\nimport "database/sql"\ntype Base struct{ db *sql.DB }\ntype T struct {\n\t*Base\n\tName string\n}\nfunc (t *T) get() string { return t.Name }\nvar t = &T{Name: "x"}\n',
    );
    expect(text).toContain('class #1 a.T(Base) types=[a.Base, a.T.methods]');
    expect(text).toContain('db: database/sql.DB');
    expect(text).toContain('t = new T(Name="x")');
    expect(text).toMatch(/get\(t: a\.T: a\.T\) this=first/);
  });

  it('tells which interfaces of the file a type satisfies', () => {
    const text = print('package a\ntype I interface{ m() }\ntype T int\nfunc (t T) m() {}\n');
    expect(text).toContain('class #1 a.T() types=[a.I, a.T.methods]');
  });

  it('reads literals of maps, slices and structures of other packages', () => {
    const before = 'import "net/http"';
    expect(bodyOf('c := &http.Cookie{Name: x}', before)).toEqual(['c = new import:net/http#Cookie(Name=x)']);
    expect(bodyOf('a := map[string][]string{"k": {x}}')).toEqual(['a = {["k"]: [x]}']);
    expect(bodyOf('a := []byte(x)\nb := string(a)')).toEqual(['a = (string)x', 'b = (string)a']);
  });
});
