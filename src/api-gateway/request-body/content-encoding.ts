// Compressed request bodies: decompressed within the limit of the endpoint, and not when they are made to swell.
import { Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { AssayError } from '../../errors.ts';

/** Source code shrinks to a tenth or so. What swells more than this, once it is large at all, is a bomb. */
const LARGEST_RATIO = 200;
const RATIO_MATTERS_FROM_BYTES = 1_048_576;

const DECOMPRESSORS: ReadonlyMap<string, () => Transform> = new Map(
  Object.entries({
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }),
);

const BROKEN = 'The body is not what Content-Encoding says, or it ends too early.';
const BOMB = `The body grows more than ${LARGEST_RATIO} times when it is decompressed.`;

/** The bytes of the body as they will be parsed; the server counts them against the limit of the endpoint. */
export function decompressBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    // It is the home region that reads it.
    if (request.routeOptions.config.isPassedOn === true) return done(null, payload);
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (encoding === 'identity' || encoding === '') return done(null, payload);
    const create = DECOMPRESSORS.get(encoding);
    if (create === undefined) {
      reply.header('accept-encoding', 'gzip, deflate, br');
      const detail = 'Content-Encoding may be gzip, deflate or br, one of them; or send the body plain.';
      return done(new AssayError('unsupported_media_type', { detail }));
    }
    const plain = decompressed(payload, create());
    reply.raw.once('close', () => plain.destroy());
    done(null, plain);
  });
}

function decompressed(payload: RequestPayload, decompressor: Transform): Transform {
  let received = 0;
  let produced = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _: BufferEncoding, next: TransformCallback) {
      received += chunk.length;
      // The server compares it with Content-Length, which counts the bytes on the wire.
      Object.assign(output, { receivedEncodedLength: received });
      next(null, chunk);
    },
  });
  const output = new Transform({
    transform(chunk: Buffer, _: BufferEncoding, next: TransformCallback) {
      produced += chunk.length;
      const isBomb = produced > RATIO_MATTERS_FROM_BYTES && produced > received * LARGEST_RATIO;
      next(isBomb ? new AssayError('payload_too_large', { detail: BOMB }) : null, chunk);
    },
  });
  // The server stops listening once it has refused a body; what happens to the stream then concerns nobody.
  output.on('error', () => {});
  // What is wrong with the compressed bytes is the client's doing, whatever zlib calls it.
  decompressor.on('error', (cause) => output.destroy(new AssayError('malformed_http', { detail: BROKEN, cause })));
  payload.once('error', (error) => output.destroy(error));
  // A body that is refused is not decompressed any further; its rest is read, so that the client reads the answer.
  output.once('close', () => {
    payload.unpipe(counter);
    payload.resume();
    counter.destroy();
    decompressor.destroy();
  });
  payload.pipe(counter).pipe(decompressor).pipe(output);
  return output;
}
