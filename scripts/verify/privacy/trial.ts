// One trial: a server, a tenant for each mode, canaries in everything that can be sent, and a search through all that is left.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeSealed, createKeyFile } from '../../../src/cli/sealed-analysis.ts';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { type Canary, MODES, type Mode, plantCanaries } from './canaries.ts';
import { cacheOf, filesOf, isIn, type Place, rowsOf } from './places.ts';

export interface Sighting {
  readonly mode: Mode;
  readonly kind: string;
  /** `database issues`, `files base/5/1234` */
  readonly place: string;
  readonly isAllowed: boolean;
}

export interface TrialResult {
  readonly sightings: readonly Sighting[];
  /** searched, by kind */
  readonly places: Readonly<Record<string, number>>;
  readonly canaries: number;
}

export interface TrialOptions {
  /** null: embedded */
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
}

export async function runTrial({ databaseUrl, redisUrl }: TrialOptions): Promise<TrialResult> {
  const directory = mkdtempSync(join(tmpdir(), 'assay-privacy-'));
  const environment = {
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
    ...(redisUrl !== null && { REDIS_URL: redisUrl }),
    ASSAY_LOG_LEVEL: 'trace',
  };
  const dataDirectory = join(directory, 'data');
  const server = await startTestServer({ environment, dataDirectory });
  const planted: { readonly mode: Mode; readonly canary: Canary }[] = [];
  const places: Place[] = [];
  try {
    for (const mode of MODES) {
      const tenant = await server.createTenant(`trial of ${mode}`);
      const canaries = await submit(server, tenant.key, mode, directory);
      planted.push(...canaries.map((canary) => ({ mode, canary })));
      const training = await server.get('/api/v1/training/rows', { key: tenant.key });
      if (training.status !== 200) throw new Error(`the training rows were answered with ${training.status}`);
      places.push({ kind: 'training', name: `rows of ${mode}`, bytes: Buffer.from(training.text) });
      places.push(...(await rowsOf(server.database, tenant.id)));
    }
    const key = randomBytes(32).toString('base64');
    const backup = await server.post('/api/v1/platform/backups', { secret: { key } });
    if (backup.status !== 201) throw new Error(`a backup was answered with ${backup.text}`);
    const metrics = await server.get('/metrics');
    places.push({ kind: 'metrics', name: '/metrics', bytes: Buffer.from(metrics.text) });
    if (redisUrl !== null) places.push(...(await cacheOf(redisUrl)));
  } finally {
    await server.close();
  }
  places.push({ kind: 'logs', name: 'everything at level trace', bytes: Buffer.from(server.logs()) });
  places.push(...filesOf(dataDirectory));
  rmSync(directory, { recursive: true, force: true });
  const counts: Record<string, number> = {};
  for (const { kind } of places) counts[kind] = (counts[kind] ?? 0) + 1;
  return { sightings: search(planted, places), places: counts, canaries: planted.length };
}

/** Sends code, a neighbour, names, headers, a verdict with words, and a repetition, as the mode allows. */
async function submit(server: TestServer, key: string, mode: Mode, directory: string): Promise<readonly Canary[]> {
  const canaries = plantCanaries();
  const { headers, repository, path, code, contextFile } = canaries;
  const send = (body: object, more: Record<string, string> = {}) =>
    server.post('/api/v1/analyze', body, { key, headers: { ...headers, ...more } });
  if (mode === 'sealed') await submitSealed(server, key, canaries.code, directory);
  else {
    const context = { path, repository, files: [contextFile], data_mode: mode };
    const answer = await send({ code, context }, { 'idempotency-key': 'trial' });
    if (answer.status !== 200 || answer.body.issues.length === 0) throw new Error(`${mode}: ${answer.text}`);
    await send({ code, context });
    const feedback = {
      issue_id: answer.body.issues[0].id,
      verdict: 'true_positive',
      comment: canaries.feedbackComment,
    };
    const judged = await server.post(
      '/api/v1/feedback',
      { analysis_id: answer.body.analysis_id, feedback },
      { key, headers },
    );
    if (judged.status !== (mode === 'standard' ? 201 : 404)) throw new Error(`${mode}: ${judged.text}`);
  }
  // What is refused, broken or in the wrong place must leave nothing behind either.
  await server.post('/api/v1/analyze', `{"code": ${JSON.stringify(code)},`, { key, headers });
  await server.post('/api/v1/analyze', { [code]: code }, { key, headers });
  await server.get(`/api/v1/analyses/${encodeURIComponent(code.slice(0, 200))}`, { key, headers });
  return canaries.all;
}

async function submitSealed(server: TestServer, key: string, code: string, directory: string): Promise<void> {
  const source = join(directory, 'source.py');
  const keyFile = join(directory, 'sealed-key.json');
  createKeyFile(keyFile);
  writeFileSync(source, code);
  const before = process.env.ASSAY_API_KEY;
  process.env.ASSAY_API_KEY = key;
  try {
    const exit = await analyzeSealed([source], { server: server.address, key: keyFile, repository: 'trial' });
    if (exit !== 1) throw new Error('the sealed analysis found nothing');
  } finally {
    process.env.ASSAY_API_KEY = before ?? '';
  }
  const { body } = await server.get('/api/v1/analyses', { key });
  const { body: analysis } = await server.get(`/api/v1/analyses/${body.items[0].analysis_id}`, { key });
  const feedback = { issue_id: analysis.issues[0].id, verdict: 'true_positive' };
  await server.post('/api/v1/feedback', { analysis_id: analysis.analysis_id, feedback }, { key });
}

function search(planted: readonly { mode: Mode; canary: Canary }[], places: readonly Place[]): Sighting[] {
  return planted.flatMap(({ mode, canary }) =>
    places
      .filter((place) => isIn(place, canary.text))
      .map(({ kind, name }) => {
        // The files of an embedded database are its rows once more.
        const where = kind === 'files' ? 'database' : kind;
        const isAllowed = mode === 'standard' && canary.allowed.includes(where);
        return { mode, kind: canary.kind, place: `${kind} ${kind === 'files' ? 'of the database' : name}`, isAllowed };
      }),
  );
}
