import { createServer as createHttpServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOutgoing, type OutgoingOptions } from './outgoing.ts';
import { isPublicAddress, parseAllowList } from './outgoing-addresses.ts';

const servers: { close(): void; closeAllConnections?: () => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listen(
  answer: (response: ServerResponse, path: string) => void,
): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => answer(response, request.url ?? ''));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as { port: number }).port, asked };
}

const post = (url: string, options: Partial<OutgoingOptions> = {}, timeoutMs = 60_000) =>
  createOutgoing({ allow: [], http: false, ...options }).post({ url, headers: {}, body: '{}', timeoutMs });
const ok = (response: ServerResponse) => void response.writeHead(204).end();

describe('public addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.255',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '5f00::1',
    'localhost',
    '',
    '1.2.3',
  ])('do not include %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '8.8.8.8',
    '100.63.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('include %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('are joined by what the operator allows', () => {
    const list = parseAllowList(['hooks.internal', '10.1.0.0/16', '::1']);
    expect([list.allowsName('HOOKS.internal'), list.allowsName('x.hooks.internal')]).toEqual([true, false]);
    const asked = ['10.1.2.3', '10.2.0.1', '::1', '::2', 'nonsense'];
    expect(asked.map((address) => list.allowsAddress(address))).toEqual([true, false, true, false, false]);
    for (const wrong of ['10.0.0.0/x', 'a b', 'name/8']) expect(() => parseAllowList([wrong])).toThrow(wrong);
  });
});

describe('outgoing calls', () => {
  it.each([
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://example.org/',
    'https://user:secret@example.org/',
    'https://user@example.org/',
    'http://example.org/',
    'https://example.org:22/',
    'https://example.org:6379/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:7f00:1::]/',
    'https://１２７.0.0.1/',
    'nonsense',
    '',
  ])('never go to %s', async (url) => {
    const outgoing = createOutgoing({ allow: [], http: false });
    expect(outgoing.objection(url)).not.toBeNull();
    await expect(outgoing.post({ url, headers: {}, body: '' })).rejects.toMatchObject({ failure: 'refused' });
  });

  it('may go to public names by https, and by http when the operator says so', () => {
    const objections = (http: boolean) =>
      ['https://example.org/x', 'https://example.org:8443/', 'https://8.8.8.8/', 'http://example.org/'].map(
        createOutgoing({ allow: [], http }).objection,
      );
    expect(objections(false).map((reason) => reason === null)).toEqual([true, true, true, false]);
    expect(objections(true).every((reason) => reason === null)).toBe(true);
  });

  it.each([['127.0.0.1'], ['10.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['169.254.169.254'], ['fd00::1']])(
    'connect to no name that resolves to %s, also beside a public address',
    async (address) => {
      for (const addresses of [[address], ['8.8.8.8', address]]) {
        const resolve = async () => addresses;
        await expect(post('https://rebind.example/', { resolve })).rejects.toMatchObject({ failure: 'refused' });
      }
    },
  );

  it('resolve a name once, so that a second answer cannot lead elsewhere', async () => {
    const { port, asked } = await listen(ok);
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let resolved = 0;
    const resolve = async () => answers[resolved++] ?? [];
    const url = `http://hooks.example:${port}/hook`;
    expect(await post(url, { allow: ['hooks.example'], resolve })).toBe(204);
    expect([resolved, asked]).toEqual([1, ['POST /hook']]);
  });

  it('reach what the operator allows, by name, address or range', async () => {
    const { port } = await listen(ok);
    const url = `http://127.0.0.1:${port}/`;
    await expect(post(url)).rejects.toMatchObject({ failure: 'refused' });
    for (const allow of [['127.0.0.1'], ['127.0.0.0/8']]) expect(await post(url, { allow })).toBe(204);
  });

  it('follow no redirect', async () => {
    const { port, asked } = await listen((response) => void response.writeHead(302, { location: '/inside' }).end());
    expect(await post(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1'] })).toBe(302);
    expect(asked).toEqual(['POST /']);
  });

  it('end when the answer takes too long, trickles, never ends, or breaks off', async () => {
    const trickle = (response: ServerResponse) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    };
    const allow = ['127.0.0.1'];
    for (const answer of [() => {}, trickle]) {
      const { port } = await listen(answer);
      await expect(post(`http://127.0.0.1:${port}/`, { allow }, 150)).rejects.toMatchObject({ failure: 'timeout' });
    }
    const broken = createTcpServer((socket) => void socket.once('data', () => socket.destroy()).on('error', () => {}));
    servers.push(broken);
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const { port } = broken.address() as { port: number };
    await expect(post(`http://127.0.0.1:${port}/`, { allow })).rejects.toMatchObject({ failure: 'unreachable' });
    await expect(post('http://127.0.0.1:1/', { allow })).rejects.toMatchObject({ failure: 'unreachable' });
  });

  it('read little of an answer without end', async () => {
    const endless = (response: ServerResponse) => {
      const write = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.writeHead(200).on('drain', write);
      write();
    };
    const { port } = await listen(endless);
    expect(await post(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1'] })).toBe(200);
  });

  it('ask no proxy of the environment', async () => {
    const { port, asked } = await listen(ok);
    const proxy = await listen(ok);
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    try {
      await post(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1'] });
    } finally {
      vi.unstubAllEnvs();
    }
    expect([asked.length, proxy.asked.length]).toEqual([1, 0]);
  });
});
