import { beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../ir.ts';
import { type GrammarName, kindOf, type SourceParser } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { javascriptFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('javascript', 'typescript', 'tsx');
});

const lower = (source: string, grammar: GrammarName = 'javascript'): Program =>
  javascriptFrontEnd.lower(parser.parse(source, grammar), 'example');

/** A source with every construct that the grammars share. */
const EVERYTHING = `#!/usr/bin/env node
import a, { b as c } from 'm'; import * as d from 'n'; import e from './e.json' with { type: 'json' };
export { c as f }; export * from 'o'; export * as g from 'p'; export default function () {}
@h class A extends B { @i j = 1; static #k; static { l() } get m() { return 1 } static async *[n]() { yield* o } 'p'() {} 3() {} }
const q = class R {}, [s, , t = 1, ...u] = v, { w, x: y, z = 2, ['aa']: bb, ...cc } = dd;
let ee; var ff; (function gg() {}); (function* hh() {}); function* ii(jj, { kk }, [ll], mm = 1, ...nn) {}
const oo = { pp, qq: 1, 'rr': 2, 3: 4, [ss]: 5, ...tt, uu() {}, get vv() { return 1 }, set vv(ww) {}, async *xx() {} };
if (a) b(); else if (c) d(); else e();
lbl: for (let i = 0, j; i < 1; i++, j--) continue lbl; for (;;) break; for (const k in o) ; for await (const l of p) ;
while (1) { debugger; } do ; while (0); switch (a) { case 1: break; default: } with (a) b;
try { throw new Error() } catch (e) {} finally {}
async () => { await a; for await (x of y) ; }; x => x; (x, y) => ({ x });
a?.b?.[c]?.(d); a.#e; #f in g; new.target; import.meta; super.h; this; null; undefined; true; false; 0x1f; 1n; /re/g; \`t\${u}\\n\`; tag\`v\`;
-a; +a; !a; ~a; typeof a; void a; delete a.b; a++; --a; a = b; a += b; a ??= b; [a, b] = [b, a]; ({ a } = b); a, b; a ? b : c; a ** b; (a); f(...g); import('h'); yield;
<!-- html comment
// comment
`;

const JSX = 'const e = <A.B a="b&amp;c" {...d} f={g} h><>i</> {j} {...k} <l:m/> &lt; <n o=<p/>/></A.B>;';

const TYPES = `
import q = require('q'); import r = A.B; export = s; export as namespace T; import type { U } from 'u';
declare const a: string; declare module 'b' {} declare global {} namespace C.D { export const e = 1 } module F {}
enum G { H, I = 1, 'J' = 'k' } type L<M extends N = O> = M extends infer P ? P : never;
interface Q<R> extends S, T<U> { (v: W): X; new (y: Z): A; [key: string]: B; c(d: E): F; readonly g?: H; get i(): J }
type K = { [l in keyof M]?: N[l] } & O | typeof P | [q: R, s?: T, ...u: V[]] | \`w\${X}\` | unique symbol | readonly y[] | this | (new () => Z) | (() => void) | asserts;
abstract class A<B> extends C<D> implements E, F { private readonly g: H = 1; declare i: J; static k?: L; m!: N; [key: string]: O; constructor(private p: Q, public readonly r?: S) { super() } abstract t(): U; v(): void; override w(this: X, y?: Z, ...a: B[]): c is D { return e! } accessor f = 1 }
function g(h: I): asserts h is J; function k<L>(m: L, n = <O>p): asserts m { return q as R satisfies S }
const t = u<V>; let w: X | undefined, y: A.B<C>[] = z; x?.<T>(); for (const a of b as C[]) ; export type { D } from 'd'; export import E = F.G; export abstract class H {}
@I() class J { @K() l; @M('n') o(@P() q: R) {} } try {} catch (e: unknown) {} type S = -1 | true | null | undefined; let v: import('w').X;
`;

describe('coverage of the grammars', () => {
  it.each([
    ['javascript', EVERYTHING + JSX],
    ['typescript', EVERYTHING + TYPES],
    ['tsx', EVERYTHING + JSX + TYPES.replace('<O>p', 'p')],
  ] as const)('%s: kinds that still lower to unknown', (grammar, source) => {
    const program = lower(source, grammar);
    const { kinds, named } = program.tree.grammar;
    const kindCount = new Set(kinds.filter((kind, id) => named[id] === 1 && kind !== '')).size;
    const seen = new Set<string>();
    for (let node = 0; node < program.tree.count; node++) seen.add(kindOf(program.tree, node));
    const covered = kinds.filter((kind, id) => named[id] === 1 && seen.has(kind));
    // The rest are the grammar's supertypes and a handful of types.
    expect(new Set(covered).size / kindCount).toBeGreaterThan(0.85);
    const unknown = [...program.unknownKinds.keys()].filter((kind) => kind !== 'ERROR');
    console.info(`${grammar}: ${unknown.length} of ${kindCount} named kinds lower to unknown: ${unknown.join(' ')}`);
    expect(unknown.length / kindCount).toBeLessThan(0.02);
  });
});

describe('broken code', () => {
  it('lowers what stands around and inside of errors', () => {
    const program = lower('const a = source(; sink(a);\nfunction f() { if (b { g(a) } }\nclass { m() { h(');
    const calls = JSON.stringify({ ...program, tree: null });
    expect(program.tree.errorCount).toBeGreaterThan(0);
    expect(calls).toContain('"name":"sink"');
    expect(calls).toContain('"name":"g"');
  });

  it.each([
    '',
    ';',
    '((((',
    '}}}}',
    'class',
    'import',
    'const {',
    'a ? b',
    '`${',
    '<a',
    'x = => y',
    'function (',
    'new',
    '@',
  ])('survives %j', (source) => {
    for (const grammar of ['javascript', 'typescript', 'tsx'] as const) expect(lower(source, grammar).main.id).toBe(0);
  });

  it('survives every prefix of a file with everything in it', () => {
    const source = EVERYTHING + JSX;
    for (let end = 0; end < source.length; end += 37) lower(source.slice(0, end), 'tsx');
  });
});

describe('deep and long code', () => {
  const times = (text: string, count: number): string => text.repeat(count);
  it.each([
    ['brackets', `${times('[', 20_000)}x${times(']', 20_000)}`],
    ['parentheses', `${times('(', 20_000)}x${times(')', 20_000)}`],
    ['objects', `x=${times('{a:', 20_000)}1${times('}', 20_000)}`],
    ['blocks', `${times('{', 20_000)}${times('}', 20_000)}`],
    ['calls in calls', `${times('f(', 20_000)}${times(')', 20_000)}`],
    ['functions', `${times('function f(){', 3_000)}${times('}', 3_000)}`],
    ['classes', `${times('class A{m(){', 2_000)}${times('}}', 2_000)}`],
    ['patterns', `let ${times('[', 3_000)}x${times(']', 3_000)}=y`],
    ['templates', `${times('`${', 3_000)}x${times('}`', 3_000)}`],
    ['elements', `${times('<a>', 3_000)}${times('</a>', 3_000)}`],
    ['arrows', `${times('x=>', 5_000)}x`],
    ['unclosed', times('[{(', 5_000)],
  ])('%s nest without end', (_, source) => expect(lower(source).main.body.length).toBeLessThanOrEqual(2));

  it.each([
    ['sums', `x${times('+a', 20_000)}`, 'operands'],
    ['member calls', `a${times('.b()', 10_000)}`, 'callee'],
    ['else-if', `if(a);${times('else if(b)c;', 5_000)}`, 'arms'],
    ['conditionals', `${times('a?b:', 10_000)}c`, 'otherwise'],
  ])('%s are lowered whole', (_, source) => expect(lower(source).unknownKinds.size).toBe(0));
});
