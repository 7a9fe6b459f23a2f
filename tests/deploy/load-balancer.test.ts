// The shipped nginx configuration with a real nginx, before gateways that only say what arrived; and the switch between two sets of them.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadBalancer, nginx, nginxMissing, startLoadBalancer, upstreamList } from '../services/load-balancer.ts';
import { freePort } from '../services/programs.ts';

interface Gateway {
  readonly name: string;
  readonly address: string;
  readonly server: Server;
}

/** Answers as the smoke test expects, and says who it is and what it was sent. */
async function gateway(name: string, port = 0): Promise<Gateway> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const status = request.url === '/api/v1/model/status' ? 401 : 200;
      const { 'x-forwarded-for': forwarded, connection } = request.headers;
      const found = '"rule_id":"command-injection"';
      response.writeHead(status, { 'x-gateway': name, connection: 'keep-alive' });
      response.end(
        `{"forwarded":${JSON.stringify(forwarded)},"connection":${JSON.stringify(connection ?? '')},${found}}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { name, server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.skipIf(nginxMissing !== null)(`nginx${nginxMissing === null ? '' : ` (skipped: ${nginxMissing})`}`, () => {
  let [blue, green] = [null, null] as unknown as [Gateway, Gateway];
  let balancer: LoadBalancer;
  beforeAll(async () => {
    [blue, green] = [await gateway('blue'), await gateway('green')];
    balancer = await startLoadBalancer([blue.address, green.address]);
  });
  afterAll(async () => {
    await balancer?.stop();
    for (const { server } of [blue, green]) {
      server.closeAllConnections();
      server.close();
    }
  });
  const names = async (count: number, init: RequestInit = {}) => {
    const answers = await Promise.all(Array.from({ length: count }, () => fetch(`${balancer.address}/x`, init)));
    return answers.map((answer) => answer.headers.get('x-gateway'));
  };

  it('spreads requests and believes no client about its address', async () => {
    expect(new Set(await names(20))).toEqual(new Set(['blue', 'green']));
    const answer = await fetch(`${balancer.address}/x`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(await answer.json()).toMatchObject({ forwarded: '127.0.0.1' });
  });

  it('keeps metrics inside and bodies within bounds', async () => {
    expect((await fetch(`${balancer.address}/metrics`)).status).toBe(404);
    const large = await fetch(`${balancer.address}/x`, { method: 'POST', body: Buffer.alloc(65 * 1_048_576) }).catch(
      () => null,
    );
    expect(large === null || large.status === 413).toBe(true);
    expect((await fetch(`${balancer.address}/x`, { method: 'POST', body: Buffer.alloc(60 * 1_048_576) })).status).toBe(
      200,
    );
  });

  it('goes on without an error when a gateway is gone', async () => {
    // At a port that nobody else is given when it is gone.
    const gone = await gateway('gone', await freePort());
    const own = await startLoadBalancer([gone.address, green.address]);
    gone.server.closeAllConnections();
    await new Promise((resolve) => gone.server.close(resolve));
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => fetch(`${own.address}/x`, { method: 'POST', body: '{}' })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    } finally {
      await own.stop();
    }
  });

  it('switches all traffic to the other colour and back, and refuses a colour that does not answer', async () => {
    const { folder } = balancer;
    writeFileSync(join(folder, 'assay-blue.conf'), upstreamList([blue.address]));
    writeFileSync(join(folder, 'assay-green.conf'), upstreamList([green.address]));
    rmSync(join(folder, 'assay-upstreams.conf'));
    symlinkSync('assay-green.conf', join(folder, 'assay-upstreams.conf'));
    mkdirSync(join(folder, 'logs'), { recursive: true });
    const turn = async (colour: string, smoke: string) => {
      const environment = {
        ...process.env,
        NGINX: nginx ?? '',
        ASSAY_NGINX: folder,
        ASSAY_SMOKE_URL: smoke,
        ASSAY_API_KEY: 'x',
      };
      // Not synchronously: the gateways that it asks live in this process.
      const child = spawn('sh', ['deploy/strategies/switch.sh', colour], { env: environment, stdio: 'ignore' });
      return await new Promise((resolve) => child.once('close', resolve));
    };
    expect(await turn('blue', blue.address)).toBe(0);
    await expect.poll(async () => new Set(await names(10))).toEqual(new Set(['blue']));
    expect(await turn('green', 'http://127.0.0.1:9')).not.toBe(0);
    expect(readlinkSync(join(folder, 'assay-upstreams.conf'))).toBe('assay-blue.conf');
    expect(await turn('green', green.address)).toBe(0);
    await expect.poll(async () => new Set(await names(10))).toEqual(new Set(['green']));
  });

  it('takes the shipped files whole', () => {
    const listed = readFileSync('deploy/docker/production-upstreams.conf', 'utf8').replace(
      /gateway-\d:8080/g,
      '127.0.0.1:9',
    );
    const { folder } = balancer;
    const tried = join(folder, 'tried');
    mkdirSync(join(tried, 'logs'), { recursive: true });
    writeFileSync(join(tried, 'nginx.conf'), readFileSync(join(folder, 'nginx.conf')));
    writeFileSync(join(tried, 'assay-upstreams.conf'), listed);
    const certificate = spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=x',
      '-keyout',
      join(tried, 'tls.key'),
      '-out',
      join(tried, 'tls.crt'),
    ]);
    const file = certificate.status === 0 ? 'tls.conf' : 'plain.conf';
    writeFileSync(
      join(tried, 'assay-listen.conf'),
      readFileSync(`deploy/load-balancer/${file}`, 'utf8').replaceAll('/etc/nginx/tls', tried),
    );
    const { status, stderr } = spawnSync(nginx ?? '', ['-t', '-p', tried, '-c', join(tried, 'nginx.conf')], {
      encoding: 'utf8',
    });
    expect([status, stderr.includes('[emerg]')]).toEqual([0, false]);
  });
});
