// An engine over a tiny invented library, for tests of the mechanisms: `input()` is untrusted, `run(x)` is dangerous (SQL),
// `page(x)` too (HTML), `escape(x)` makes safe for HTML only. Never imported by the product.
import { createEngine, type Engine } from '../engine.ts';
import type { CallFact, LibraryFacts } from '../facts/library-fact.ts';
import type { EngineResult } from '../finding.ts';
import { lineIndexOf } from '../parsing/line-index.ts';
import type { Rule } from '../rule.ts';
import { loadGrammarFromNodeModules, loadRuntimeFromNodeModules } from './load-grammar.ts';

const rule = (id: string, rest: Partial<Rule>): Rule => ({
  id,
  message: '{source} reaches {sink}.',
  severity: 'high',
  category: 'security',
  cwe: ['CWE-89'],
  languages: [],
  confidence: 0.9,
  ...rest,
});

export const SMALL_RULES: readonly Rule[] = [
  rule('sql', { flow: { from: ['user-input', 'parameter'], to: ['sql'] } }),
  rule('html', { flow: { from: ['user-input'], to: ['html'] } }),
  rule('redirect', { flow: { from: ['user-input'], to: ['redirect'] } }),
  rule('composed', { dynamic: { to: ['sql'], composed: true }, yieldsTo: ['sql'], confidence: 0.4 }),
  rule('weak', { uses: [{ use: 'hash', where: { algorithm: { matches: '^md5$' } } }] }),
  rule('prototype', { flow: { from: ['user-input'], to: ['prototype'] } }),
  rule('reflection', { flow: { from: ['user-input'], to: ['reflection'] } }),
  rule('property', { uses: [{ use: 'property-write', where: { key: { tainted: ['user-input'] } } }] }),
  rule('address', { uses: [{ use: 'address-text', where: { host: { tainted: ['user-input'] } } }] }),
  rule('text', { languages: ['javascript'], uses: [{ use: 'markup-text' }], yieldsTo: ['html'] }),
  rule('markup', {
    languages: ['javascript'],
    uses: [{ use: 'markup', where: { value: { dynamicFor: 'html' } } }],
    yieldsTo: ['html'],
  }),
  rule('option', { uses: [{ use: 'option', where: { enabled: { is: [false] } } }] }),
  rule('fields', { flow: { from: ['user-input'], to: ['mass-assignment'] } }),
  rule('cookie', { uses: [{ use: 'cookie', where: { cookie: { key: { secure: { absent: true } } } } }] }),
];

const CALLS: Readonly<Record<string, CallFact>> = {
  input: { returns: { source: 'user-input', says: 'a query parameter' } },
  run: { sinks: { sql: 0 } },
  page: { sinks: { html: 0 } },
  go: { sinks: { redirect: 0 } },
  parseAddress: { returns: { from: [0] } },
  escape: { returns: { from: [0], safeFor: ['html'] } },
  number: { returns: { from: [0], type: 'number' } },
  hash: { uses: { hash: { algorithm: 0 } } },
  send: { uses: { cookie: { cookie: 0 } } },
  show: { uses: { markup: { value: 0 } } },
  fixed: { returns: { clean: true } },
  assign: {
    cases: [{ when: [{ argument: 0, empty: true }] }, { sinks: { 'mass-assignment': 'rest:1' } }],
  },
  isSafe: { guard: { on: 0, safeFor: ['all'] }, returns: { type: 'boolean' } },
  each: {
    callbacks: [{ argument: 1, with: [{ element: { of: 0, key: '*' } }] }],
    returns: { resultOf: 1, list: true },
  },
};

const MEMBERS: Readonly<Record<string, CallFact>> = {
  'string.replace': { returns: { compute: 'string.replace' } },
  'string.upper': { returns: { compute: 'string.toUpperCase' } },
  'string.charAt': { returns: { compute: 'string.charAt' } },
  'string.equals': { returns: { compute: 'string.equals' } },
  'string.length': { returns: { compute: 'string.length' } },
  'Box.put': { effects: [{ do: 'put', key: 0, value: 1 }] },
  'Box.get': { returns: { element: { of: 'receiver', key: 0 } } },
  'Box.add': { effects: [{ do: 'append', value: 0 }] },
  'Box.removeAt': { effects: [{ do: 'remove-at', index: 0 }] },
  'Box.load': { effects: [{ do: 'load-properties', path: 0 }] },
  'Box.setSecure': { effects: [{ do: 'set', key: 'secure', value: 0 }] },
  'Bus.on': { effects: [{ do: 'add', key: 0, value: 1 }] },
  'Bus.emit': { callbacks: [{ argument: 'receiver', key: 0, with: [{ same: 1 }] }] },
  'string.match': { returns: { compute: 'regex.match' } },
  relative: { returns: { from: [0] }, tellsOf: 0 },
  'list.append': { effects: [{ do: 'append', value: 0 }] },
  'list.push': { effects: [{ do: 'append', value: 0 }] },
  'Text.append': { effects: [{ do: 'concat', value: 0 }], returns: { same: 'receiver' } },
  'Text.toString': { returns: { same: 'receiver', type: 'string' } },
};

/** In Java, where there are no bare functions, all of them are static members of `Api`. */
function factsOf(language: string): LibraryFacts {
  const prefix = language === 'java' ? 'Api.' : '';
  const calls = Object.fromEntries(Object.entries(CALLS).map(([name, fact]) => [`${prefix}${name}`, fact]));
  return {
    library: 'small',
    language,
    types: { Box: { construct: {} }, Bus: { construct: {} }, Text: { construct: {} }, Request: {}, Stream: {} },
    values: {
      'Request.query': { source: 'user-input' },
      place: { source: 'user-input' },
      stream: { type: 'Stream' },
      'Stream.[]': { source: 'user-input' },
    },
    writes: { 'record.verify': { uses: { option: { enabled: 0 } } }, 'store.[]': { sinks: { sql: [0, 1] } } },
    calls: { ...calls, ...MEMBERS },
    handlers: [
      { parameters: ['req', 'res'], with: [{ type: 'Request' }, {}] },
      { name: 'serve', parameters: ['*'], with: [{ type: 'Request' }] },
    ],
    parameters: { $input: { source: 'user-input' } },
    handedAround: { current: { source: 'user-input' } },
    methods: { runQuery: { sinks: { sql: 0 } } },
    annotations: {
      route: {
        parameter: { source: 'user-input' },
        resultSinks: ['html'],
        fixes: { reads: ['place'], unless: '<' },
      },
    },
  };
}

const LANGUAGES = ['java', 'javascript', 'python'] as const;
export type SmallLanguage = (typeof LANGUAGES)[number] | 'typescript';

const EXTENSIONS = { java: 'java', javascript: 'js', typescript: 'ts', python: 'py' } as const;

export async function smallEngine(): Promise<Engine> {
  const engine = await createEngine({
    loadGrammar: loadGrammarFromNodeModules,
    loadRuntime: loadRuntimeFromNodeModules,
    rules: SMALL_RULES,
    facts: LANGUAGES.map(factsOf),
  });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
  return engine;
}

export interface ContextFile {
  readonly path: string;
  readonly code: string;
}

export function analyze(
  engine: Engine,
  language: SmallLanguage,
  code: string,
  files: readonly ContextFile[] = [],
): EngineResult {
  return engine.analyze({ code, language, path: `src/main.${EXTENSIONS[language]}`, files });
}

/** `line rule` for each finding in the file itself, sorted; those of lower confidence carry a `?`. */
export function found(engine: Engine, language: SmallLanguage, code: string, files?: readonly ContextFile[]): string[] {
  const lines = lineIndexOf(code);
  const result = analyze(engine, language, code, files);
  const own = result.findings.filter((finding) => finding.range.path.startsWith('src/main.'));
  return own.map(({ range, ruleId, confidence }) => {
    return `${lines.positionAt(range.start).line} ${ruleId}${confidence < 0.8 ? '?' : ''}`;
  });
}

/** What `found` should give: lines end in a comment `! rule` (or `! rule?`). */
export function expected(code: string): string[] {
  return code.split('\n').flatMap((line, index) => {
    const mark = /(?:#|\/\/) !\s*(.+)$/.exec(line);
    return mark === null ? [] : mark[1].split(' ').map((id) => `${index + 1} ${id}`);
  });
}

/** A Java class around method bodies, on as many lines as the body has. */
export const inJava = (body: string): string => `class Main { void main() { ${body}\n} }`;
