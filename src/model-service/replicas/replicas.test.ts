// Several replicas: which is asked, and what happens when one is away, full, slow, or of another version.
import { afterEach, expect, it } from 'vitest';
import { MODEL_KEY, type Replica, remoteService, startReplica } from '../../../tests/services/model-replica.ts';
import { AssayError } from '../../errors.ts';
import { CALL_HEADER, signCall } from '../../security/index.ts';
import { createModelService } from '../create-model-service.ts';
import type { AnalysisJob, AnalysisOutcome, ModelService } from '../model-service.ts';
import { withLocalFallback } from './local-fallback.ts';
import { ANALYSES_PATH, BUNDLE_HEADER, DEADLINE_HEADER } from './wire.ts';

const JOB: AnalysisJob = {
  code: 'x = 1\n',
  declaredLanguage: 'python',
  path: null,
  files: [],
  enabledRules: null,
  disabledRules: [],
};
const OUTCOME: AnalysisOutcome = {
  language: { id: 'python', confidence: 1, declared: 'python', detected: 'python' },
  issues: [],
  suppressions: [],
  explanations: [],
  notices: [],
  ownRules: [],
  filesRead: [],
  durationMs: 1,
};

type Analyze = ModelService['analyze'];
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** One that answers as told, in the place of the engine; `asked` counts. */
async function replica(analyze: Analyze, change: Partial<ModelService> = {}) {
  let asked = 0;
  let freed = 0;
  const counted: Analyze = async (job, options) => {
    asked++;
    options?.signal?.addEventListener('abort', () => freed++, { once: true });
    return await analyze(job, options);
  };
  const started = await startReplica({ threads: 0, timeoutMs: 1000, memoryMb: 64, maxQueue: 1 }, () => ({
    analyze: counted,
    ready: async () => undefined,
    ...change,
  }));
  open.push(started);
  return { ...started, asked: () => asked, freed: () => freed };
}

const answers: Analyze = async () => OUTCOME;
const isFull: Analyze = async () => {
  throw new AssayError('overloaded', { retryAfter: 7 });
};
const hangs: Analyze = (_, options) =>
  new Promise((_resolve, reject) => {
    options?.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
  });

async function over(replicas: readonly Pick<Replica, 'address'>[], options = {}): Promise<ModelService> {
  const service = remoteService({ servers: replicas.map(({ address }) => address), ...options });
  open.unshift(service);
  await service.ready();
  // Not only the first of them that has answered.
  const present = replicas.filter((one) => one !== GONE).length;
  await expect.poll(() => service.replicas()?.available).toBe(present);
  return service;
}

const GONE = { address: 'http://127.0.0.1:1' };

it('another one answers for one that is away, that is full, and that breaks', async () => {
  const good = await replica(answers);
  const full = await replica(isFull);
  const broken = await replica(async () => {
    throw new Error('a bug');
  });
  for (const other of [GONE, full, broken]) {
    const service = await over([other, good]);
    for (let count = 0; count < 4; count++) expect(await service.analyze(JOB)).toEqual(OUTCOME);
  }
  expect(good.asked()).toBe(12);
  expect(full.asked()).toBeGreaterThan(0);
});

it('is overloaded only when all are, and says when to come again', async () => {
  const service = await over([await replica(isFull), await replica(isFull)]);
  await expect(service.analyze(JOB)).rejects.toMatchObject({ code: 'overloaded', retryAfter: 7 });
});

it('says so when nobody is there', async () => {
  const service = remoteService({ servers: [GONE.address] });
  open.push(service);
  await expect(service.analyze(JOB)).rejects.toMatchObject({ code: 'model_unavailable', status: 503, retryAfter: 1 });
  await expect.poll(service.available).toBe(false);
  expect(service.replicas()).toEqual({ available: 0, configured: 1 });
});

it('what an analysis comes to is not tried elsewhere', async () => {
  const late: Analyze = async () => {
    throw new AssayError('analysis_timeout', { detail: 'longer than 10 ms' });
  };
  const [first, second] = [await replica(late), await replica(late)];
  const service = await over([first, second]);
  await expect(service.analyze(JOB)).rejects.toMatchObject({ code: 'analysis_timeout', detail: 'longer than 10 ms' });
  expect(first.asked() + second.asked()).toBe(1);
});

it('asks a second one beside one that is slow, which is hung up on when the other has answered', async () => {
  const [slow, good] = [await replica(hangs), await replica(answers)];
  const service = await over([slow, good], { hedgeAfterMs: 50 });
  // Whichever of them has the first turn.
  for (let count = 0; count < 2; count++) expect(await service.analyze(JOB)).toEqual(OUTCOME);
  expect(slow.asked()).toBeGreaterThan(0);
  await expect.poll(slow.freed).toBe(slow.asked());
});

it('does not double the load when everything is slow', async () => {
  const slowly: Analyze = async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return OUTCOME;
  };
  const replicas = [await replica(slowly), await replica(slowly)];
  const service = await over(replicas, { hedgeAfterMs: 5 });
  await Promise.all(Array.from({ length: 100 }, () => service.analyze(JOB)));
  const asked = replicas.reduce((sum, each) => sum + each.asked(), 0);
  expect(asked).toBeGreaterThanOrEqual(100);
  expect(asked).toBeLessThanOrEqual(107);
});

it('gives up at the deadline and when its caller does, and the worker is free then', async () => {
  const stuck = await replica(hangs);
  const service = await over([stuck], { deadlineMs: 100 });
  const isAsked = async () => {
    await expect(service.analyze(JOB)).rejects.toMatchObject({ code: 'model_unavailable' });
    return stuck.asked();
  };
  // On a busy machine the deadline may be over before the replica has heard of it.
  await expect.poll(isAsked).toBeGreaterThan(0);
  await expect.poll(() => stuck.asked() - stuck.freed()).toBe(0);
  const patient = await over([stuck]);
  const before = stuck.asked();
  const hangUp = new AbortController();
  const asked = patient.analyze(JOB, { signal: hangUp.signal });
  await expect.poll(stuck.asked).toBeGreaterThan(before);
  hangUp.abort(new Error('the client hung up'));
  await expect(asked).rejects.toThrow('the client hung up');
  await expect.poll(() => stuck.asked() - stuck.freed()).toBe(0);
});

it('a deadline that was passed on frees the worker of a caller whose connection says nothing', async () => {
  const stuck = await replica(hangs);
  const response = await post(stuck, { [DEADLINE_HEADER]: '50', [BUNDLE_HEADER]: stuck.model.bundle.digest });
  expect([response.status, stuck.freed()]).toEqual([503, 1]);
});

it('with a fallback this process works itself while nobody can be asked, and only then', async () => {
  const near = { ...OUTCOME, durationMs: 2 };
  let opened = 0;
  const here = () => {
    opened++;
    return { ...createModelService({ threads: 0, timeoutMs: 1, memoryMb: 1, maxQueue: 1 }), analyze: async () => near };
  };
  const full = withLocalFallback(await over([await replica(isFull)]), here);
  await expect(full.analyze(JOB)).rejects.toMatchObject({ code: 'overloaded' });
  const good = await replica(answers);
  const service = withLocalFallback(await over([good]), here);
  expect([await service.analyze(JOB), opened]).toEqual([OUTCOME, 0]);
  await good.close();
  for (let count = 0; count < 3; count++) expect(await service.analyze(JOB)).toEqual(near);
  expect([opened, service.available()]).toEqual([1, true]);
});

it('the least busy one is asked, by what others ask of it as well', async () => {
  const busy = await replica(answers, { load: () => ({ waiting: 30, running: 2 }) });
  const idle = await replica(answers);
  const service = await over([busy, idle]);
  await Promise.all(Array.from({ length: 20 }, () => service.analyze(JOB)));
  expect([busy.asked(), idle.asked()]).toEqual([0, 20]);
});

it('one of another version is not asked, and refuses who asks', async () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const other = await startReplica({ threads: 0, timeoutMs: 1000, memoryMb: 64, maxQueue: 1 }, (model) => ({
    bundle: { ...model.bundle, digest },
    ready: async () => undefined,
  }));
  open.push(other);
  const good = await replica(answers);
  const service = remoteService({ servers: [other.address, good.address] });
  open.unshift(service);
  await service.ready();
  await Promise.all(Array.from({ length: 10 }, () => service.analyze(JOB)));
  expect([good.asked(), service.replicas()]).toEqual([10, { available: 1, configured: 2 }]);
  const refused = await post(other, { [BUNDLE_HEADER]: good.model.bundle.digest });
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'model_unavailable' }]);
});

async function post({ address }: Pick<Replica, 'address'>, headers: Record<string, string>, body: unknown = JOB) {
  return await fetch(`${address}${ANALYSES_PATH}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      [CALL_HEADER]: signCall(MODEL_KEY, { method: 'POST', path: ANALYSES_PATH }),
      ...headers,
    },
  });
}

it('answers nobody who does not sign, and nothing that is no job; its probes are open', async () => {
  const good = await replica(answers);
  const bundle = { [BUNDLE_HEADER]: good.model.bundle.digest };
  expect((await post(good, bundle)).status).toBe(200);
  for (const signature of ['', 'x', signCall(Buffer.alloc(32), { method: 'POST', path: ANALYSES_PATH })]) {
    expect((await post(good, { ...bundle, [CALL_HEADER]: signature })).status).toBe(401);
  }
  expect((await post(good, bundle, { ...JOB, code: 1 })).status).toBe(400);
  // A path would be one of the replica's own machine.
  const file = { path: 'a.py', file: '/etc/passwd', digest: '0'.repeat(64) };
  expect((await post(good, bundle, { ...JOB, files: [file] })).status).toBe(400);
  for (const path of ['/livez', '/readyz', '/metrics', '/v2/health/live', '/v2/health/ready']) {
    expect([path, (await fetch(`${good.address}${path}`)).status]).toEqual([path, 200]);
  }
  expect((await fetch(`${good.address}/v2/models/ranker`)).status).toBe(401);
});

it('speaks the Open Inference Protocol for what is tensors', async () => {
  const good = await replica(answers);
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { [CALL_HEADER]: signCall(MODEL_KEY, { method, path }) };
    const init = body === undefined ? { headers } : { headers: { ...headers, 'content-type': 'application/json' } };
    const response = await fetch(`${good.address}${path}`, { method, body: JSON.stringify(body), ...init });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const column = (name: string, datatype: string, data: unknown[]) => ({ name, datatype, shape: [data.length], data });
  expect((await call('GET', '/v2')).body).toMatchObject({ name: 'assay', extensions: [] });
  const described = await call('GET', '/v2/models/language-identifier');
  expect(described.body).toMatchObject({ inputs: [{ name: 'code', datatype: 'BYTES', shape: [-1] }] });
  expect((await call('GET', '/v2/models/ranker/ready')).status).toBe(200);
  const code = ['import os\n\ndef f(x):\n    return os.path.join(x, "a")\n', 'package main\n\nfunc main() {}\n'];
  const named = await call('POST', '/v2/models/language-identifier/infer', {
    id: 'mine',
    inputs: [column('code', 'BYTES', code)],
    outputs: [{ name: 'language' }],
  });
  expect(named.body).toMatchObject({ model_name: 'language-identifier', id: 'mine' });
  expect(named.body.outputs).toEqual([column('language', 'BYTES', ['python', 'go'])]);
  const finding = [
    column('rule', 'BYTES', ['sql-injection', 'weak-hash']),
    column('severity', 'BYTES', ['high', 'low']),
    column('category', 'BYTES', ['security', 'security']),
    column('language', 'BYTES', ['python', 'python']),
    column('path_class', 'BYTES', ['source', 'tests']),
    column('confidence', 'FP64', [0.9, 0.4]),
    column('trace_steps', 'INT32', [3, 0]),
    column('crosses_files', 'BOOL', [false, false]),
  ];
  const ranked = await call('POST', '/v2/models/ranker/infer', { inputs: finding });
  expect(ranked.body.outputs).toEqual([column('confidence', 'FP64', [0.9, 0.4])]);
  const wrong = await call('POST', '/v2/models/ranker/infer', { inputs: finding.slice(1) });
  expect(wrong).toEqual({ status: 400, body: { error: 'The input tensor rule is missing.' } });
  expect((await call('POST', '/v2/models/none/infer', { inputs: [] })).status).toBe(404);
});
