// Flow between the Go files of a request: files of one package, and imported packages.
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import type { Rule } from '../rule.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from '../testing/load-grammar.ts';

const SQL: Rule = {
  id: 'sql-injection',
  message: '',
  severity: 'high',
  category: 'security',
  cwe: [],
  languages: [],
  confidence: 1,
  flow: { from: ['user-input'], to: ['sql'] },
};

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: [SQL],
  });
  await engine.prepare('go');
});

function linesWithFindings(path: string, code: string, files: Readonly<Record<string, string>>): number[] {
  const context = Object.entries(files).map(([name, text]) => ({ path: name, code: text }));
  const { findings } = engine.analyze({ code, language: 'go', path, files: context });
  return findings.map(({ range }) => code.slice(0, range.start).split('\n').length);
}

describe('Go packages', () => {
  it('finds functions and variables of other files of the package', () => {
    const code =
      'package a\nimport "net/http"\nfunc f(r *http.Request) {\n\tdb.Query(where(r))\n\tdb.Query(fixed(r))\n}\n';
    const store = 'package a\nimport "database/sql"\nvar db *sql.DB\n';
    const helpers =
      'package a\nimport "net/http"\nfunc where(r *http.Request) string { return "x" + r.FormValue("q") }\nfunc fixed(r *http.Request) string { return "x" }\n';
    expect(linesWithFindings('a/f.go', code, { 'a/db.go': store, 'a/where.go': helpers })).toEqual([4]);
    expect(linesWithFindings('a/f.go', code, { 'b/db.go': store, 'b/where.go': helpers })).toEqual([]);
  });

  it('joins a type with the methods that another file adds', () => {
    const code =
      'package a\nimport "net/http"\nfunc (s *Server) find(r *http.Request) {\n\ts.db.Query(s.text(r))\n\ts.db.Query(s.plain(r))\n}\n';
    const server =
      'package a\nimport (\n\t"database/sql"\n\t"net/http"\n)\ntype Server struct{ db *sql.DB }\nfunc (s *Server) text(r *http.Request) string { return r.FormValue("q") }\nfunc (s *Server) plain(r *http.Request) string { return "a" }\n';
    expect(linesWithFindings('a/find.go', code, { 'a/server.go': server })).toEqual([4]);
  });

  it('finds imported packages by the end of their path', () => {
    const code =
      'package a\nimport (\n\t"net/http"\n\t"example.com/shop/internal/store"\n)\nfunc f(r *http.Request) {\n\ts := store.New()\n\ts.DB.Query(store.Clean(r.FormValue("q")))\n\ts.DB.Query(store.Quoted(r.FormValue("q")))\n\ts.Run(r.FormValue("q"))\n}\nfunc g(s *store.Store, r *http.Request) {\n\ts.DB.Query(r.FormValue("q"))\n}\n';
    const store =
      'package store\nimport (\n\t"database/sql"\n\t"strconv"\n)\ntype Store struct{ DB *sql.DB }\nfunc New() *Store { return &Store{} }\nfunc Clean(s string) string {\n\tn, _ := strconv.Atoi(s)\n\treturn strconv.Itoa(n)\n}\nfunc Quoted(s string) string { return "\'" + s + "\'" }\nfunc (s *Store) Run(q string) { s.DB.Query("SELECT 1") }\n';
    expect(linesWithFindings('cmd/a.go', code, { 'internal/store/store.go': store })).toEqual([9, 13]);
  });
});
