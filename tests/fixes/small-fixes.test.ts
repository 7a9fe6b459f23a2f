// Short fixes to the letter: what each brings into a line, and lines that must get none.
import { describe, expect, it } from 'vitest';
import { engine } from './brought.ts';

type Language = 'python' | 'javascript' | 'go' | 'java';
const ENDINGS = { python: 'py', javascript: 'js', go: 'go', java: 'java' } as const;

/** The code with the first fix of the first finding of the rule; null where it has none. */
function mended(rule: string, language: Language, code: string): string | null {
  const path = `a.${ENDINGS[language]}`;
  const { findings, fixes } = engine.analyze({ code, language, path, files: [], suggest: true });
  const at = findings.findIndex(({ ruleId }) => ruleId === rule);
  expect(at, `${rule} finds nothing in\n${code}`).toBeGreaterThanOrEqual(0);
  const [fix] = fixes[at] ?? [];
  if (fix === undefined) return null;
  const edits = [...fix.edits].sort((a, b) => b.start - a.start);
  return edits.reduce((text, { start, end, text: added }) => text.slice(0, start) + added + text.slice(end), code);
}

const EXPRESS = "const express = require('express');\nconst app = express();\n";
const CASES: readonly (readonly [string, Language, string, string])[] = [
  [
    'left-breakpoint',
    'javascript',
    'function a(x) {\n  debugger;\n  return x;\n}\n',
    'function a(x) {\n  return x;\n}',
  ],
  [
    'left-breakpoint',
    'python',
    'import pdb\n\n\ndef a(x):\n    pdb.set_trace()\n    return x\n',
    'def a(x):\n    return x',
  ],
  [
    'opener-access',
    'javascript',
    "window.open('https://docs.partner.io/a');\n",
    "'https://docs.partner.io/a', '_blank', 'noopener')",
  ],
  [
    'opener-access',
    'javascript',
    "window.open('https://docs.partner.io/a', 'help', 'width=4');\n",
    "'noopener,width=4')",
  ],
  [
    'hex-without-leading-zero',
    'java',
    'class A {\n  String a(byte[] d) {\n    StringBuilder t = new StringBuilder();\n    for (byte b : d) {\n      t.append(Integer.toHexString(b & 0xFF));\n    }\n    return t.toString();\n  }\n}\n',
    't.append(String.format("%02x", b & 0xFF));',
  ],
  ['technology-disclosed', 'javascript', `${EXPRESS}app.enable('x-powered-by');\n`, "app.disable('x-powered-by');"],
  [
    'hidden-files-served',
    'javascript',
    `${EXPRESS}app.use(express.static('public', { dotfiles: 'allow' }));\n`,
    "dotfiles: 'ignore'",
  ],
  [
    'schema-shown',
    'javascript',
    "const { ApolloServer } = require('@apollo/server');\nconst server = new ApolloServer({ typeDefs, resolvers, introspection: true });\n",
    'introspection: false',
  ],
  [
    'wildcard-in-command',
    'javascript',
    "const { exec } = require('child_process');\n\nexec('/bin/chown app:app *');\n",
    'app:app ./*',
  ],
  [
    'expired-token-accepted',
    'python',
    'import jwt\n\n\ndef holder(token, key):\n    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_exp": False})\n',
    '"verify_exp": True',
  ],
  [
    'expired-token-accepted',
    'javascript',
    "const jwt = require('jsonwebtoken');\nfunction holder(token, key) {\n  return jwt.verify(token, key, { algorithms: ['RS256'], ignoreExpiration: true });\n}\n",
    'ignoreExpiration: false',
  ],
  [
    'context-never-cancelled',
    'go',
    'package a\n\nimport (\n\t"context"\n\t"time"\n)\n\nfunc Fetch(ctx context.Context, ask func(context.Context) error) error {\n\tlimited, _ := context.WithTimeout(ctx, time.Second)\n\treturn ask(limited)\n}\n',
    'limited, cancel := context.WithTimeout(ctx, time.Second)\n\tdefer cancel()\n',
  ],
  [
    'certificate-check-not-asked-for',
    'python',
    'import smtplib\n\n\ndef deliver(host, text):\n    with smtplib.SMTP_SSL(host) as server:\n        server.sendmail("a@acme-shop.com", "b@acme-shop.com", text)\n',
    'smtplib.SMTP_SSL(host, context=ssl.create_default_context())',
  ],
  [
    'printed-stack-trace',
    'java',
    'import org.slf4j.Logger;\nimport org.slf4j.LoggerFactory;\n\nclass A {\n  private static final Logger LOG = LoggerFactory.getLogger(A.class);\n\n  void a(Runnable step) {\n    try {\n      step.run();\n    } catch (RuntimeException problem) {\n      problem.printStackTrace();\n    }\n  }\n}\n',
    'LOG.error("Unexpected error", problem);',
  ],
  [
    'header-injection',
    'java',
    'import javax.servlet.http.*;\n\nclass A {\n  void a(HttpServletRequest request, HttpServletResponse response) {\n    String author = request.getParameter("author");\n    response.setHeader("X-Author", author);\n  }\n}\n',
    'Objects.toString(author, "").replaceAll("[\\\\r\\\\n]", "")',
  ],
  [
    'argument-injection',
    'javascript',
    `const { spawn } = require('child_process');\n${EXPRESS}app.get('/a', (req, res) => {\n  spawn('git', ['clone', req.query.from, 'copy']);\n});\n`,
    "['clone', '--', req.query.from, 'copy']",
  ],
  [
    'empty-password',
    'javascript',
    "const mysql = require('mysql2');\nconst pool = mysql.createPool({ host: 'orders.internal', user: 'shop', password: '' });\n",
    'password: process.env.DB_PASSWORD',
  ],
  [
    'template-injection',
    'python',
    'from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.route("/hello")\ndef hello():\n    return render_template_string("<h1>Hello " + request.args["name"] + "</h1>")\n',
    'render_template_string("<h1>Hello {{ name }}</h1>", name=request.args["name"])',
  ],
  [
    'open-redirect',
    'python',
    'from django.shortcuts import redirect\n\n\ndef leave(request):\n    target = request.GET.get("next", "/")\n    return redirect(target)\n',
    'redirect(target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else "/")',
  ],
];

describe('short fixes', () => {
  it.each(CASES)('mends %s in %s', (rule, language, code, expected) => {
    expect(mended(rule, language, code)).toContain(expected);
  });

  it('keeps a context that is given back', () => {
    const code =
      'package a\n\nimport "context"\n\nfunc Begin(ctx context.Context) context.Context {\n\tlimited, _ := context.WithCancel(ctx)\n\treturn limited\n}\n';
    expect(mended('context-never-cancelled', 'go', code)).toBeNull();
  });

  it('keeps a window that somebody takes', () => {
    expect(
      mended('opener-access', 'javascript', "const help = window.open('https://docs.partner.io/a');\nhelp.focus();\n"),
    ).toBeNull();
  });
});
