// `npm run verify queue-faults [-- --away SECONDS]`: a gateway, an application server, a worker and a trainer over PostgreSQL and
// RabbitMQ, under load, with the broker and the worker killed. Whatever was acknowledged must reach the webhook, at least once.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgresql } from '../../tests/services/postgresql.ts';
import { freePort } from '../../tests/services/programs.ts';
import { type RabbitmqServer, startRabbitmq } from '../../tests/services/rabbitmq.ts';
import { createMember, type Member } from '../fleet/member.ts';
import { endAtSignals, Started } from '../fleet/started.ts';
import { appendRecord } from './record.ts';

const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
const CLIENTS = 2;
const PAUSE_MS = 100;
const LOAD_MS = 6000;
/** after the last fault everything has reached its end; deliveries that their worker took wait for a lease of 90 s */
const SETTLES_WITHIN_MS = 300_000;
const KEYS_WITHIN_MS = 120_000;

interface Installation {
  readonly rabbitmq: RabbitmqServer;
  readonly gateway: Member;
  readonly worker: Member;
  readonly stop: () => Promise<void>;
}

interface Fault {
  readonly what: string;
  readonly happen: (installation: Installation) => Promise<void>;
}

const faultsOf = (awayMs: number): readonly Fault[] => [
  {
    what: 'RabbitMQ killed and started again',
    happen: async ({ rabbitmq }) => {
      await rabbitmq.kill();
      await rabbitmq.start();
    },
  },
  {
    what: 'the worker killed and started again',
    happen: async ({ worker }) => {
      await worker.kill();
      await worker.start();
    },
  },
  {
    what: `RabbitMQ away for ${awayMs / 1000} s`,
    happen: async ({ rabbitmq }) => {
      await rabbitmq.kill();
      await delay(awayMs);
      await rabbitmq.start();
    },
  },
  {
    what: 'both killed at once',
    happen: async ({ rabbitmq, worker }) => {
      await Promise.all([rabbitmq.kill(), worker.kill()]);
      await rabbitmq.start();
      await worker.start();
    },
  },
];

export async function verifyQueueFaults(args: readonly string[]): Promise<void> {
  const awaySeconds = Number(args[args.indexOf('--away') + 1 || args.length] ?? 60);
  const installation = await startInstallation();
  const receiver = await startReceiver();
  try {
    const ask = client(installation.gateway.address);
    await ask('/api/v1/webhooks', { url: receiver.address, events: ['analysis.completed'] });
    const lines: string[] = [];
    const acknowledged: string[] = [];
    let refused = 0;
    for (const { what, happen } of faultsOf(awaySeconds * 1000)) {
      const before = acknowledged.length;
      const load = startLoad(ask, acknowledged, () => refused++);
      await delay(LOAD_MS);
      const run = await ask('/api/v1/training-runs', {}).catch(() => null);
      await happen(installation);
      await delay(LOAD_MS);
      await load.stop();
      lines.push(`| ${what} | ${acknowledged.length - before} | ${run === null ? 'open already' : 'begun'} |`);
      console.log(lines.at(-1));
    }
    const lost = await untilReceived(acknowledged, receiver.times);
    const open = await untilTrained(installation.gateway.address);
    const again = [...receiver.times.values()].filter((times) => times > 1).length;
    if (lost.length > 0 || open > 0) throw new Error(`${lost.length} messages lost, ${open} training runs never ended`);
    appendRecord(
      'queue-faults',
      [
        `| fault | analyses acknowledged around it | a training run before it |\n| --- | --- | --- |\n${lines.join('\n')}\n`,
        `${acknowledged.length} analyses acknowledged, ${refused} refused; ${lost.length} webhook messages lost, ${again} told more than once; ` +
          `every training run ended.`,
      ].join('\n'),
    );
  } finally {
    await installation.stop();
    receiver.stop();
  }
}

type Ask = (path: string, body: object) => Promise<{ readonly analysis_id: string }>;

function client(address: string): Ask {
  return async (path, body) => {
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return (await answer.json()) as { analysis_id: string };
  };
}

let files = 0;

function startLoad(ask: Ask, acknowledged: string[], onRefusal: () => void) {
  let loading = true;
  const one = async () => {
    while (loading) {
      const code = `# ${++files}\nimport os\nos.system(input())\n`;
      await ask('/api/v1/analyze', { code, language: 'python' }).then(
        ({ analysis_id }) => acknowledged.push(analysis_id),
        onRefusal,
      );
      await delay(PAUSE_MS);
    }
  };
  const clients = Array.from({ length: CLIENTS }, one);
  return {
    async stop() {
      loading = false;
      await Promise.all(clients);
    },
  };
}

async function startReceiver() {
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const id: string = JSON.parse(body).data.analysis_id;
      times.set(id, (times.get(id) ?? 0) + 1);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, times, stop };
}

async function untilReceived(ids: readonly string[], times: ReadonlyMap<string, number>): Promise<string[]> {
  const deadline = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const missing = ids.filter((id) => !times.has(id));
    if (missing.length === 0 || Date.now() > deadline) return missing;
    await delay(500);
  }
}

/** How many runs have not ended when there was time enough. */
async function untilTrained(address: string): Promise<number> {
  const deadline = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${address}/api/v1/training-runs`, { headers: { authorization: `Bearer ${KEY}` } });
    const { items } = (await answer.json()) as { items: { state: string }[] };
    const open = items.filter(({ state }) => state === 'queued' || state === 'running').length;
    if (open === 0 || Date.now() > deadline) return open;
    await delay(1000);
  }
}

async function startInstallation(): Promise<Installation> {
  const started = new Started();
  endAtSignals(started);
  const stop = () => started.undo();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'assay-queue-faults-'));
    started.undoBy(() => rmSync(folder, { recursive: true, force: true }));
    const [postgresql, rabbitmq] = await Promise.all([
      started.start(startPostgresql, (one) => one.remove()),
      started.start(startRabbitmq, (one) => one.remove()),
    ]);
    const environment = {
      DATABASE_URL: await started.start(postgresql.createDatabase, () => {}),
      AMQP_URL: rabbitmq.url,
      ASSAY_BOOTSTRAP_API_KEY: KEY,
      ASSAY_LOG_LEVEL: 'warn',
      ASSAY_ANALYSIS_THREADS: '1',
      ASSAY_OUTGOING_ALLOW: '127.0.0.1',
    };
    const member = async (role: string, more: Record<string, string> = {}) => {
      const own = { name: role, role, port: await freePort(), dataDirectory: join(folder, role) };
      const one = createMember({ ...own, environment: { ...environment, ...more } });
      started.undoBy(() => one.retire());
      return one;
    };
    const api = await member('api');
    started.goOn();
    await api.start();
    const keys = join(folder, 'api/keys');
    const deadline = Date.now() + KEYS_WITHIN_MS;
    while (!existsSync(join(keys, 'gateway.key')) && Date.now() < deadline) await delay(100);
    for (const role of ['worker', 'trainer', 'gateway']) cpSync(keys, join(folder, role, 'keys'), { recursive: true });
    const [worker, trainer] = [await member('worker'), await member('trainer')];
    const gateway = await member('gateway', { ASSAY_UPSTREAMS: api.address });
    for (const one of [worker, trainer, gateway]) {
      started.goOn();
      await one.start();
    }
    return { rabbitmq, gateway, worker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
