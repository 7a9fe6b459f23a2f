// Scans over roles in processes of their own: given at a gateway, watched through it, worked on by a worker that is killed in the
// middle and by another that goes on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { BOOTSTRAP_KEY, type Json } from './index.ts';
import { ask, createInstallation, type Installation, type RoleProcess, START_MS } from './role-processes.ts';
import { critical } from './samples.ts';

const FILES = 120;
/** A message is given to another worker half a minute after its holder was heard of last. */
const TAKE_OVER_MS = 60_000;

interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Json;
}

async function* eventsAt(address: string, path: string): AsyncGenerator<ServerEvent> {
  const response = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` } });
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of response.body ?? []) {
    pending += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = pending.split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks.filter((one) => one.includes('event: '))) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      yield { id: field('id'), event: field('event'), data: JSON.parse(field('data')) };
    }
  }
}

describe.skipIf(postgresqlMissing !== null)(
  `scans over roles${postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`}`,
  () => {
    let postgresql: PostgresqlServer;
    let installation: Installation;
    let gateway: RoleProcess;
    let worker: RoleProcess;

    beforeAll(async () => {
      postgresql = await startPostgresql();
      installation = await createInstallation({
        DATABASE_URL: await postgresql.createDatabase(),
        ASSAY_DRAIN_DELAY_MS: '0',
      });
      const api = await installation.launch('api', 'api-1');
      gateway = await installation.launch('gateway', 'gateway-1', { ASSAY_UPSTREAMS: api.address });
      worker = await installation.launch('worker', 'worker-1');
    }, 4 * START_MS);
    afterAll(async () => {
      await installation?.remove();
      await postgresql?.remove();
    });

    it(
      'a killed worker loses nothing: the watcher at the gateway sees every file once, and the end',
      async () => {
        const files = Array.from({ length: FILES }, (_, index) => ({
          path: `f${index}.py`,
          code: critical(`f${index}`),
        }));
        const context = { project: 'shop', repository: 'shop' };
        const begun = await ask(gateway.address, '/api/v1/scans', {
          method: 'POST',
          body: JSON.stringify({ files, context }),
        });
        expect(begun.status).toBe(202);
        const path = `/api/v1/scans/${begun.body.scan_id}`;
        const seen: string[] = [];
        let next: Promise<RoleProcess> | null = null;
        let end: Json = null;
        for await (const { id, event, data } of eventsAt(gateway.address, `${path}/events`)) {
          if (event === 'file') seen.push(id);
          if (event === 'end') end = data;
          if (next === null && seen.length > 0) {
            worker.child.kill('SIGKILL');
            next = installation.launch('worker', 'worker-2');
          }
        }
        await next;
        expect(end).toMatchObject({
          state: 'done',
          progress: { files: FILES, analysed: FILES, reported: FILES, failed: 0 },
        });
        expect(seen).toEqual(Array.from({ length: FILES }, (_, index) => String(index + 1)));
        const { body } = await ask(gateway.address, `${path}/issues?limit=1000`);
        expect(body.items).toHaveLength(FILES);
        const { body: history } = await ask(gateway.address, '/api/v1/analyses?repository=shop&limit=1000');
        expect(history.items).toHaveLength(FILES);
      },
      START_MS + TAKE_OVER_MS,
    );
  },
);
