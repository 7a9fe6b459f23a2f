// What the fast reader is tried on whenever a grammar is loaded. Each sample has what private layouts are about: aliases,
// fields of hidden nodes, leaves in and out of line, an error, a missing token, comments, text beyond ASCII.
import type { Language, Parser } from 'web-tree-sitter';
import { type GrammarLayout, readInBulk, readLayout } from './bulk-reader.ts';
import { type NodeTable, readWithCursor } from './cursor-reader.ts';
import type { Grammar } from './syntax-tree.ts';
import type { WasmMemory } from './wasm-runtime.ts';

const SCRIPT = `// über 😀
import { a as b } from 'm';
class K { static #x = 1; get y() { return this.#x ?? 0; } }
const f = async ({ p, ...q }, [r = 2]) => { for (const s of q) await s?.t\`u\${p}v\`; };
if (f) { g(/re[/]x/gu, -r ** 2) } else label: while (true) break label;
h(]; const missing = (1`;

const TYPED = `${SCRIPT};
abstract class G<T extends object> implements I { constructor(private readonly v?: T) { super(); } }
type U = { readonly [k in keyof T]?: T[k] } | 'lit' | typeof f; export declare function w(x: number): asserts x is 1;
`;

const JSX = '\nconst view = <A.B c="d" {...e}>text {f /* g */} <></></A.B>;';

/** Grammar name → sample. */
export const SELF_CHECK_SAMPLES: Readonly<Record<string, string>> = {
  python: `# über 😀
from .a import (b as c, d)
@e(f=1)
async def g(h, /, *i, j: int = 2, **k) -> None:
    """doc"""
    with l as m, n: return [o async for p in q if not r]
    match s:
        case T(u=1) | [v, *_] if w: x = f"{y!r:>{z}} \\n" 'a'
        case {"k": None}: pass
if a := b <c is not d: print(lambda *e: e, -1 ** 2)
class F(G, metaclass=H): x: int; y, *z = 1, 2
def (broken]:
`,
  java: `// über 😀
package a.b; import static c.D.*;
@E(f = 1) public sealed class G<T extends H & I> extends J<T[]> permits K {
  private final int[] l = {1, 2}; static { m(); }
  <U> G(int n, String... o) throws P { this(n); Q r = s -> t::u; }
  /** doc */ int v() { return switch (w) { case 1, 2 -> x ? y : z; default -> { yield (int) a[0]++; } }; }
  void b() { for (var c : d) try (E f = g) { if (h instanceof I(var j) && !k) continue; } catch (L | M n) { } }
  String o = """
    text\\n"""; record R(int p) {} enum S { A, B { } ; int q = 1 +; }
  void broken( { int x = (1;
}
`,
  javascript: SCRIPT + JSX,
  typescript: `const cast = <any>x;\n${TYPED}`,
  tsx: TYPED + JSX,
  go: `// über 😀
package a
import ( b "c/d"; . "e"; _ \`f\` )
const ( g = iota; h )
type I[T any, U ~int | string] struct { *J \`json:"k"\`; l, m map[string][]chan<- int; n func(...o.P) (q int, err error) }
type R interface { S(t int) error; ~int | U }
func (v *I[T]) w(x, y int, z ...string) (a int, err error) {
\tdefer func() { if r := recover(); r != nil { err = fmt.Errorf("%v\\n", r) } }()
outer: for i, c := range []byte("d") { switch e := f.(type) { case int, *g.H: continue outer; default: goto outer } }
\tselect { case j, ok := <-k: l <- m &^ 0x1F; default: return n[1:2:3], nil }
\tswitch o := 'p'; { case o < 1: fallthrough; case 2.5e3 > 1i: }
\tq := &I[int]{r: {1}, "s": !t}; u++; v.w[x], y = y, z.(*A)
\treturn B[int](c...), func(d int) {}
}
func broken( { var e = (1
`,
};

/** Whether two readers agree in every number. */
export function sameNodes(one: NodeTable, other: NodeTable): boolean {
  if (one.count !== other.count || one.errorCount !== other.errorCount) return false;
  if (one.nodes.length !== other.nodes.length) return false;
  return one.nodes.every((value, index) => value === other.nodes[index]);
}

/** The layout for the fast reader, if that reads the grammar's sample exactly as the cursor does. */
export function checkedLayout(
  memory: WasmMemory,
  language: Language,
  grammar: Grammar,
  parser: Parser,
): GrammarLayout | undefined {
  const tree = parser.parse(SELF_CHECK_SAMPLES[grammar.name] ?? '');
  if (!tree) return undefined;
  try {
    const layout = readLayout(memory, language, grammar);
    const fast = layout && readInBulk(memory, tree, layout);
    return fast && sameNodes(fast, readWithCursor(tree, grammar)) ? layout : undefined;
  } catch {
    // Sizes that make no sense: the memory is laid out differently.
    return undefined;
  } finally {
    tree.delete();
  }
}
