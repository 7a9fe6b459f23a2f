import { describe, expect, it } from 'vitest';
import type { IdentifiedIssue } from '../model-service.ts';
import { redactSecrets, withoutSecrets } from './secret-redaction.ts';

// Put together here, so that scanners of this repository find no secrets in it.
const made = (...parts: string[]) => parts.join('');

const place = { path: 'app.py', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

function issueSaying(message: string): IdentifiedIssue {
  return {
    ruleId: 'sql-injection',
    message,
    severity: 'high',
    category: 'security',
    confidence: 0.9,
    cwe: ['CWE-89'],
    location: place,
    trace: [{ location: place, message: `step: ${message}` }],
    fingerprint: 'ab'.repeat(16),
    within: 'login',
    suggestions: [
      { id: '1', description: 'x', edits: [{ location: place, text: message }], verified: true, source: 'rule' },
    ],
    suppressedBy: `because ${message}`,
    helpUrl: '/rules/sql-injection',
  };
}

const about = (message: string, ...sources: string[]) =>
  withoutSecrets({ issues: [issueSaying(message)], suppressions: [], explanations: [], notices: [] }, () => sources);

describe('what is said about code', () => {
  it.each([
    ['password = "Hunter2!horse"', 'python'],
    ["const apiKey = 'Hunter2!horse';", 'javascript'],
    ['String dbPassword = "Hunter2!horse";', 'java'],
    ['password := "Hunter2!horse"', 'go'],
    ['{"client_secret": "Hunter2!horse"}', 'json'],
    ['login(user, password="Hunter2!horse")', 'python'],
    ['if (token === "Hunter2!horse") {', 'javascript'],
    ['os.environ["API_KEY"] = "Hunter2!horse"', 'python'],
    ['password: str = "Hunter2!horse"', 'python'],
    ['setPassword("Hunter2!horse")', 'java'],
    ['def broken(:\n  PASSWORD = "Hunter2!horse"', 'python that does not parse'],
  ])('holds nothing that the code calls a secret: %s', (code) => {
    const { issues } = about('the text `Hunter2!horse` is compared', 'x = 1', code);
    expect(JSON.stringify(issues)).not.toContain('Hunter2');
    expect(issues[0]).toMatchObject({
      message: 'the text `[redacted]` is compared',
      trace: [{ message: 'step: the text `[redacted]` is compared' }],
      suppressedBy: 'because the text `[redacted]` is compared',
      suggestions: [],
    });
  });

  it('holds no key of a known format, wherever it came from', () => {
    for (const secret of [
      made('dckr_pat_', 'a1B2'.repeat(7)),
      made('hvs.', 'a1B2c3D4'.repeat(4)),
      made('AKIA', 'Q3EGRIFHJ7KLMN2P'),
      made('shpat_', '0a1b2c3d'.repeat(4)),
    ]) {
      const { issues } = about(`"${secret}" is written here`, '');
      expect(JSON.stringify(issues), secret.slice(0, 6)).not.toContain(secret);
      expect(redactSecrets(`see ${secret}, please`)).toBe('see [redacted], please');
    }
  });

  it('keeps its words: names, placeholders and parts of longer words are no secrets', () => {
    const message = '`password` reaches `tokenizer` in Hunter2!horsepower, changeme and admin';
    const { issues } = about(message, 'password = "Hunter2!horse"; secret = "changeme"; token = "admin"');
    expect(issues[0]?.message).toBe(message);
    expect(issues[0]?.fingerprint).toBe('ab'.repeat(16));
    expect(issues[0]?.suggestions).toHaveLength(1);
  });

  it('takes time in proportion to the code', () => {
    for (const piece of [
      'password',
      'password=',
      'password = "',
      'secret: str = ',
      '"x", ',
      'token(',
      'api_key"]]',
      ' : ',
    ]) {
      const cost = (size: number) => {
        const code = piece.repeat(Math.ceil(size / piece.length));
        const before = process.cpuUsage();
        about('nothing', code);
        const { user, system } = process.cpuUsage(before);
        return user + system;
      };
      cost(50_000);
      // Of several attempts the best: what else this process does costs processor time too.
      const best = (size: number) => Math.min(cost(size), cost(size), cost(size));
      const [small, large] = [Math.max(2000, best(100_000)), best(800_000)];
      expect(large / small, piece).toBeLessThan(40);
    }
  });
});
