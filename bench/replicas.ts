// What an analysis costs through one, two and four replicas of the model service: processor time, and how much faster two cores are with two.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMember, type Member } from '../scripts/fleet/member.ts';
import { createRemoteModelService, type ModelService } from '../src/model-service/index.ts';
import { loadOperatorKeys } from '../src/security/index.ts';
import { freePort } from '../tests/services/programs.ts';
import { joinedExamples, type Sample } from './samples.ts';
import { median, printTable } from './statistics.ts';

const COUNTS = [1, 2, 4];
const FILES = 24;
const LINES = 150;
/** Each replica's compiler has to see the code: so many rounds for each of them before anything is measured. */
const WARM_UP_ROUNDS = 20;
const ROUNDS = 7;
const AT_ONCE_EACH = 2;

interface Measured {
  readonly replicas: number;
  readonly cpuMs: number;
  readonly perSecond: number;
}

export async function benchReplicas(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-replicas-'));
  try {
    const measured: Measured[] = [];
    for (const replicas of COUNTS) measured.push(await measure(replicas, folder));
    const [one] = measured;
    if (one === undefined) return;
    const rows = measured.map(({ replicas, cpuMs, perSecond }) => [
      String(replicas),
      cpuMs.toFixed(1),
      (cpuMs / one.cpuMs).toFixed(2),
      perSecond.toFixed(1),
      (perSecond / one.perSecond).toFixed(2),
    ]);
    console.log(
      `${FILES} files of about ${LINES} lines, one thread and one processor a replica, medians of ${ROUNDS} rounds`,
    );
    printTable(['replicas', 'ms of processor', 'against one', 'analyses/s', 'speed-up'], rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(replicas: number, folder: string): Promise<Measured> {
  const { modelKey } = await loadOperatorKeys(folder);
  // Otherwise the compiler and the collector of one replica help themselves to the second processor, and it is no longer one.
  const [canPin, processors] = [spawnSync('taskset', ['-V']).status === 0, availableParallelism()];
  const members: Member[] = [];
  for (let index = 0; index < replicas; index++) {
    const own = { name: `model-${index}`, role: 'model', port: await freePort(), dataDirectory: folder };
    const environment = { ASSAY_ANALYSIS_THREADS: '1', ASSAY_LOG_LEVEL: 'warn', ASSAY_DRAIN_DELAY_MS: '0' };
    members.push(createMember({ ...own, environment, ...(canPin ? { processor: index % processors } : {}) }));
  }
  const service = createRemoteModelService({
    servers: members.map(({ address }) => address),
    loadKey: async () => modelKey,
    deadlineMs: 120_000,
    // A second call would be counted as cost.
    hedgeAfterMs: 120_000,
    onChange: () => undefined,
  });
  try {
    await Promise.all(members.map((member) => member.start()));
    await service.ready();
    const samples = joinedExamples('python', '.py', FILES, LINES);
    for (let round = 0; round < WARM_UP_ROUNDS * replicas; round++) await analyzeAll(service, samples, replicas);
    const [cpu, rate]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const [before, started] = [await cpuSeconds(members), performance.now()];
      await analyzeAll(service, samples, replicas);
      rate.push((1000 * samples.length) / (performance.now() - started));
      cpu.push((1000 * ((await cpuSeconds(members)) - before)) / samples.length);
    }
    return { replicas, cpuMs: median(cpu), perSecond: median(rate) };
  } finally {
    await service.close();
    await Promise.all(members.map((member) => member.drain()));
  }
}

async function analyzeAll(service: ModelService, samples: readonly Sample[], replicas: number): Promise<void> {
  const waiting = [...samples];
  const worker = async () => {
    for (let sample = waiting.pop(); sample !== undefined; sample = waiting.pop()) {
      const none = { declaredLanguage: 'python', files: [], enabledRules: null, disabledRules: [] };
      await service.analyze({ ...none, path: sample.path, code: sample.code });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE_EACH * replicas }, worker));
}

/** Of all threads of all replicas, as they tell it themselves. */
async function cpuSeconds(members: readonly Member[]): Promise<number> {
  const texts = await Promise.all(members.map(async ({ address }) => (await fetch(`${address}/metrics`)).text()));
  return texts.reduce((sum, text) => sum + Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]), 0);
}
