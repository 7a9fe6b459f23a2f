import { beforeAll, describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../ir.ts';
import { printProgram } from '../../ir-printer.ts';
import type { SourceParser } from '../../parsing/index.ts';
import { parserForTests } from '../../testing/load-grammar.ts';
import { typescriptFrontEnd } from './index.ts';

let parser: SourceParser;
beforeAll(async () => {
  parser = await parserForTests('typescript', 'tsx');
});

const lower = (source: string) => typescriptFrontEnd.lower(parser.parse(source, 'typescript'), 'example.ts');

function ir(source: string): string {
  return printProgram(lower(source))
    .replace(/^function #0 <main>\(\) this=none\n/m, '')
    .replace(/^ {2}/gm, '')
    .trim();
}

const functionNamed = (source: string, name: string): FunctionDefinition | undefined =>
  lower(source).functions.find((definition) => definition.name === name);

describe('types', () => {
  const typeOf = (type: string): string | null | undefined =>
    functionNamed(
      `import express, { Request as Req } from 'express'; import * as pg from 'pg'; import type { Mine } from './mine';
       interface Own extends Req<string> { user: string } type Alias = Own | undefined; type Word = 'a' | 'b';
       function f<T>(x: ${type}) {}`,
      'f',
    )?.parameters[0]?.type;

  it.each([
    ['string', 'string'],
    ['any', null],
    ['bigint | null', 'number'],
    ['Req', 'express.Request'],
    ['express.Response<string>', 'express.Response'],
    ['pg.Pool[]', 'pg.Pool[]'],
    ['readonly string[]', 'string[]'],
    ['Array<Req>', 'express.Request[]'],
    ['Promise<Req>', 'express.Request'],
    ['Req & { user: string }', 'express.Request'],
    ['Own', 'express.Request'],
    ['Alias', 'express.Request'],
    ['Word', 'string'],
    ['Mine', './mine.Mine'],
    ['T', null],
    ['string | number', null],
    ['`a${string}`', 'string'],
    ['() => void', null],
    ['HTMLElement', 'HTMLElement'],
  ])('%s', (written, expected) => expect(typeOf(written)).toBe(expected));
});

describe('expressions', () => {
  it.each([
    ['a!.b', 'global:a.b'],
    ['(a as unknown as Db).b', '(Db)global:a.b'],
    ['<Db>a', '(Db)global:a'],
    ['a as string', 'global:a'],
    ['a satisfies B', 'global:a'],
    ['f<string>(a)', 'global:f(global:a)'],
  ])('%s', (source, expected) => expect(ir(`v(${source})`)).toBe(`global:v(${expected})`));
});

describe('declarations', () => {
  it('makes records of enums and namespaces', () => {
    const source = "enum E { A, B = 5, C, D = 'd' } namespace N.M { export const a = 1; const b = 2; }";
    expect(ir(source)).toBe(
      ['E = {"A": 0, "B": 5, "C": 6, "D": "d"}', 'a = 1', 'b = 2', 'N = {"M": {"a": a}}'].join('\n'),
    );
  });

  it('leaves out what has no value', () => {
    const source = `declare const a: string; declare module 'm' { export const b: number }
      type A = B; interface C { d: string } function e(): void; abstract class F { abstract g(): void; h?: string }`;
    expect(ir(source)).toBe('F = class #0\nclass #0 F() types=[]\nh: string');
  });

  it('names decorators by what they were imported as', () => {
    const source = `import { Controller, Get, Query } from '@nestjs/common';
      @Controller('a') export class A { @Get('b') b(@Query('c') c: string) {} }`;
    const method = functionNamed(source, 'b');
    expect(lower(source).classes[0].annotations.map(({ name }) => name)).toEqual(['@nestjs/common.Controller']);
    expect(method?.annotations.map(({ name }) => name)).toEqual(['@nestjs/common.Get']);
    expect(method?.parameters[0].annotations.map(({ name }) => name)).toEqual(['@nestjs/common.Query']);
  });

  it('assigns parameter properties and ignores a parameter named this', () => {
    const source = 'class A { constructor(private readonly a: B, c: D) { c() } m(this: A, e?: string, ...f: G[]) {} }';
    expect(ir(source)).toMatchInlineSnapshot(`
      "A = class #0
      function #1 constructor(a: B: B, c: D: D) this=this
      this.a = a
      c()
      function #2 m(e: string: string, *f: G[]: G[]) this=this
      class #0 A() types=[]
      method #1 constructor
      method #2 m"
    `);
  });
});

describe('exports', () => {
  const exported = (source: string): string[] =>
    [...printProgram(lower(source)).matchAll(/^ *export (.*)$/gm)].map(([, line]) => line);

  it('lists those of ES modules', () => {
    const source = `export const a = 1, { b } = c; export function d() {} export default class E {} export type F = G;
      import h from 'h'; export { a as i, h }; export { j as k } from './l'; export * from './m'; export * as n from './o';`;
    expect(exported(source)).toMatchInlineSnapshot(`
      [
        "a = a",
        "b = b",
        "d = d",
        "default = E",
        "i = a",
        "h = import:h",
        "k = import:./l#j",
        "* = import:./m",
        "n = import:./o",
      ]
    `);
  });

  it('lists those of CommonJS modules', () => {
    expect(exported('exports.a = 1; module.exports.b = 2')).toMatchInlineSnapshot(`
      [
        "a = module.exports.a",
        "b = module.exports.b",
      ]
    `);
    expect(exported('module.exports = { c, d() {}, e: 1 }; module.exports.f = 3')).toMatchInlineSnapshot(`
      [
        "default = module.exports",
        "c = module.exports.c",
        "d = module.exports.d",
        "e = module.exports.e",
        "f = module.exports.f",
      ]
    `);
    expect(exported('export = g')).toMatchInlineSnapshot(`
      [
        "default = module.exports",
      ]
    `);
  });

  it('takes the default export of an expression from a hidden variable', () => {
    expect(ir('export default { a: 1 }')).toMatchInlineSnapshot(`
      "export default = {"a": 1}
      export default = export default"
    `);
  });
});
