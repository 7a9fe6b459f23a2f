// The model service through its door, with real threads: bounds, isolation, languages.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisJob, createModelService, type ModelService } from './index.ts';

const job = (code: string, changes: Partial<AnalysisJob> = {}): AnalysisJob => ({
  code,
  declaredLanguage: null,
  path: null,
  files: [],
  enabledRules: null,
  disabledRules: [],
  ...changes,
});

const INJECTION = 'import os\nfrom flask import request\n\ndef run():\n    os.system("ls " + request.args["dir"])\n';

describe('model service', () => {
  let service: ModelService;
  beforeAll(async () => {
    service = createModelService({ threads: 1, timeoutMs: 20_000, memoryMb: 512, maxQueue: 100 });
    await service.ready();
  });
  afterAll(() => service.close());

  it('finds the language and the defect, and names its bundle', async () => {
    const { language, issues } = await service.analyze(job(INJECTION));
    expect(language).toMatchObject({ id: 'python', declared: null, detected: 'python' });
    expect(issues.map(({ ruleId, location }) => [ruleId, location.start.line])).toEqual([['command-injection', 5]]);
    expect(service.bundle.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('gives equal outcomes to equal jobs', async () => {
    const [first, second] = [await service.analyze(job(INJECTION)), await service.analyze(job(INJECTION))];
    expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
  });

  it('does not silently obey a wrong declaration', async () => {
    const { language, issues, notices } = await service.analyze(job(INJECTION, { declaredLanguage: 'java' }));
    expect(language).toMatchObject({ id: 'python', declared: 'java', detected: 'python' });
    expect(issues).toHaveLength(1);
    expect(notices.map(({ code }) => code)).toContain('language_mismatch');
  });

  it('answers a language without an analyser with a notice', async () => {
    const { language, issues, notices } = await service.analyze(job('puts "hi"\n', { declaredLanguage: 'rb' }));
    expect(language).toMatchObject({ id: 'ruby', declared: 'ruby' });
    expect([issues, notices.map(({ code }) => code)]).toEqual([[], ['language_not_supported']]);
  });

  it('reads a snippet that is too short to tell its language as the one it shows a defect in', async () => {
    const { language, issues, notices } = await service.analyze(job('eval(input())'));
    expect(language.id).toBe('python');
    expect(language.confidence).toBeLessThan(0.5);
    expect(issues.map(({ ruleId }) => ruleId)).toEqual(['code-injection']);
    expect(notices.map(({ code }) => code)).toEqual(['language_guessed']);
  });

  it('leaves prose and nothing alone', async () => {
    for (const code of ['', 'hello', 'Dear all,\nthe meeting is at five.\n']) {
      const { language, issues, notices } = await service.analyze(job(code));
      expect([language.id, issues, notices.map((notice) => notice.code)]).toEqual([
        'unknown',
        [],
        ['language_not_supported'],
      ]);
    }
  });

  it('a rule that is switched off is silent', async () => {
    expect(
      (await service.analyze(job(INJECTION, { disabledRules: ['command-injection', 'dynamic-command'] }))).issues,
    ).toEqual([]);
    expect((await service.analyze(job(INJECTION, { enabledRules: ['weak-hash'] }))).issues).toEqual([]);
  });

  it('a job that is given up frees its thread', async () => {
    const hangUp = new AbortController();
    const given = service.analyze(job('x = 1\n'.repeat(100_000), { declaredLanguage: 'python' }), {
      signal: hangUp.signal,
    });
    setTimeout(() => hangUp.abort(new Error('the client hung up')), 20);
    await expect(given).rejects.toThrow('the client hung up');
    expect((await service.analyze(job(INJECTION))).issues).toHaveLength(1);
    expect(service.load()).toEqual({ waiting: 0, running: 0 });
  });
});

describe('bounds', () => {
  const large = `${'total = total + values["key"] * 3\n'.repeat(25_000)}`;

  it('a job over its deadline is stopped, and the next one works', async () => {
    const service = createModelService({ threads: 1, timeoutMs: 60, memoryMb: 512, maxQueue: 100 });
    try {
      await service.ready();
      await expect(service.analyze(job(large, { declaredLanguage: 'python' }))).rejects.toMatchObject({
        code: 'analysis_timeout',
      });
      expect((await service.analyze(job('x = 1\n', { declaredLanguage: 'python' }))).issues).toEqual([]);
    } finally {
      await service.close();
    }
  });

  it('a job over its memory is stopped, and the next one works', async () => {
    const service = createModelService({ threads: 1, timeoutMs: 20_000, memoryMb: 48, maxQueue: 100 });
    try {
      await service.ready();
      await expect(service.analyze(job(large.repeat(3), { declaredLanguage: 'python' }))).rejects.toMatchObject({
        code: 'analysis_out_of_memory',
      });
      expect((await service.analyze(job('x = 1\n', { declaredLanguage: 'python' }))).issues).toEqual([]);
    } finally {
      await service.close();
    }
  });
});
