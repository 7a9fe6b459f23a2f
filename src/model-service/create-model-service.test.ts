// The contract of the model service over both backends, with real threads: bounds, isolation, languages.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReplica } from '../../tests/services/model-replica.ts';
import {
  type AnalysisJob,
  createModelService,
  type JobFile,
  type ModelService,
  type ModelServiceOptions,
  ownDocuments,
} from './index.ts';

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

/** One that answers by a single replica, which ends with it. */
async function overHttp(options: ModelServiceOptions): Promise<ModelService> {
  const replica = await startReplica(options);
  const service = replica.client();
  const close = async () => {
    await service.close();
    await replica.close();
  };
  return { ...service, close };
}

const BACKENDS = [
  { backend: 'in this process', open: async (options: ModelServiceOptions) => createModelService(options) },
  { backend: 'over HTTP', open: overHttp },
];

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-model-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each(BACKENDS)('model service $backend', ({ open }) => {
  let service: ModelService;
  beforeAll(async () => {
    service = await open({ threads: 1, timeoutMs: 120_000, memoryMb: 512, maxQueue: 100 });
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

  it('crosses into neighbours, whether they come as text or lie on this machine', async () => {
    const code = 'from flask import request\nfrom tools import run\n\nrun(request.args["x"])\n';
    const tools = 'import os\n\ndef run(value):\n    os.system(value)\n';
    const path = join(directory, 'tools.py');
    await writeFile(path, tools);
    const digest = createHash('sha256').update(tools).digest('hex');
    const asked = (file: JobFile) => service.analyze(job(code, { path: 'app.py', files: [file] }));
    const [sent, kept, changed] = [
      await asked({ path: 'tools.py', code: tools }),
      await asked({ path: 'tools.py', file: path, digest }),
      await asked({ path: 'tools.py', file: path, digest: '0'.repeat(64) }),
    ];
    expect(sent.issues.map(({ ruleId }) => ruleId)).toEqual(['command-injection']);
    expect(sent.filesRead).toEqual(['tools.py']);
    expect({ ...kept, durationMs: 0 }).toEqual({ ...sent, durationMs: 0 });
    expect(changed.filesRead).toBeNull();
  });

  it('explains a finding, and takes rules of the user that it has read', async () => {
    const { issues } = await service.analyze(job(INJECTION));
    const [{ fingerprint = '', ruleId = '' } = {}] = issues;
    const asked = { ruleId, fingerprint, line: 5 };
    const { explanations } = await service.analyze(job(INJECTION, { explain: asked as AnalysisJob['explain'] }));
    expect(explanations).toHaveLength(1);
    const text =
      'rules:\n  - id: no-print\n    pattern: print(...)\n    message: No print.\n    languages: [python]\n    severity: WARNING\n';
    const own = ownDocuments([{ name: 'mine.yaml', text }], []);
    const { rules, problems } = await service.checkDocuments(own);
    expect([rules.map(({ id }) => id), problems]).toEqual([['no-print'], []]);
    const found = await service.analyze(job('print(1)\n', { declaredLanguage: 'python', own }));
    expect([found.ownRules, found.issues.map((issue) => issue.ruleId)]).toEqual([['no-print'], ['no-print']]);
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

describe.each(BACKENDS)('bounds $backend', ({ open }) => {
  const large = `${'total = total + values["key"] * 3\n'.repeat(25_000)}`;

  it('a job over its deadline is stopped, and the next one works', async () => {
    const service = await open({ threads: 1, timeoutMs: 60, memoryMb: 512, maxQueue: 100 });
    try {
      await service.ready();
      await expect(service.analyze(job(large, { declaredLanguage: 'python' }))).rejects.toMatchObject({
        code: 'analysis_timeout',
      });
      // On a busy machine even this one may take longer at first: its thread is new.
      const next = () => service.analyze(job('x = 1\n', { declaredLanguage: 'python' })).catch(() => null);
      await expect.poll(next).toMatchObject({ issues: [] });
    } finally {
      await service.close();
    }
  });

  it('a job over its memory is stopped, and the next one works', async () => {
    const service = await open({ threads: 1, timeoutMs: 120_000, memoryMb: 48, maxQueue: 100 });
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

it('threads that start late work, and are replaced when a job ends theirs', async () => {
  const service = createModelService({
    threads: 2,
    timeoutMs: 120_000,
    memoryMb: 48,
    maxQueue: 100,
    youngMb: 16,
    startsLate: true,
  });
  try {
    expect((await service.analyze(job(INJECTION))).issues).toHaveLength(1);
    const large = 'total = total + values["key"] * 3\n'.repeat(75_000);
    await expect(service.analyze(job(large, { declaredLanguage: 'python' }))).rejects.toMatchObject({
      code: 'analysis_out_of_memory',
    });
    expect((await service.analyze(job(INJECTION))).issues).toHaveLength(1);
  } finally {
    await service.close();
  }
});

it('a pool whose threads never had to start closes', async () => {
  const service = createModelService({ threads: 2, timeoutMs: 60, memoryMb: 48, maxQueue: 1, startsLate: true });
  await service.close();
  expect(service.load()).toEqual({ waiting: 0, running: 0 });
});
