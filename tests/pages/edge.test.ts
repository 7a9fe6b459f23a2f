// The bundle for browsers in a real one: what it finds is what the model service finds, and the playground uses it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue } from '../../src/contract/index.ts';
import { type AnalysisOutcome, createModelService, type IdentifiedIssue } from '../../src/model-service/index.ts';
import { startTestServer, type TestServer } from '../server/index.ts';
import { chromiumMissing, startChromium } from '../services/chromium.ts';
import { openPage } from './open-page.ts';

const START_MS = 600_000;
const BUILT = 'dist/edge/';
/** What a page loads before its first finding, compressed as proxies do: all but the identifier fits a slow connection. */
const WORKER_BUDGET = 650_000;
const WHOLE_BUDGET = 4_800_000;

interface Example {
  readonly path: string;
  readonly code: string;
}

/** Every example file of every rule, and the examples in the READMEs. */
function examples(): Example[] {
  const rules = 'src/rules/';
  return readdirSync(rules, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/examples\/|\/README\.md$/.test(name) && statSync(rules + name).isFile())
    .flatMap((name) => {
      const code = readFileSync(rules + name, 'utf8');
      if (!name.endsWith('README.md')) return [{ path: name.slice(name.lastIndexOf('/') + 1), code }];
      const fences = [...code.matchAll(/^```(\w+) (?:bad|good)\n([\s\S]*?)^```$/gm)];
      return fences.map(([, language, text]) => ({ path: `example.${language}`, code: text ?? '' }));
    });
}

/** Engines of JavaScript differ in the last digit of an exponential. */
const languageOf = ({ id, confidence, detected }: AnalysisOutcome['language']) => ({
  id,
  detected,
  confidence: Number(confidence.toFixed(9)),
});

/** What both shapes of a finding have. */
const shared = (issue: Issue | IdentifiedIssue) => ({
  rule: 'ruleId' in issue ? issue.ruleId : issue.rule_id,
  message: issue.message,
  severity: issue.severity,
  confidence: issue.confidence,
  cwe: issue.cwe,
  location: issue.location,
  trace: issue.trace,
  fingerprint: issue.fingerprint,
  fixes: issue.suggestions.map(({ edits, verified }) => ({ edits, verified })),
});

describe.skipIf(chromiumMissing !== null)(`the bundle for browsers${chromiumMissing ?? ''}`, () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/build-edge.mjs', BUILT]);
    [server, browser] = [await startTestServer(), await startChromium()];
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('keeps to its budget', () => {
    const compressed = readdirSync(BUILT).map((file) => gzipSync(readFileSync(BUILT + file)).length);
    expect(gzipSync(readFileSync(`${BUILT}edge-worker.js`)).length).toBeLessThan(WORKER_BUDGET);
    expect(compressed.reduce((sum, size) => sum + size, 0)).toBeLessThan(WHOLE_BUDGET);
  });

  it(
    'finds in every example of every rule what the model service finds, with the same fixes',
    async () => {
      const all = examples();
      expect(all.length).toBeGreaterThan(700);
      const model = createModelService({ threads: 0, timeoutMs: 0, memoryMb: 0, maxQueue: 0 });
      const expected = [];
      for (const { path, code } of all) {
        const job = { code, declaredLanguage: null, path, files: [], enabledRules: null, disabledRules: [] };
        const { issues, language } = await model.analyze(job);
        const shown = issues.filter(({ confidence, suppressedBy }) => confidence >= 0.3 && suppressedBy === null);
        expected.push({ path, language: languageOf(language), issues: shown.map(shared) });
      }
      const { page, troubles, close } = await openPage(browser, server.address);
      await page.goto('/');
      const answers = await page.evaluate<{ language: AnalysisOutcome['language']; issues: Issue[] }[]>(`(async () => {
      const { analyzeHere } = await import('/assets/local.js');
      const { signal } = new AbortController();
      const answers = [];
      for (const { path, code } of ${JSON.stringify(all)}) {
        answers.push(await analyzeHere({ code, language: 'auto', path, includeSuppressed: false }, signal));
      }
      return answers;
    })()`);
      const found = answers.map(({ language, issues }, index) => ({
        path: all[index]?.path,
        language: languageOf(language),
        issues: issues.map(shared),
      }));
      expect(found).toEqual(expected);
      expect(found.flatMap(({ issues }) => issues).length).toBeGreaterThan(500);
      expect(troubles).toEqual([]);
      await close();
      await model.close();
    },
    START_MS,
  );

  it('the playground analyses in the browser without a key, and sends the code nowhere', async () => {
    const { page, troubles, close } = await openPage(browser, server.address);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
    });
    await page.goto('/');
    await page.getByLabel('In this browser only').check();
    await page.getByRole('button', { name: 'Example' }).click();
    await page.locator('.finding').first().waitFor();
    expect(await page.locator('.finding').first().innerText()).toContain('sql-injection');
    expect(await page.getByRole('button', { name: 'False alarm' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Apply to the code' }).first().click();
    await page.getByText('Nothing found').waitFor();
    expect(sent).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });
});
