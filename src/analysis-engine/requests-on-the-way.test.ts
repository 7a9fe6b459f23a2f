import { describe, expect, it } from 'vitest';
import { goesOut, isErrorOfBody, isOfPages, isOneSegment, isUndecoded } from './requests-on-the-way.ts';
import { smallEngine } from './testing/small-world.ts';

const engine = await smallEngine();
const program = (code: string, language: string, path: string) => ({ ...engine.lower(code, language), path });

describe('the address in a page', () => {
  it('is as the browser sent it', () => {
    expect(isUndecoded('req.url', () => ['res.end(req.url)'])).toBe(true);
    expect(isUndecoded('request.getRequestURI()', () => [])).toBe(true);
  });

  it('is decoded by what takes it apart', () => {
    expect(isUndecoded('req.url', () => ['const asked = new URLSearchParams(req.url)'])).toBe(false);
  });
});

describe('a part of a route', () => {
  const label = 'part of the address';
  it('holds no slash, unless the route says so', () => {
    expect(isOneSegment(program('@get("/a/{name}")\ndef f(name): pass\n', 'python', 'a.py'), label, 'name: str')).toBe(
      true,
    );
    expect(isOneSegment(program('@get("/a/{name:path}")\ndef f(name): pass\n', 'python', 'a.py'), label, 'name')).toBe(
      false,
    );
    expect(isOneSegment(program('@route("/<path:name>")\ndef f(name): pass\n', 'python', 'a.py'), label, 'name')).toBe(
      false,
    );
  });

  it('is none of what else is asked', () => {
    expect(isOneSegment(program('@get("/a")\ndef f(name): pass\n', 'python', 'a.py'), label, 'name')).toBe(false);
  });
});

describe('a body that is answered', () => {
  it('with an error about it comes from no page of somebody else', () => {
    const code = 'function f(req, res) { res.status(400).send(`no ${req.body.a}`); }';
    expect(isErrorOfBody(program(code, 'javascript', 'a.js'), 'req.body', code)).toBe(true);
    expect(isErrorOfBody(program(code, 'javascript', 'a.js'), 'req.query', code)).toBe(false);
  });

  it('may come from a form where forms are read', () => {
    const code = 'app.use(express.urlencoded()); res.status(400).send(req.body.a);';
    expect(isErrorOfBody(program(code, 'javascript', 'a.js'), 'req.body', code)).toBe(false);
  });
});

describe('a request', () => {
  it('goes out where the file answers none', () => {
    expect(goesOut(program('package a\nfunc f(req *http.Request) {}\n', 'go', 'a.go'), 'req.URL', [])).toBe(true);
    const answers = 'package a\nfunc f(w http.ResponseWriter, req *http.Request) {}\n';
    expect(goesOut(program(answers, 'go', 'a.go'), 'req.URL', [])).toBe(false);
  });

  it('goes out where the code makes it', () => {
    const typed = program('', 'typescript', 'a.ts');
    expect(goesOut(typed, 'request.url', ['const request = new Request(input);'])).toBe(true);
    expect(goesOut(typed, 'request.url', ['const other = new Request(input);'])).toBe(false);
  });
});

it('a file that draws pages runs in a browser, unless it serves them, too', () => {
  expect(isOfPages(program('import { useState } from "react";', 'javascript', 'a.js'))).toBe(true);
  expect(isOfPages(program('import { useState } from "react"; createServer();', 'javascript', 'a.js'))).toBe(false);
  expect(isOfPages(program('import express from "express";', 'javascript', 'a.js'))).toBe(false);
});
