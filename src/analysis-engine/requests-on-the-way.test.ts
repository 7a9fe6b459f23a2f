import { describe, expect, it } from 'vitest';
import {
  goesOut,
  isBehindPath,
  isErrorOfBody,
  isOfPages,
  isOneSegment,
  isOnlyCompiled,
  isPlainInGo,
  isPutIntoQuery,
  isUndecoded,
  namesHost,
  speaksSql,
  tellsOfNew,
} from './requests-on-the-way.ts';
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

it('no link chooses the host that is asked, and behind the question mark there is no path', () => {
  expect(namesHost('request.getServerName()')).toBe(true);
  expect(namesHost('request.getParameter("a")')).toBe(false);
  expect(isBehindPath('request.getQueryString()')).toBe(true);
});

it('an answer that tells of something new is not followed', () => {
  expect(tellsOfNew('res.status(201).header("location", a)')).toBe(true);
  expect(tellsOfNew('res.redirect(a)')).toBe(false);
});

it('a query is filled where the beginning of the address is written in the code', () => {
  expect(isPutIntoQuery(['const to = new URL("/end", here); to.searchParams.set("a", b);'])).toBe(true);
  expect(isPutIntoQuery(['const to = new URL(a); to.searchParams.set("a", b);'])).toBe(false);
});

it('a pattern that is only read is not searched with', () => {
  expect(isOnlyCompiled('re.compile(a)', 're.compile(a)')).toBe(true);
  expect(isOnlyCompiled('re.compile(a)', 'b = re.compile(a)')).toBe(false);
});

it('what begins with words is no page for Go, unless something calls it one', () => {
  const answers = program('package a', 'go', 'a.go');
  expect(isPlainInGo(answers, 'w.Write([]byte(fmt.Sprintf("got %s", a)))', [])).toBe(true);
  expect(isPlainInGo(answers, 'fmt.Fprintf(w, "<b>%s", a)', [])).toBe(false);
  expect(isPlainInGo(answers, 'fmt.Fprintf(w, "got %s", a)', ['h.Set("Content-Type", "text/html")'])).toBe(false);
});

it('a file speaks SQL where anything in it does', () => {
  expect(speaksSql(program('db.query("SELECT 1 FROM a")', 'javascript', 'a.js'))).toBe(true);
  expect(speaksSql(program('helpers.query(handle)', 'javascript', 'a.js'))).toBe(false);
});
