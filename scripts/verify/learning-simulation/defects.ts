// The files that simulated teams judge, one textbook defect each, and what the engine says of them: as simulate.mjs has them.
import { featuresOfIdentified } from '../../../src/application-server/ranking/issue-features.ts';
import type { ModelService, RankingFeatures } from '../../../src/model-service/index.ts';
import type { SeededRandom } from '../seeded-random.ts';

interface Kind {
  readonly cwe: readonly string[];
  readonly language: 'python' | 'javascript';
  /** the file with a function of this name; `n` tells its variables from those of others */
  readonly code: (name: string, n: number) => string;
}

export const PLACES = ['src/api', 'src/core', 'tests/unit', 'examples/basic', 'scripts', 'vendor/lib', 'migrations'];
export const WORDS = ['invoice', 'legacy', 'admin', 'demo', 'report', 'sync', 'internal', 'public'];
const VERBS = ['load', 'show', 'send', 'make'];

const python = (cwe: readonly string[], head: string, ...body: readonly string[]): Kind => ({
  cwe,
  language: 'python',
  code: (name, n) => {
    const lines = [`key_${n} = request.args.get("k${n}")`, ...body.map((line) => line.replaceAll('KEY', `key_${n}`))];
    return `${head}\n\n\ndef ${name}(request):\n${lines.map((line) => `    ${line}\n`).join('')}`;
  },
});

const javascript = (cwe: readonly string[], head: string, body: string): Kind => ({
  cwe,
  language: 'javascript',
  code: (name, n) =>
    [
      'const express = require("express");',
      head,
      'const app = express();',
      '',
      `app.get("/${name}", function ${name}(req, res) {`,
      `  const key${n} = req.query.k${n};`,
      `  ${body.replaceAll('KEY', `key${n}`)}`,
      '});',
      '',
    ].join('\n'),
});

export const KINDS: readonly Kind[] = [
  python(
    ['CWE-89'],
    'import sqlite3',
    'db = sqlite3.connect("a.db")',
    'return db.execute("select * from t where k = \'" + KEY + "\'").fetchall()',
  ),
  python(['CWE-78', 'CWE-77'], 'import os', 'return os.system("ls " + KEY)'),
  python(['CWE-22', 'CWE-23'], 'import os', 'return open(os.path.join("/srv/data", KEY)).read()'),
  python(['CWE-328', 'CWE-327', 'CWE-916'], 'import hashlib', 'return hashlib.md5(KEY.encode()).hexdigest()'),
  python(['CWE-94', 'CWE-95'], '', 'return eval(KEY)'),
  python(['CWE-502'], 'import pickle\nimport base64', 'return pickle.loads(base64.b64decode(KEY))'),
  javascript(
    ['CWE-89', 'CWE-943'],
    'const { Pool } = require("pg");\nconst pool = new Pool();',
    'pool.query("select * from t where k = \'" + KEY + "\'").then((r) => res.json(r.rows));',
  ),
  javascript(
    ['CWE-78', 'CWE-77'],
    'const { exec } = require("child_process");',
    'exec("ls " + KEY, (e, out) => res.type("text").send(String(out.length)));',
  ),
  javascript(['CWE-79', 'CWE-80'], '', 'res.send("<h1>" + KEY + "</h1>");'),
  javascript(['CWE-601'], '', 'res.redirect(KEY);'),
  javascript(
    ['CWE-22', 'CWE-23'],
    'const fs = require("fs");',
    'fs.readFile("/srv/data/" + KEY, (e, d) => res.type("text").send(String(d.length)));',
  ),
  javascript(['CWE-94', 'CWE-95'], '', 'res.json({ value: Number(eval(KEY)) });'),
];

/** By number: what opinions and reference learners go by. */
export interface Defect {
  readonly kind: number;
  readonly place: number;
  readonly word: number;
  readonly verb: number;
  readonly serial: number;
}

export function defectOf(random: SeededRandom, serial: number): Defect {
  return {
    kind: random.below(KINDS.length),
    place: random.below(PLACES.length),
    word: random.below(WORDS.length),
    verb: random.below(VERBS.length),
    serial,
  };
}

/** What the product learns from, or null where the engine finds nothing. */
export type FeaturesOfDefect = (defect: Defect) => Promise<RankingFeatures | null>;

/**
 * The engine sees each kind in each place once: its finding is the same for every name, apart from the name itself
 * (the test of this file says so).
 */
export function createFeaturesOf(service: ModelService): FeaturesOfDefect {
  const findings = new Map<string, ReturnType<typeof findingOf>>();
  return async (defect) => {
    const key = `${defect.kind} ${defect.place}`;
    const known = findings.get(key) ?? findingOf(service, defect);
    findings.set(key, known);
    const finding = await known;
    if (finding === null) return null;
    const { name, path, language } = fileOf(defect);
    const here = <Item extends Located>(item: Item): Item => ({ ...item, location: { ...item.location, path } });
    const own = { ...here(finding), within: name, trace: finding.trace.map(here) };
    return featuresOfIdentified(own, { language, repository: 'simulated' }, (kind, text) => `${kind} ${text}`);
  };
}

interface Located {
  readonly location: { readonly path: string };
}

export async function findingOf(service: ModelService, defect: Defect) {
  const { path, code, language, cwe } = fileOf(defect);
  const job = { code, declaredLanguage: language, path, files: [], enabledRules: null, disabledRules: [] };
  const { issues } = await service.analyze(job);
  return issues.find((issue) => issue.cwe.some((one) => cwe.includes(one))) ?? null;
}

function fileOf({ kind, place, word, verb, serial }: Defect) {
  const { language, code, cwe } = KINDS[kind] ?? KINDS[0] ?? { language: 'python', code: () => '', cwe: [] };
  const name = `${WORDS[word]}_${VERBS[verb]}_${serial}`;
  const path = `${PLACES[place]}/${name}.${language === 'python' ? 'py' : 'js'}`;
  return { name, path, code: code(name, serial), language, cwe };
}
