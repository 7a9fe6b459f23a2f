import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { critical, medium } from '../../../tests/server/samples.ts';
import { enqueueWebhookMessage, takeDueDeliveries } from '../../database-service/index.ts';
import { createOutgoing, loadOperatorKeys } from '../../security/index.ts';
import { replaceOlderKeys, rotateDataKey } from '../tenants/data-key-rotation.ts';
import { createDataKeys } from '../tenants/data-keys.ts';
import { type DeliveryOptions, deliverDue, webhookDispatchJob, webhookWork } from './delivery.ts';

const PATH = '/api/v1/webhooks';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: TestServer;
let receiver: Server;
let address = '';
const received: Received[] = [];
/** what the receiver does next; set by each test */
let answer: (response: ServerResponse) => void;
const accept = (response: ServerResponse) => void response.writeHead(204).end();
const refuse = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status, { location: `${address}/elsewhere` }).end();

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as { port: number }).port}`;
  server = await startTestServer({ environment: { ASSAY_OUTGOING_ALLOW: '127.0.0.1' } });
});
afterAll(async () => {
  await server.close();
  receiver.closeAllConnections();
  receiver.close();
});

let tenant: { readonly id: string; readonly key: string };
let options: DeliveryOptions;
/** how long a receiver may take: a busy machine is slow */
let patienceMs = 60_000;
beforeEach(async () => {
  tenant = await server.createTenant();
  received.length = 0;
  answer = accept;
  patienceMs = 60_000;
  const { masterKeys } = await loadOperatorKeys(server.dataDirectory);
  const dataKeys = createDataKeys(server.database, masterKeys);
  const outgoing = createOutgoing({ allow: ['127.0.0.1'], http: false });
  const post: typeof outgoing.post = (request) => outgoing.post({ ...request, timeoutMs: patienceMs });
  options = { database: server.database, dataKeys, outgoing: { ...outgoing, post } };
});

const asTenant = () => ({ key: tenant.key });
const deliver = () => deliverDue(options, tenant.id, new AbortController().signal);
const run = (statement: string) => server.database.asTenant(tenant.id, (tx) => sql.raw(statement).execute(tx));
/** lets the pause until the next attempt pass */
const later = () => run(`update webhook_deliveries set next_attempt_at = now() where state = 'waiting'`);

async function hook(events: readonly string[], changes: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await server.post(PATH, { url: `${address}/hook`, events, ...changes }, asTenant());
  expect(status).toBe(201);
  return { id: body.webhook_id, secret: body.secret };
}

const analyze = (code: string) =>
  server.post('/api/v1/analyze', { code, context: { path: 'app.py', repository: 'shop' } }, asTenant());

async function deliveries(id: string, query = '') {
  return (await server.get(`${PATH}/${id}/deliveries${query}`, asTenant())).body.items;
}

/** As a receiver would: the signature over id, time and body, and a time that is not old. */
function isSignedBy(secret: string, { headers, body }: Received): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const fresh = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300;
  return fresh && String(headers['webhook-signature']).split(' ').includes(expected);
}

describe('messages', () => {
  it('tell of an analysis and its issues, signed, with ids and places and no code', async () => {
    const { id, secret } = await hook(['analysis.completed', 'issue.found']);
    const { body: analysis } = await analyze(critical('charge'));
    await deliver();
    expect(received.map(({ body }) => JSON.parse(body).type).sort()).toEqual(['analysis.completed', 'issue.found']);
    for (const message of received) {
      expect(isSignedBy(secret, message)).toBe(true);
      expect(isSignedBy(`whsec_${'A'.repeat(43)}=`, message)).toBe(false);
      expect(message.body).not.toMatch(/SELECT|request\.args|charge/);
    }
    const found = received.map(({ body }) => JSON.parse(body)).find(({ type }) => type === 'issue.found');
    expect(found.data).toMatchObject({
      analysis_id: analysis.analysis_id,
      repository: 'shop',
      issue_counts: { critical: 1 },
      issues: [{ issue_id: analysis.issues[0].id, rule_id: 'sql-injection', severity: 'critical', path: 'app.py' }],
    });
    expect(await deliveries(id)).toMatchObject([
      { state: 'delivered', attempts: 1, last_status: 204, next_attempt_at: null },
      { state: 'delivered', attempts: 1, last_status: 204 },
    ]);
  });

  it('leave out issues below the severity, and events nobody asked for', async () => {
    await hook(['issue.found'], { minimum_severity: 'high' });
    await hook(['key.created']);
    await analyze(medium());
    await deliver();
    expect(received).toEqual([]);
    await analyze(critical());
    await deliver();
    expect(received).toHaveLength(1);
  });

  it('tell of dismissals, keys and security events', async () => {
    await hook(['issue.dismissed', 'key.created', 'audit.*']);
    const { body: analysis } = await analyze(critical());
    const feedback = { issue_id: analysis.issues[0].id, verdict: 'false_positive', reason: 'a secret reason' };
    await server.post('/api/v1/feedback', { analysis_id: analysis.analysis_id, feedback }, asTenant());
    await server.post('/api/v1/api-keys', { name: 'CI', role: 'service' }, asTenant());
    await deliver();
    const types = received.map(({ body }) => JSON.parse(body).type);
    expect(types).toEqual(expect.arrayContaining(['issue.dismissed', 'key.created', 'audit.api-key.created']));
    expect(received.map(({ body }) => body).join()).not.toContain('a secret reason');
  });

  it('are sent if and only if what they tell was stored', async () => {
    await hook(['analysis.completed']);
    const failing = server.database.asTenant(tenant.id, async (tx) => {
      await enqueueWebhookMessage(tx, { event: 'analysis.completed', data: {} });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow();
    await deliver();
    expect(received).toEqual([]);
  });

  it("reach no other tenant's webhook", async () => {
    await hook(['analysis.completed']);
    const other = await server.createTenant();
    await server.post('/api/v1/analyze', { code: critical() }, { key: other.key });
    await deliver();
    expect(received).toEqual([]);
  });
});

describe('deliveries', () => {
  it.each([
    ['an error', refuse(500), 500, 'The receiver answered 500.'],
    ['a redirect, which is not followed', refuse(307), 307, 'The receiver answered 307.'],
    ['silence', () => {}, null, 'The server did not answer in time.'],
    ['a hang-up', (response: ServerResponse) => void response.destroy(), null, /cannot be reached, or hung up/],
  ])('are tried again after %s, under the same id', async (what, behaviour, status, error) => {
    const { id, secret } = await hook(['analysis.completed']);
    await analyze(critical());
    answer = behaviour;
    if (what === 'silence') patienceMs = 300;
    await deliver();
    patienceMs = 60_000;
    const [failed] = await deliveries(id);
    expect(failed).toMatchObject({ state: 'waiting', attempts: 1, last_status: status });
    expect(failed.last_error).toMatch(error);
    // 5 seconds, give or take a fifth
    const pause = Date.parse(failed.next_attempt_at) - Date.parse(failed.last_attempt_at);
    expect(pause).toBeGreaterThan(3900);
    await deliver();
    expect(received).toHaveLength(1);
    answer = accept;
    await later();
    await deliver();
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([failed.delivery_id]));
    expect(received.map(({ path }) => path)).toEqual(['/hook', '/hook']);
    expect(received.every((message) => isSignedBy(secret, message))).toBe(true);
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 2, last_error: null }]);
  });

  it('are dead after ten attempts, are listed, and can be sent again', async () => {
    const { id } = await hook(['analysis.completed']);
    await analyze(critical());
    answer = refuse(503);
    await run('update webhook_deliveries set attempts = 9');
    await deliver();
    const [dead] = await deliveries(id, '?state=dead');
    expect(dead).toMatchObject({ state: 'dead', attempts: 10, next_attempt_at: null });
    answer = accept;
    await deliver();
    expect(received).toHaveLength(1);
    const retry = await server.post(`${PATH}/${id}/deliveries/${dead.delivery_id}/retry`, {}, asTenant());
    expect(retry.status).toBe(202);
    await deliver();
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  it('that a process took and never finished are sent again when its lease has ended', async () => {
    await hook(['analysis.completed']);
    await analyze(critical());
    const taken = await server.database.asTenant(tenant.id, (tx) => takeDueDeliveries(tx, 10));
    await deliver();
    expect([taken.length, received.length]).toEqual([1, 0]);
    await later();
    await deliver();
    expect(received[0]?.headers['webhook-id']).toBe(taken[0]?.id);
  });

  it('are found by the job, over all tenants, and sent by whoever works on the queue', async () => {
    const { id } = await hook(['analysis.completed']);
    const { body } = await server.post(`${PATH}/${id}/test`, {}, asTenant());
    const { queue } = server;
    const job = webhookDispatchJob(server.database, queue);
    const context = {} as Parameters<typeof job.run>[0];
    await job.run(context);
    await job.run(context);
    expect(received).toEqual([]);
    const { handle } = webhookWork(options);
    const consumer = await queue.consume('webhooks', handle, { concurrency: 2 });
    await expect.poll(() => received.length).toBe(1);
    await consumer.stop();
    expect(await queue.depth('webhooks')).toMatchObject({ ready: 0, running: 0, dead: 0 });
    const test = received.find(({ headers }) => headers['webhook-id'] === body.delivery_id);
    expect(JSON.parse(test?.body ?? '')).toMatchObject({ type: 'webhook.test', data: { webhook_id: id } });
  });

  it('are not said again and again while messages wait that nobody works on', async () => {
    const { id } = await hook(['analysis.completed']);
    await server.post(`${PATH}/${id}/test`, {}, asTenant());
    let ready = 200;
    let said = 0;
    const depth = async () => ({ ready, running: 0, dead: 0, oldestSeconds: 0 });
    const job = webhookDispatchJob(server.database, { ...server.queue, depth, publish: async () => void said++ });
    const context = {} as Parameters<typeof job.run>[0];
    await job.run(context);
    expect(said).toBe(0);
    ready = 1;
    for (let round = 0; round < 3; round++) await job.run(context);
    expect(said).toBe(1);
  });

  it.each([
    ['failed for three days', 500, `update webhooks set failing_since = now() - interval '73 hours'`, 'failing'],
    ['answered 410', 410, 'select 1', 'gone'],
  ])('disable a webhook that %s, with an event', async (_what, status, before, reason) => {
    const { id } = await hook(['analysis.completed']);
    await analyze(critical());
    await analyze(critical('another'));
    answer = refuse(status);
    await run(before);
    await deliver();
    expect((await server.get(`${PATH}/${id}`, asTenant())).body).toMatchObject({ state: 'disabled' });
    await later();
    await deliver();
    expect(await deliveries(id, '?state=waiting')).toEqual([]);
    const { body } = await server.get(`/api/v1/audit-log?target=${id}&action=webhook.disabled`, asTenant());
    expect(body.items[0].details).toEqual({ reason, last_status: status });
    expect((await server.post(`${PATH}/${id}/test`, {}, asTenant())).status).toBe(400);
  });
});

describe('secrets', () => {
  it('are two for a day after a new one was made', async () => {
    const { id, secret } = await hook(['analysis.completed']);
    const rotated = await server.post(`${PATH}/${id}/secret`, {}, asTenant());
    expect(rotated.status).toBe(201);
    await analyze(critical());
    await deliver();
    expect([secret, rotated.body.secret].map((one) => received.every((message) => isSignedBy(one, message)))).toEqual([
      true,
      true,
    ]);
    await run(`update webhooks set previous_secret_until = now() - interval '1 second'`);
    await server.post(`${PATH}/${id}/test`, {}, asTenant());
    received.length = 0;
    await deliver();
    expect([secret, rotated.body.secret].map((one) => received.some((message) => isSignedBy(one, message)))).toEqual([
      false,
      true,
    ]);
  });

  it('are shown once, sealed at rest, and survive that the data key is replaced', async () => {
    const { id, secret } = await hook(['analysis.completed']);
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const { rows } = await server.database.asTenant(tenant.id, (tx) =>
      sql<{ secret: Buffer }>`select secret from webhooks`.execute(tx),
    );
    expect(rows[0]?.secret.includes(bytes)).toBe(false);
    expect(JSON.stringify((await server.get(`${PATH}/${id}`, asTenant())).body)).not.toContain(secret);
    const { masterKeys } = await loadOperatorKeys(server.dataDirectory);
    await rotateDataKey(server.database, masterKeys, tenant.id, { actor: null, replaceOlder: true });
    const replaced = await replaceOlderKeys(server.database, masterKeys, tenant.id);
    expect(replaced).toMatchObject({ destroyed: 1, finished: true });
    options.dataKeys.forget(tenant.id);
    await server.post(`${PATH}/${id}/test`, {}, asTenant());
    await deliver();
    expect(received.map((message) => isSignedBy(secret, message))).toEqual([true]);
  });
});

describe('/api/v1/webhooks', () => {
  it('200 and 204: listed, changed, deleted, each change an event', async () => {
    const { id } = await hook(['analysis.completed'], { description: 'chat' });
    const changed = await server.send('PATCH', `${PATH}/${id}`, {
      ...asTenant(),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: ['issue.found'], minimum_severity: 'high', state: 'disabled' }),
    });
    expect(changed.body).toMatchObject({ events: ['issue.found'], minimum_severity: 'high', state: 'disabled' });
    expect((await server.get(PATH, asTenant())).body.items).toEqual([changed.body]);
    expect((await server.send('DELETE', `${PATH}/${id}`, asTenant())).status).toBe(204);
    expect((await server.get(`${PATH}/${id}`, asTenant())).status).toBe(404);
    const { body } = await server.get('/api/v1/audit-log?action=webhook.*', asTenant());
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'webhook.deleted',
      'webhook.changed',
      'webhook.created',
    ]);
    expect(JSON.stringify(body)).not.toContain('/hook');
  });

  it.each([
    'http://example.org/',
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'https://user:password@example.org/',
    'https://example.org:25/',
    'nonsense',
  ])('400: %s', async (url) => {
    const { status, body } = await server.post(PATH, { url, events: ['issue.found'] }, asTenant());
    expect([status, body.errors[0].path]).toEqual([400, '/url']);
  });

  it('400: an unknown event, none, or the same twice', async () => {
    for (const events of [['analysis.dreamt'], [], ['issue.found', 'issue.found']]) {
      expect((await server.post(PATH, { url: `${address}/x`, events }, asTenant())).status).toBe(400);
    }
  });

  it("404: another tenant's webhook", async () => {
    const { id } = await hook(['issue.found']);
    const { key } = await server.createTenant();
    const paths = [`${PATH}/${id}`, `${PATH}/${id}/deliveries`];
    for (const path of paths) expect((await server.get(path, { key })).status).toBe(404);
    for (const path of ['secret', 'test']) {
      expect((await server.post(`${PATH}/${id}/${path}`, {}, { key })).status).toBe(404);
    }
  });

  it('403: for a developer', async () => {
    const key = await server.createKey(tenant.id, 'developer');
    expect((await server.get(PATH, { key })).status).toBe(403);
  });
});
