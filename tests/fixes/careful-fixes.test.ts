// Fixes as they are written, to the letter.
import { describe, expect, it } from 'vitest';
import { brought, engine } from './brought.ts';

describe('placeholders with names', () => {
  it('are those of SQLAlchemy', () => {
    const code = `from flask import request
import sqlalchemy

def find(connection):
    name = request.args["name"]
    return connection.execute("SELECT * FROM users WHERE name = '" + name + "'")
`;
    const text = brought('sql-injection', 'python', code);
    expect(text).toContain(':name');
    expect(text).toContain('{"name": name}');
    expect(text).not.toContain('*');
  });

  it('are those of an engine, whichever driver the file speaks of', () => {
    const code = `def add(name):
    engine = create_engine("postgresql://shop@localhost/shop")
    engine.execute("INSERT INTO person (name) VALUES ('" + name + "')")
    other = create_engine("sqlite:///shop.db")
`;
    const text = brought('composed-sql', 'python', code);
    expect(text).toContain(':name');
    expect(text).not.toContain('?');
  });

  it('are those of lxml', () => {
    const code = `from flask import request
from lxml import etree

tree = etree.parse("users.xml")

def find():
    name = request.args["name"]
    return tree.xpath("//user[@name='" + name + "']")
`;
    const text = brought('xpath-injection', 'python', code);
    expect(text).toContain('$name');
    expect(text).toContain('name=name');
    expect(text).not.toContain('*');
  });

  it('are those of elementpath', () => {
    const code = `from flask import request
import elementpath

def find(root):
    name = request.args["name"]
    return elementpath.select(root, "//user[@name='" + name + "']")
`;
    const text = brought('xpath-injection', 'python', code);
    expect(text).toContain('$name');
    expect(text).toContain('variables={"name": name}');
    expect(text).not.toContain('*');
  });
});

describe('a fix that is right', () => {
  it('switches escaping on for templates that are seen, and for no others', () => {
    const seen = `import jinja2

environment = jinja2.Environment(autoescape=False)
page = environment.from_string("<p>{{ name }}</p>")
`;
    expect(brought('disabled-escaping', 'python', seen)).toBe('Tru');
    const elsewhere = seen.replace('autoescape', 'loader=jinja2.FileSystemLoader("pages"), autoescape');
    expect(brought('disabled-escaping', 'python', elsewhere)).toBe('');
  });

  it('sets an argument on a line of its own where the others stand so', () => {
    const code = (rest: string) => `from flask import make_response

def show():
    response = make_response("x")
    response.set_cookie(
        "session",
        "1",
        secure=True,
        ${rest}
    return response
`;
    const line = /,\n {8}samesite=/;
    expect(brought('cookie-without-samesite', 'python', code('httponly=True)'))).toMatch(line);
    expect(brought('cookie-without-samesite', 'python', code('httponly=True\n    )'))).toMatch(line);
    const packed = code('httponly=True)').replaceAll('\n        ', ' ');
    expect(brought('cookie-without-samesite', 'python', packed)).toMatch(/^, samesite=/);
  });

  it('refuses large bodies in a handler', () => {
    const code =
      'package a\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc handle(w http.ResponseWriter, r *http.Request) {\n\tbody, _ := io.ReadAll(r.Body)\n\tw.Write(body[:1])\n}\n';
    expect(brought('unlimited-request-body', 'go', code) ?? '').toMatch(
      /^(?:|http\.MaxBytesReader\(w, r\.Body, 1<<20\))$/,
    );
  });
});

describe('a fix of one place', () => {
  it.each([
    [
      'keeps one lock for one field',
      'shared-lock-object',
      'java',
      'class A {\n  private final String state = "a";\n\n  void a() {\n    synchronized (this.state) {\n      work();\n    }\n  }\n}\n',
      'private final Object lock = new Object();\n   ~ lock',
    ],
    [
      'reads the only secret',
      'hard-coded-secret',
      'javascript',
      "const jwt = require('jsonwebtoken');\n\nfunction sign(id) {\n  return jwt.sign({ sub: 'user', id }, 'f83kd92jfk2', { algorithm: 'HS256' });\n}\n",
      'process.env.JWT_SECRET',
    ],
    [
      'says that the name of an entry protects nothing',
      'weak-hash',
      'python',
      'import hashlib\n\n\ndef page_key(text):\n    return hashlib.md5(text).hexdigest()\n',
      ', usedforsecurity=False',
    ],
    [
      'looks whether there is a field',
      'internals-exposed',
      'java',
      'public class A {\n  private byte[] salt;\n\n  public byte[] getSalt() {\n    return salt;\n  }\n\n  void a() {\n    final byte[] salt = new byte[8];\n    use(salt);\n  }\n}\n',
      'null',
    ],
    [
      'writes quotes that any Python reads',
      'command-injection',
      'python',
      'import subprocess\nfrom flask import request\n\n\ndef a():\n    subprocess.run(["sh", "-c", "ping --host=" + request.args["host"]])\n',
      `f'--host={request.args["host"]}'`,
    ],
  ] as const)('%s', (_, rule, language, code, text) => {
    expect(brought(rule, language, code)).toContain(text);
  });
});

it('a fixed format keeps the values that Node prints behind it', () => {
  const code = `const express = require('express');
const app = express();
app.get('/', (req, res) => {
  console.log(req.query.text, res);
});
`;
  expect(brought('format-string', 'javascript', code)).toBe("'%s', ");
});

it('values of a format that are not counted are no words of a command', () => {
  const code = (given: string): string =>
    `import subprocess\nfrom flask import request\n\n\ndef a():\n    host = request.args["host"]\n    subprocess.run(["sh", "-c", "ping {}".format(${given})])\n`;
  expect(brought('command-injection', 'python', code('host'))).toContain('"ping", str(host)');
  expect(brought('command-injection', 'python', code('*host'))).not.toContain('"ping"');
});

describe('a place that is right', () => {
  it('guards the key of an object, and no counter', () => {
    const code = `function put(target, path, value) {
  const keys = path.split('.');
  for (let i = 0; i < keys.length - 1; i++) {
    target = target[keys[i]];
  }
  target[keys[keys.length - 1]] = value;
}
module.exports = put;
`;
    expect(brought('unguarded-property-path', 'javascript', code) ?? '').not.toMatch(/\bi === '__proto__'/);
  });

  it('closes what was opened after the error has been looked at', () => {
    const body = (check: string): string =>
      `package a\n\nimport (\n\t"database/sql"\n)\n\nfunc read(db *sql.DB) error {\n\trows, failure := db.Query("SELECT 1")\n${check}\tfor rows.Next() {\n\t}\n\treturn nil\n}\n`;
    const checked = body('\tif failure != nil {\n\t\treturn failure\n\t}\n');
    expect(brought('resource-leak', 'go', checked) ?? 'defer rows.Close()').toContain('defer rows.Close()');
    expect(brought('resource-leak', 'go', body('\tprintln(failure)\n')) ?? '').toBe('');
  });

  it('leaves a builder alone that only makes empty documents', () => {
    const code = `import javax.xml.parsers.DocumentBuilderFactory;

class Empty {
    org.w3c.dom.Document make() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().newDocument();
    }
}
`;
    expect(brought('xml-external-entity', 'java', code) ?? '').toBe('');
  });

  it('puts an import where the others of its kind are', () => {
    const code = `from __future__ import annotations

import os
import sys
from hashlib import sha1

import requests


def name_of(event):
    digest = sha1(event).hexdigest()
    return digest[:12]


print(os.name, sys.path, requests)
`;
    expect(brought('weak-hash', 'python', code)).toBe('sha256 ~ 256');
    const page = `import os
import sys

from flask import Flask, request

app = Flask(__name__)


@app.route("/")
def hello():
    return "<p>" + request.args["name"] + "</p>" + os.name + sys.platform
`;
    const { findings, fixes } = engine.analyze({
      code: page,
      language: 'python',
      path: 'a.py',
      files: [],
      suggest: true,
    });
    const edits = fixes[findings.findIndex(({ ruleId }) => ruleId === 'cross-site-scripting')]?.[0]?.edits ?? [];
    expect(edits[0]).toEqual({ start: 0, end: 0, text: 'import html\n' });
  });

  it('writes what is left out as a part of the text', () => {
    const code = `function connect(password) {
  console.log(\`connecting with \${password}\`);
}
connect(process.env.PASSWORD);
`;
    expect(brought('sensitive-data-in-log', 'javascript', code) ?? '[redacted]').toBe('[redacted]');
  });
});

describe('an assignment that nothing reads', () => {
  const tried = (line: string): string =>
    `def check(text):\n    try:\n        ${line}\n    except ValueError:\n        return False\n    return True\n`;

  it.each([
    [
      'stays where it takes something from a stream',
      'def skip(stream):\n    size = read_uint(stream)\n    return stream\n',
      'read_uint',
    ],
    [
      'keeps what an entry of a table does',
      'def run(tasks):\n    done = tasks["clean"]()\n    return tasks\n',
      'tasks["clean"]()',
    ],
    ['keeps the conversion that a try is there for', tried('number = int(text)'), 'int(text)'],
  ])('%s', (_, code, kept) => {
    const { findings, fixes } = engine.analyze({ code, language: 'python', path: 'a.py', files: [], suggest: true });
    const at = findings.findIndex(({ ruleId }) => ruleId === 'dead-store');
    const [fix] = fixes[at] ?? [];
    if (fix === undefined) return;
    let text = code;
    for (const edit of fix.edits.toReversed()) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    expect(text).toContain(kept);
  });
});

describe('a switch is turned where one stands, and nothing else becomes one', () => {
  const route = (parse: string) =>
    `const express = require('express');\nconst libxml = require('libxmljs');\nconst xml2json = require('xml2json');\nconst app = express();\napp.post('/', (req, res) => {\n  res.json(${parse});\n});\n`;

  it('a switch', () => {
    // Of `true` the last letter stays.
    const code = route('libxml.parseXmlString(req.body, { noent: true })');
    expect(brought('xml-external-entity', 'javascript', code)).toBe('fals');
  });

  it('a call', () => {
    const code = route('xml2json.toJson(req.body, { object: true })');
    expect(brought('xml-external-entity', 'javascript', code)).toBe('');
  });
});
