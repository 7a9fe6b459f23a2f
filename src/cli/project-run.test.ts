// Whole projects: flow through three files in each language, and runs that analyse again only what an edit concerns.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUnsupported, type RunReport, runAnalyses } from './analysis-run.ts';
import { NO_RESULT_CACHE, openResultCache, type ResultCache } from './result-cache.ts';
import { findSourceFiles } from './source-files.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-project-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'project', path)), { recursive: true });
    writeFileSync(join(root, 'project', path), text);
  }
}

async function run(cache: ResultCache = NO_RESULT_CACHE): Promise<RunReport> {
  const skipped = new Map();
  const folder = join(root, 'project');
  const options = {
    language: null,
    enabledRules: null,
    disabledRules: [],
    minimumSeverity: 'info',
    minimumConfidence: 0.3,
    today: '2026-01-01',
    threads: 0,
    timeoutMs: 10_000,
    memoryMb: 512,
  } as const;
  return runAnalyses(findSourceFiles(['.'], folder, skipped), options, { skipped, onProgress: () => undefined, cache });
}

/** `file:line rule ← files of the trace` */
function issuesOf(report: RunReport): string[] {
  return report.files.flatMap(({ path, issues }) =>
    issues.map(({ rule_id, location, trace }) => {
      const files = [...new Set(trace.map((step) => step.location.path))];
      expect(location.path).toBe(path);
      return `${path}:${location.start.line} ${rule_id} ← ${files.join(' ')}`;
    }),
  );
}

const PYTHON = {
  'shop/__init__.py': '',
  'shop/web.py':
    'from flask import Flask, request\nfrom shop.orders import find\n\napp = Flask(__name__)\n\n\n@app.route("/orders")\ndef orders():\n    return {"rows": find(request.args["customer"])}\n',
  'shop/orders.py': 'from .store import rows_of\n\n\ndef find(customer):\n    return rows_of(customer.strip())\n',
  'shop/store.py':
    'import sqlite3\n\n\ndef rows_of(customer):\n    connection = sqlite3.connect("shop.db")\n    return connection.execute("SELECT * FROM orders WHERE customer = \'" + customer + "\'").fetchall()\n',
};

const PROJECTS: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
  Python: [PYTHON, 'shop/store.py:6 sql-injection ← shop/web.py shop/orders.py shop/store.py'],
  JavaScript: [
    {
      'app.js':
        "const express = require('express');\nconst orders = require('./lib');\nconst app = express();\napp.get('/orders', (req, res) => {\n  orders.find(req.query.customer).then((rows) => res.json(rows));\n});\n",
      'lib/index.js': "const { rowsOf } = require('./store');\nexports.find = (customer) => rowsOf(customer.trim());\n",
      'lib/store.js':
        'const { Pool } = require(\'pg\');\nconst pool = new Pool();\nexports.rowsOf = (customer) => pool.query("SELECT * FROM orders WHERE customer = \'" + customer + "\'");\n',
    },
    'lib/store.js:3 sql-injection ← app.js lib/index.js lib/store.js',
  ],
  TypeScript: [
    {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"] } } }',
      'src/app.ts':
        "import express from 'express';\nimport { find } from '@lib/orders';\nconst app = express();\napp.get('/orders', (req, res) => {\n  res.json(find(String(req.query.customer)));\n});\n",
      'src/lib/orders.ts':
        "import { Store } from './store.js';\nconst store = new Store();\nexport const find = (customer: string) => store.rowsOf(customer.trim());\n",
      'src/lib/store.ts':
        "import { Pool } from 'pg';\nexport class Store {\n  private readonly pool = new Pool();\n  rowsOf(customer: string) {\n    return this.pool.query(`SELECT * FROM orders WHERE customer = '${customer}'`);\n  }\n}\n",
    },
    'src/lib/store.ts:5 sql-injection ← src/app.ts src/lib/orders.ts src/lib/store.ts',
  ],
  Java: [
    {
      'web/src/main/java/shop/web/OrderController.java':
        'package shop.web;\n\nimport org.springframework.web.bind.annotation.*;\nimport shop.orders.OrderService;\n\n@RestController\nclass OrderController {\n  private final OrderService service = new OrderService();\n\n  @GetMapping("/orders")\n  Object orders(@RequestParam String customer) throws Exception {\n    return service.find(customer);\n  }\n}\n',
      'core/src/main/java/shop/orders/OrderService.java':
        'package shop.orders;\n\npublic class OrderService {\n  private final OrderStore store = new OrderStore();\n\n  public Object find(String customer) throws Exception {\n    return store.rowsOf(customer.trim());\n  }\n}\n',
      'core/src/main/java/shop/orders/OrderStore.java':
        'package shop.orders;\n\nimport java.sql.*;\n\nclass OrderStore {\n  private Connection connection;\n\n  ResultSet rowsOf(String customer) throws SQLException {\n    Statement statement = connection.createStatement();\n    return statement.executeQuery("SELECT * FROM orders WHERE customer = \'" + customer + "\'");\n  }\n}\n',
    },
    'core/src/main/java/shop/orders/OrderStore.java:10 sql-injection ← web/src/main/java/shop/web/OrderController.java core/src/main/java/shop/orders/OrderService.java core/src/main/java/shop/orders/OrderStore.java',
  ],
  Go: [
    {
      'go.mod': 'module example.com/shop\n\ngo 1.22\n',
      'main.go':
        'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/shop/internal/orders"\n)\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\torders.Find(r.FormValue("customer"))\n}\n\nfunc main() {\n\thttp.HandleFunc("/orders", show)\n}\n',
      'internal/orders/find.go':
        'package orders\n\nimport "strings"\n\nfunc Find(customer string) {\n\trowsOf(strings.TrimSpace(customer))\n}\n',
      'internal/orders/store.go':
        'package orders\n\nimport "database/sql"\n\nvar db *sql.DB\n\nfunc rowsOf(customer string) {\n\tdb.Query("SELECT * FROM orders WHERE customer = \'" + customer + "\'")\n}\n',
    },
    'internal/orders/store.go:8 sql-injection ← main.go internal/orders/find.go internal/orders/store.go',
  ],
};

describe('flow through three files', () => {
  it.each(Object.entries(PROJECTS))(
    '%s: one finding, where it lies, from where it begins',
    async (_, [files, issue]) => {
      write(files);
      expect(issuesOf(await run()).filter((each) => each.includes('sql-injection'))).toEqual([issue]);
    },
  );

  it('obeys a comment in the file that the finding lies in', async () => {
    write({
      ...PYTHON,
      'shop/store.py': PYTHON['shop/store.py'].replace(
        '    return',
        '    # assay-ignore sql-injection: tested\n    return',
      ),
    });
    const report = await run();
    expect(issuesOf(report).filter((each) => each.includes('sql-injection'))).toEqual([]);
    expect(report.files.map(({ suppressedCount }) => suppressedCount)).toEqual([0, 0, 1, 0]);
  });
});

describe('runs after the first', () => {
  const analysed = (report: RunReport): number =>
    report.files.filter((file) => !isUnsupported(file)).length - report.reused;

  it('count no file that nothing analyses among those that stayed as they were', async () => {
    write({ 'shop/mail.py': 'import smtplib\n', 'readme.md': '# Shop\n\nSells things to people who want them.\n' });
    const cache = () => openResultCache(join(root, 'cache'), 2 ** 20);
    expect((await run(cache())).reused).toBe(0);
    const again = await run(cache());
    expect([again.files.length, again.reused]).toEqual([2, 1]);
  });

  it('analyses nothing again, then only an edited file and those that depend on it', async () => {
    write({ ...PYTHON, 'shop/mail.py': 'import smtplib\n', 'shop/jobs.py': 'from .mail import smtplib\n' });
    const cache = () => openResultCache(join(root, 'cache'), 2 ** 20);
    const first = await run(cache());
    const second = await run(cache());
    // An empty file is in no language.
    expect([analysed(first), analysed(second)]).toEqual([5, 0]);
    expect(issuesOf(second)).toEqual(issuesOf(first));

    write({
      'shop/orders.py': 'from .store import rows_of\n\n\ndef find(customer):\n    return rows_of(int(customer))\n',
    });
    const edited = await run(cache());
    expect(analysed(edited)).toBe(2);
    expect(issuesOf(edited)).toEqual(issuesOf(await run()));
    expect(issuesOf(edited).filter((each) => each.includes('sql-injection'))).toEqual([
      expect.stringContaining('shop/store.py:6 sql-injection ← shop/store.py'),
    ]);

    write({ 'shop/store.py': 'def rows_of(customer):\n    return []\n' });
    const fixed = await run(cache());
    expect(analysed(fixed)).toBe(3);
    expect(issuesOf(fixed)).toEqual([]);
  });

  it('notices a file that now answers an import', async () => {
    const { 'shop/store.py': store, ...others } = PYTHON;
    write(others);
    const cache = () => openResultCache(join(root, 'cache'), 2 ** 20);
    expect(issuesOf(await run(cache()))).toEqual([]);
    write({ 'shop/store.py': store });
    expect(issuesOf(await run(cache()))).toEqual(issuesOf(await run()));
  });

  it('finds the same with and without a cache, and with one that is damaged', async () => {
    for (const [files] of Object.values(PROJECTS)) write(files);
    const directory = join(root, 'cache');
    const without = issuesOf(await run());
    expect(without.length).toBeGreaterThanOrEqual(5);
    expect(issuesOf(await run(openResultCache(directory, 2 ** 20)))).toEqual(without);
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) writeFileSync(join(entry.parentPath, entry.name), 'abc\n{"outcome":');
    }
    const damaged = await run(openResultCache(directory, 2 ** 20));
    expect(damaged.reused).toBe(0);
    expect(issuesOf(damaged)).toEqual(without);
  });
});
