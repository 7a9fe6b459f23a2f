// Answers compressed for clients that ask for it: Brotli or gzip, from a size on at which that pays.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Below that an answer fits into one packet anyway. */
const SMALLEST_BYTES = 1400;
const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript|yaml)|image\/svg\+xml)/i;
/** About as fast as gzip and smaller; the highest levels cost a hundred times more. */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 6;

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };
type Encoding = keyof typeof compress;

export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!isWorthIt(request, reply, payload)) return payload;
    addVary(reply, 'Accept-Encoding');
    const encoding = preferredEncoding(request.headers['accept-encoding']);
    if (encoding === null) return payload;
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const compressed =
      encoding === 'br'
        ? await compress.br(bytes, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            },
          })
        : await compress.gzip(bytes, { level: GZIP_LEVEL });
    reply.header('content-encoding', encoding).header('content-length', compressed.length);
    // The same content in other bytes: the tag says so (RFC 9110, section 8.8.1), and still matches If-None-Match.
    const etag = reply.getHeader('etag');
    if (typeof etag === 'string' && !etag.startsWith('W/')) reply.header('etag', `W/${etag}`);
    return compressed;
  });
}

/** An answer that sets a cookie is left alone: the length of what is compressed together with a secret tells of it. */
function isWorthIt(request: FastifyRequest, reply: FastifyReply, payload: unknown): payload is string | Buffer {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return false;
  if (payload.length < SMALLEST_BYTES || request.method === 'HEAD') return false;
  if (reply.hasHeader('content-encoding') || reply.hasHeader('set-cookie')) return false;
  return COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''));
}

/** The better of what the client takes (RFC 9110, section 12.5.3), or null for plain bytes. */
export function preferredEncoding(header: string | string[] | undefined): Encoding | null {
  if (header === undefined) return null;
  const weights = new Map<string, number>();
  for (const item of String(header).split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const weightOf = (name: Encoding) => weights.get(name) ?? weights.get('*') ?? 0;
  const [br, gz] = [weightOf('br'), weightOf('gzip')];
  if (br === 0 && gz === 0) return null;
  return br >= gz ? 'br' : 'gzip';
}

export function addVary(reply: FastifyReply, name: string): void {
  const present = String(reply.getHeader('vary') ?? '');
  if (present.toLowerCase().split(/, */).includes(name.toLowerCase())) return;
  reply.header('vary', present === '' ? name : `${present}, ${name}`);
}
