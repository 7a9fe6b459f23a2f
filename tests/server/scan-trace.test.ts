// One trace over every role and the queue: a scan that is given at a gateway, published by the application server through RabbitMQ, worked
// on by a worker, which asks a model replica.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtlpReceiver, startOtlpReceiver } from '../services/otlp-receiver.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { type RabbitmqServer, rabbitmqMissing, startRabbitmq } from '../services/rabbitmq.ts';
import { ask, createInstallation, type Installation, type RoleProcess, START_MS } from './role-processes.ts';
import { critical } from './samples.ts';

const missing = postgresqlMissing ?? rabbitmqMissing;
const TRACE_ID = '5bf92f3577b34da6a3ce929d0e0e4736';

describe.skipIf(missing !== null)(`a scan over roles${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let postgresql: PostgresqlServer;
  let rabbitmq: RabbitmqServer;
  let collector: OtlpReceiver;
  let installation: Installation;
  let gateway: RoleProcess;

  beforeAll(async () => {
    [postgresql, rabbitmq, collector] = await Promise.all([startPostgresql(), startRabbitmq(), startOtlpReceiver()]);
    installation = await createInstallation({
      DATABASE_URL: await postgresql.createDatabase(),
      AMQP_URL: rabbitmq.url,
      ASSAY_DRAIN_DELAY_MS: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
      // Only what a client traces is recorded.
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    const model = await installation.launch('model', 'model-1');
    const asking = { ASSAY_MODEL_SERVERS: model.address };
    const api = await installation.launch('api', 'api-1', asking);
    gateway = await installation.launch('gateway', 'gateway-1', { ASSAY_UPSTREAMS: api.address });
    await installation.launch('worker', 'worker-1', asking);
  }, 5 * START_MS);
  afterAll(async () => {
    await installation?.remove();
    await collector?.stop();
    await rabbitmq?.remove();
    await postgresql?.remove();
  });

  it(
    'is one trace from the gateway through the queue to the worker and the model replica that it asks',
    async () => {
      const begun = await ask(gateway.address, '/api/v1/scans', {
        method: 'POST',
        body: JSON.stringify({ files: [{ path: 'traced.py', code: critical('traced') }] }),
        headers: { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
      });
      expect(begun.status).toBe(202);
      const named = (service: string, name: string) =>
        collector.spans.find((span) => span.service === service && span.name === name);
      const heard = () => ({
        gateway: collector.spans.some(({ service }) => service === 'assay-gateway'),
        published: named('assay-api', 'publish') !== undefined,
        processed: named('assay-worker', 'scans process') !== undefined,
        analysed: named('assay-model', 'POST /model/v1/analyses') !== undefined,
      });
      await expect.poll(heard).toEqual({ gateway: true, published: true, processed: true, analysed: true });
      expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([TRACE_ID]));
      const processed = named('assay-worker', 'scans process');
      expect(processed?.parentSpanId).toBe(named('assay-api', 'publish')?.spanId);
      expect(named('assay-model', 'POST /model/v1/analyses')?.parentSpanId).toBe(processed?.spanId);
      expect(collector.received()).not.toContain('eval(');
    },
    START_MS,
  );
});
