import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { Issue } from './finding.ts';
import { type SarifAnswer, toSarif } from './sarif.ts';

const at = (path: string, line: number) => ({ path, start: { line, column: 3 }, end: { line, column: 9 } });

const issue: Issue = {
  id: '0190b5b5-0000-7000-8000-000000000000',
  fingerprint: 'abc123',
  within: 'find',
  rule_id: 'sql-injection',
  message: 'User input reaches SQL.',
  severity: 'critical',
  category: 'security',
  confidence: 0.876,
  cwe: ['CWE-89'],
  location: at('src/a b#1.py', 12),
  trace: [
    { location: at('src/a b#1.py', 4), message: 'is user input' },
    { location: at('/abs/lib.py', 7), message: 'passes through' },
  ],
  suggestions: [
    {
      id: 's1',
      description: 'Use a parameter',
      edits: [
        { location: at('src/a b#1.py', 12), text: '?' },
        { location: at('src/other.py', 1), text: 'x' },
      ],
      verified: true,
      source: 'rule',
    },
  ],
  state: 'new',
  help_url: '/rules/sql-injection',
};

const answer = (issues: readonly Issue[], rest: Partial<SarifAnswer> = {}): SarifAnswer => ({
  issues,
  model: { version: '1.2.3' },
  notices: [],
  ...rest,
});

/** What the schema of SARIF 2.1.0 asks of the parts that we write; no other keys there. */
const closed = (properties: Record<string, TSchema>) => Type.Object(properties, { additionalProperties: false });
const positive = Type.Integer({ minimum: 1 });
const message = closed({ text: Type.String({ minLength: 1 }), markdown: Type.Optional(Type.String()) });
const region = closed({ startLine: positive, startColumn: positive, endLine: positive, endColumn: positive });
const artifactLocation = closed({
  uri: Type.String({ pattern: "^[A-Za-z0-9%/:._~!$&'()*+,;=@-]+$" }),
  index: Type.Optional(Type.Integer({ minimum: 0 })),
});
const location = closed({
  physicalLocation: closed({ artifactLocation, region }),
  logicalLocations: Type.Optional(Type.Array(closed({ fullyQualifiedName: Type.String(), kind: Type.String() }))),
  message: Type.Optional(message),
});
const level = Type.Enum(['none', 'note', 'warning', 'error']);
const properties = Type.Object({});
const SARIF = closed({
  $schema: Type.String({ pattern: '^https://' }),
  version: Type.Literal('2.1.0'),
  runs: Type.Array(
    closed({
      tool: closed({
        driver: closed({
          name: Type.String(),
          version: Type.String(),
          rules: Type.Array(
            closed({
              id: Type.String(),
              name: Type.String(),
              shortDescription: message,
              help: Type.Optional(message),
              helpUri: Type.Optional(Type.String({ pattern: '^https?://' })),
              defaultConfiguration: closed({ level }),
              properties,
            }),
            { uniqueItems: true },
          ),
        }),
      }),
      columnKind: Type.Literal('utf16CodeUnits'),
      artifacts: Type.Array(closed({ location: artifactLocation, sourceLanguage: Type.Optional(Type.String()) }), {
        uniqueItems: true,
      }),
      invocations: Type.Array(
        closed({
          executionSuccessful: Type.Boolean(),
          toolExecutionNotifications: Type.Array(
            closed({
              level,
              message,
              descriptor: closed({ id: Type.String() }),
              locations: Type.Optional(Type.Array(closed({ physicalLocation: closed({ artifactLocation }) }))),
            }),
          ),
        }),
      ),
      results: Type.Array(
        closed({
          ruleId: Type.String(),
          ruleIndex: Type.Integer({ minimum: 0 }),
          level,
          message,
          locations: Type.Array(location, { minItems: 1 }),
          codeFlows: Type.Optional(
            Type.Array(
              closed({
                threadFlows: Type.Array(closed({ locations: Type.Array(closed({ location }), { minItems: 1 }) }), {
                  minItems: 1,
                }),
              }),
            ),
          ),
          fixes: Type.Optional(
            Type.Array(
              closed({
                description: message,
                artifactChanges: Type.Array(
                  closed({
                    artifactLocation,
                    replacements: Type.Array(
                      closed({ deletedRegion: region, insertedContent: closed({ text: Type.String() }) }),
                      { minItems: 1 },
                    ),
                  }),
                  { minItems: 1 },
                ),
              }),
            ),
          ),
          partialFingerprints: Type.Record(Type.String(), Type.String()),
          suppressions: Type.Optional(
            Type.Array(
              closed({ kind: Type.Enum(['inSource', 'external']), justification: Type.Optional(Type.String()) }),
            ),
          ),
          rank: Type.Number({ minimum: 0, maximum: 100 }),
          properties,
        }),
      ),
    }),
  ),
});

const errors = (log: unknown) => [...Value.Errors(SARIF, log)];

describe('toSarif', () => {
  it('keeps to the schema, with everything and with nothing', () => {
    const suppressed: Issue = { ...issue, state: 'suppressed', suppression_reason: 'Dismissed: test code', trace: [] };
    const notices = [{ code: 'syntax_errors', message: 'Three lines were not understood.' }];
    const full = answer([issue, suppressed], { path: 'src/a b#1.py', language: { id: 'python' }, notices });
    expect(errors(toSarif([full], { ruleHelp: () => '# SQL injection\n\nText.' }))).toEqual([]);
    expect(errors(toSarif([]))).toEqual([]);
    expect(errors(toSarif([answer([])]))).toEqual([]);
    expect(errors({ ...toSarif([]), version: '2.0.0' })).not.toEqual([]);
  });

  it('writes place, flow, fix, fingerprint and rank of a finding', () => {
    const run = toSarif([answer([issue])]).runs[0];
    const result = run?.results[0];
    expect(result?.level).toBe('error');
    expect(result?.rank).toBe(87.6);
    expect(result?.partialFingerprints).toEqual({ 'assay/v1': 'abc123' });
    expect(result?.locations[0]?.logicalLocations).toEqual([{ fullyQualifiedName: 'find', kind: 'function' }]);
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/a%20b%231.py', index: 0 },
      region: { startLine: 12, startColumn: 3, endLine: 12, endColumn: 9 },
    });
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map((step) => step.location.message?.text)).toEqual(['is user input', 'passes through']);
    expect(steps[1]?.location.physicalLocation.artifactLocation.uri).toBe('file:///abs/lib.py');
    const changes = result?.fixes?.[0]?.artifactChanges.map((change) => change.artifactLocation.uri);
    expect(changes).toEqual(['src/a%20b%231.py', 'src/other.py']);
    expect(run?.artifacts.map((artifact) => artifact.location.uri)).toEqual([
      'src/a%20b%231.py',
      'file:///abs/lib.py',
      'src/other.py',
    ]);
  });

  it('describes each rule once, in the order that the results point to', () => {
    const other: Issue = { ...issue, rule_id: 'code-injection', severity: 'medium', cwe: ['CWE-94'] };
    const run = toSarif([answer([issue, other]), answer([issue])], { ruleHelp: (id) => `# About ${id}\n` }).runs[0];
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map((rule) => rule.id)).toEqual(['code-injection', 'sql-injection']);
    expect(run?.results.map((result) => rules[result.ruleIndex]?.id)).toEqual([
      'sql-injection',
      'code-injection',
      'sql-injection',
    ]);
    expect(rules[1]?.shortDescription.text).toBe('About sql-injection.');
    expect(rules[1]?.helpUri).toBe('https://cwe.mitre.org/data/definitions/89.html');
    expect(rules[1]?.properties).toEqual({ tags: ['security', 'external/cwe/cwe-089'], 'security-severity': '9.5' });
  });

  it('links the help of the server that answers', () => {
    const run = toSarif([answer([issue])], { baseUrl: 'https://assay.example' }).runs[0];
    expect(run?.tool.driver.rules[0]?.helpUri).toBe('https://assay.example/rules/sql-injection');
  });

  it.each([
    ['Suppressed in the code: checked', 'inSource'],
    ['Dismissed: no reason given', 'external'],
  ])('says of %j that the suppression is %s', (reason, kind) => {
    const suppressed: Issue = { ...issue, state: 'suppressed', suppression_reason: reason };
    expect(toSarif([answer([suppressed])]).runs[0]?.results[0]?.suppressions).toEqual([
      { kind, justification: reason },
    ]);
  });
});
