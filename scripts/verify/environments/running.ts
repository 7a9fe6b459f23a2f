// Runs the processes of an environment on this machine with the settings that they have there, and nginx before them. Every part has an
// address of its own on loopback, by its name in /etc/hosts: so addresses stay as the files have them.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginx, nginxMissing } from '../../../tests/services/load-balancer.ts';
import { end, readyOrEnded } from '../../../tests/services/programs.ts';
import { createMember, type Member } from '../../fleet/member.ts';
import type { Started } from '../../fleet/started.ts';
import { readImageSettings } from '../image/dockerfile.ts';
import { BALANCER, type Environment, type Part } from './environment.ts';

const PORT = 8080;
const KEYS_MS = 600_000;
const BALANCER_ADDRESS = '127.0.2.1';

/** `hosts` is the file that stands for /etc/hosts here. Returns the certificate that clients must believe, if there is one. */
export async function runEnvironment(
  { parts, balancer }: Environment,
  folder: string,
  hosts: string,
  started: Started,
): Promise<string | null> {
  const addresses = parts.map(({ name }, index) => `127.0.1.${index + 1} ${name}`);
  writeFileSync(hosts, ['127.0.0.1 localhost', ...addresses, `${BALANCER_ADDRESS} ${BALANCER}`, ''].join('\n'));
  const keys = join(folder, 'operator-keys');
  const members = parts.map((part, index) => createPart(part, `127.0.1.${index + 1}`, folder));
  started.undoBy(() => Promise.all(members.map((member) => member.retire())));
  const maker = members[parts.findIndex(({ command, keys: given }) => given === 'all' && command.includes('api'))];
  if (maker !== undefined) {
    maker.spawn();
    await untilKeys(keys, maker, started);
    cpSync(join(keys, 'model.key'), join(folder, 'model-keys/model.key'));
  }
  for (const member of members) {
    started.goOn();
    await member.start();
  }
  return balancer === null ? null : await startBalancer(balancer, folder, started);
}

function createPart({ name, command, environment, keys }: Part, host: string, folder: string): Member {
  const dataDirectory = join(folder, name);
  mkdirSync(dataDirectory, { recursive: true });
  if (keys !== 'none') {
    const mounted = join(folder, keys === 'all' ? 'operator-keys' : 'model-keys');
    mkdirSync(mounted, { recursive: true, mode: 0o700 });
    symlinkSync(mounted, join(dataDirectory, 'keys'));
  }
  const image = readImageSettings().environment;
  const role = command[command.indexOf('--role') + 1];
  return createMember({
    name,
    ...(command.includes('--role') && role !== undefined ? { role } : {}),
    host,
    port: PORT,
    dataDirectory,
    environment: { ...image, ...environment },
  });
}

async function untilKeys(folder: string, maker: Member, started: Started): Promise<void> {
  const deadline = Date.now() + KEYS_MS;
  while (!['gateway.key', 'model.key'].every((name) => existsSync(join(folder, name)))) {
    started.goOn();
    if (maker.hasEnded() || Date.now() > deadline) throw new Error(`${maker.name} made no keys: ${maker.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The files as they are, but for where it listens: all addresses of this machine would be those of the parts, too. */
async function startBalancer(
  files: Readonly<Record<string, string>>,
  folder: string,
  started: Started,
): Promise<string | null> {
  if (nginx === null) throw new Error(nginxMissing ?? '');
  const own = join(folder, 'nginx');
  const secrets = join(own, 'tls');
  mkdirSync(secrets, { recursive: true });
  const here = (text: string) =>
    text
      .replace(/^listen (\d+)/m, `listen ${BALANCER_ADDRESS}:$1`)
      .replaceAll('/tmp/', `${own}/`)
      .replaceAll('/etc/nginx/tls', secrets);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), here(text));
  const isSecured = files['assay-listen.conf']?.includes(' ssl') === true;
  if (isSecured) makeCertificate(secrets);
  const child = spawn(nginx, ['-p', own, '-c', join(own, 'nginx.conf'), '-g', 'daemon off;'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.undoBy(() => end(child, 'SIGTERM'));
  await readyOrEnded(child, async () => void readFileSync(join(own, 'nginx.pid')));
  return isSecured ? join(secrets, 'tls.crt') : null;
}

function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'tls.key'), '-out', join(folder, 'tls.crt')];
  const what = ['-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${BALANCER}`];
  const { status, stderr } = spawnSync(
    'openssl',
    ['req', '-x509', ...what, '-addext', `subjectAltName=DNS:${BALANCER}`, ...files],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`openssl made no certificate: ${stderr}`);
}
