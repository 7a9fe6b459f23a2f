// Request bodies: UTF-8 JSON or a clear refusal, decided on the bytes before anything is decoded; raw bytes where an endpoint says so.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import { findJsonFault } from './json-error.ts';

/** Takes bodies of these types as they are, where the endpoint names the type. Anywhere else they are 415. */
export function acceptRawBodies(app: FastifyInstance, types: readonly string[]): void {
  if (types.length === 0) return;
  app.addContentTypeParser<Buffer>([...types], { parseAs: 'buffer' }, (request, bytes, done) => {
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    const { endpoint } = request.routeOptions.config;
    if (endpoint?.rawBodies?.includes(type) !== true) return done(new AssayError('unsupported_media_type'));
    note(request, bytes);
    done(null, bytes);
  });
}

/** Replaces the parsers of the server by one for `application/json`. Everything else is 415. */
export function acceptJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // It also refuses `__proto__` and `constructor.prototype` keys, which a careless merge would turn into behaviour.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const text = decode(request, bytes);
    if (text instanceof AssayError) return done(text);
    parse(request, text, (error, body) => {
      if (error === null) return done(null, body);
      done(describeFault(text));
    });
  });
}

function decode(request: FastifyRequest, bytes: Buffer): string | AssayError {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    return new AssayError('unsupported_media_type', { detail: 'The body must be application/json in UTF-8.' });
  }
  if (!isUtf8(bytes)) return new AssayError('invalid_encoding');
  note(request, bytes);
  return bytes.toString('utf8');
}

function note(request: FastifyRequest, bytes: Buffer): void {
  request.bodyBytes = bytes.length;
  if (request.headers['idempotency-key'] !== undefined) request.bodyHash = createHash('sha256').update(bytes).digest();
}

function describeFault(text: string): AssayError {
  if (text.trim() === '') return new AssayError('invalid_json', { detail: 'The body is empty; JSON is expected.' });
  const fault = findJsonFault(text.replace(/^\ufeff/, ' '));
  if (fault === null) {
    return new AssayError('invalid_json', {
      detail: 'The body has a key that is not allowed: __proto__ or constructor.',
    });
  }
  const place = `line ${fault.line}, column ${fault.column}`;
  return new AssayError('invalid_json', {
    detail: `The body is not valid JSON: it goes wrong at ${place}.`,
    errors: [{ path: '', message: `unexpected at ${place}` }],
  });
}
