// Bytes on a bare connection that are no proper HTTP, or only just.
import type { SeededRandom } from '../seeded-random.ts';

/** Sent in these pieces, with a pause between them; then the connection is ended. */
export type Pieces = readonly Buffer[];

const BODY = '{"code":"x = 1"}';
const post = (headers: string, body: string) => `POST /api/v1/analyze HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;
const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

const BROKEN: readonly string[] = [
  '',
  '\r\n\r\n',
  'nonsense\r\n\r\n',
  'GET\r\n\r\n',
  'GET /\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'get /livez http/1.1\r\nHost: x\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'GET /livez HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n',
  'GET /livez HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n',
  'GET /livez HTTP/1.1\r\nHost: x\r\nname : space\r\n\r\n',
  'GET /livez HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n',
  'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
  'GET /livez HTTP/1.1\r\nHost: x\r\nnul: a\0b\r\n\r\n',
  'GET /livez HTTP/1.1\nHost: x\n\n',
  `GET /livez HTTP/1.1\r\nHost: x\r\n${'h: v\r\n'.repeat(3000)}\r\n`,
  `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n',
  post('Content-Length: 5', BODY),
  post('Content-Length: 500', BODY),
  post('Content-Length: -1', BODY),
  post('Content-Length: 99999999999999999999', BODY),
  post('Content-Length: 16\r\nContent-Length: 17', BODY),
  post('Content-Length: 0x10', BODY),
  post('Content-Length: 16\r\nTransfer-Encoding: chunked', `10\r\n${BODY}\r\n0\r\n\r\n`),
  post('Transfer-Encoding: chunked', 'zz\r\n'),
  post('Transfer-Encoding: chunked', `10\r\n${BODY}`),
  post('Transfer-Encoding: chunked', `ffffffffffffffff\r\n${BODY}`),
  post(
    'Transfer-Encoding: chunked\r\nContent-Type: application/json',
    `10;ext="\r\n${BODY}\r\n0\r\nTrailer: x\r\n\r\n`,
  ),
  post('Transfer-Encoding: nonsense', BODY),
  post('Transfer-Encoding: gzip, chunked', '0\r\n\r\n'),
  post('Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 3', '\x1f\x8b\x08'),
  `${get('/livez')}${get('/livez')}garbage`,
];

const TARGETS: readonly string[] = [
  '/..%2f..%2f..%2fetc/passwd',
  '/docs/static/../../../../etc/passwd',
  '/docs/static/%2e%2e/%2e%2e/package.json',
  '/%00',
  '/%',
  '/%c0%af',
  '//evil.example/',
  '/\\evil',
  '/api//v1//analyze',
  '/api/v1/analyze/',
  '/API/V1/ANALYZE',
  '/api/v1/./analyze',
  '/api/v1/../v1/analyses',
  '/api/v1;x=y/analyses',
  '/api/v99999999999999999999/analyze',
  '/api/v1/analyses/%F0%9F%92%A9',
  'http://evil.example/livez',
  'https://x/api/v1/analyses',
  '*',
  '?',
  '/?',
  '/livez?' + '&'.repeat(5000),
  `/livez?${'a[]=1&'.repeat(1000)}`,
  '/livez?a=%',
  '/livez#fragment',
  '/problems/__proto__',
  '/problems/constructor',
  '/rules/../../x',
];

export function brokenRequest(random: SeededRandom): Pieces {
  const kind = random.next();
  if (kind < 0.45) return inPieces(random.pick(BROKEN), random);
  if (kind < 0.75) return [Buffer.from(get(random.pick(TARGETS)), 'latin1')];
  // Something proper with bytes changed, cut out or put in.
  const bytes = [
    ...Buffer.from(random.chance(0.5) ? get('/api/v1/model/status') : post('Content-Length: 16', BODY), 'latin1'),
  ];
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length);
    bytes.splice(at, random.below(3), ...Array.from({ length: random.below(3) }, () => random.below(256)));
  }
  return [Buffer.from(bytes)];
}

/** Whole, or slowly. */
function inPieces(text: string, random: SeededRandom): Pieces {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 4 || bytes.length > 2000 || random.chance(0.8)) return [bytes];
  const middle = 1 + random.below(bytes.length - 2);
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}
