import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RankingFeatures } from '../features.ts';
import { inferenceServer } from './inference-server.ts';
import type { Scorer } from './scorer.ts';
import { SCORER_COLUMNS, scorerRow } from './scorer-row.ts';
import { standInOf } from './stand-in-ranker.ts';

const IDENTITY = { name: 'outside', version: '7' };
const ROW = [SCORER_COLUMNS.map(() => 0)];

function standIn(changes: Partial<Scorer>) {
  const clock = { now: 0 };
  const faults: unknown[] = [];
  const scorer: Scorer = {
    identify: async () => IDENTITY,
    score: async () => [0.4],
    close: async () => undefined,
    ...changes,
  };
  const options = { timeoutMs: 50, onFault: (error: unknown) => faults.push(error), now: () => clock.now };
  return { ranker: standInOf(scorer, options), clock, faults };
}

describe('a stand-in', () => {
  it('ranks, and is not asked who it is for each answer', async () => {
    let asked = 0;
    const { ranker, clock, faults } = standIn({ identify: async () => ({ ...IDENTITY, version: String(++asked) }) });
    expect(await ranker.identity()).toEqual({ ...IDENTITY, version: '1' });
    expect(await ranker.identity()).toEqual({ ...IDENTITY, version: '1' });
    clock.now = 31_000;
    await ranker.identity();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ranker.identity()).toEqual({ ...IDENTITY, version: '2' });
    expect(await ranker.score(ROW)).toEqual([0.4]);
    expect(faults).toEqual([]);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('down'))],
    ['is slow', () => new Promise<number[]>(() => undefined)],
  ])('that %s is left out for ten seconds, then asked again', async (_, score) => {
    const { ranker, clock, faults } = standIn({ score });
    expect(await ranker.identity()).toEqual(IDENTITY);
    expect(await ranker.score(ROW)).toBeNull();
    expect(await ranker.identity()).toBeNull();
    clock.now = 11_000;
    await ranker.identity();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ranker.identity()).toEqual(IDENTITY);
    expect(faults).toHaveLength(1);
  });

  it('that cannot be used at all leaves it to Assay', async () => {
    const { ranker, faults } = standIn({ identify: () => Promise.reject(new Error('no such model')) });
    expect(await ranker.identity()).toBeNull();
    expect(faults).toHaveLength(1);
  });
});

describe('an inference server', () => {
  let server: Server;
  let url: string;
  let answer: object = {};
  beforeAll(async () => {
    server = createServer((request, response) => {
      const { url: path = '' } = request;
      const body = path.endsWith('/infer') ? answer : { name: 'outside', versions: ['3'] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/models/outside`;
  });
  afterAll(() => void server.close());

  const score = (outputs: unknown) => {
    answer = { outputs };
    return inferenceServer(url).score([...ROW, ...ROW], AbortSignal.timeout(60_000));
  };

  it('gives confidences, and nothing that is none is taken for one', async () => {
    expect(await inferenceServer(url).identify(AbortSignal.timeout(60_000))).toEqual({ name: 'outside', version: '3' });
    expect(await score([{ name: 'confidence', data: [0.25, 1] }])).toEqual([0.25, 1]);
    for (const data of [[0.5], [0.5, 1.2], [0.5, -0.1], [0.5, 'x'], [0.5, null, 0.5]]) {
      await expect(score([{ name: 'confidence', data }])).rejects.toThrow('2 numbers from 0 to 1');
    }
    await expect(score('nothing')).rejects.toThrow('not the answer of a model');
  });
});

it('a row has a number for each column', () => {
  const counts = {
    rule_votes: 3,
    rule_true: 3,
    rule_voters: 1,
    place_votes: 0,
    place_true: 0,
    repository_votes: 1,
    repository_true: 0,
  };
  const finding: RankingFeatures = {
    rule: 'r',
    severity: 'high',
    category: 'security',
    language: 'go',
    confidence: 0.5,
    path_class: 'tests',
    folders: [],
    segments: [],
    words: [],
    repository: null,
    trace_steps: 5,
    crosses_files: true,
  };
  const row = Object.fromEntries(scorerRow(finding, counts).map((value, index) => [SCORER_COLUMNS[index], value]));
  expect(Object.keys(row)).toHaveLength(SCORER_COLUMNS.length);
  expect(row).toMatchObject({
    engine_log_odds: 0,
    trace_steps: 0.5,
    crosses_files: 1,
    'severity:high': 1,
    'path-class:tests': 1,
  });
  expect(row).toMatchObject({
    rule_votes: Math.log(4),
    rule_log_odds: Math.log(4),
    place_log_odds: 0,
    rule_voters: Math.log(2),
  });
  expect(row.repository_log_odds).toBe(Math.log(0.5));
});
