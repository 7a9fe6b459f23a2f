// nginx with the configuration of deploy/load-balancer, before gateways on loopback.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, findProgram, freePort, readyOrEnded } from './programs.ts';

export const nginx = findProgram('nginx', ['/usr/sbin', '/usr/local/sbin']);
export const nginxMissing =
  nginx === null ? 'nginx is not installed; to run these tests: apt-get install nginx-light' : null;

export interface LoadBalancer {
  readonly address: string;
  /** with nginx.conf, assay-listen.conf and assay-upstreams.conf */
  readonly folder: string;
  stop(): Promise<void>;
}

/** One line of assay-upstreams.conf a gateway, as deploy/load-balancer/nginx.conf says. */
export function upstreamList(gateways: readonly string[]): string {
  return gateways.map((address) => `server ${new URL(address).host} max_fails=2 fail_timeout=2s;\n`).join('');
}

export async function startLoadBalancer(gateways: readonly string[]): Promise<LoadBalancer> {
  if (nginx === null) throw new Error(nginxMissing ?? '');
  const folder = mkdtempSync(join(tmpdir(), 'assay-nginx-'));
  const port = await freePort();
  const own = fileURLToPath(new URL('../../deploy/load-balancer/nginx.conf', import.meta.url));
  // What it writes below /tmp goes beside, so that several can run on one machine.
  writeFileSync(join(folder, 'nginx.conf'), readFileSync(own, 'utf8').replaceAll('/tmp/', `${folder}/`));
  writeFileSync(join(folder, 'assay-listen.conf'), `listen 127.0.0.1:${port};\n`);
  writeFileSync(join(folder, 'assay-upstreams.conf'), upstreamList(gateways));
  const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = `http://127.0.0.1:${port}`;
  const forget = () => rmSync(folder, { recursive: true, force: true });
  await readyOrEnded(child, async () => void (await fetch(`${address}/metrics`))).catch((error: unknown) => {
    forget();
    throw error;
  });
  return {
    address,
    folder,
    async stop() {
      await end(child, 'SIGTERM');
      forget();
    },
  };
}
