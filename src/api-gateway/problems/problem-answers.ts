// Every refusal and failure leaves as application/problem+json, those of the HTTP server included.
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { createProblem } from '../../application-server/index.ts';
import type { Problem } from '../../contract/index.ts';
import { AssayError, type ErrorCode } from '../../errors.ts';
import { identifyRequest } from '../request-identity/request-identity.ts';

const MEDIA_TYPE = 'application/problem+json';
const DEFAULT_RETRY_SECONDS = 1;

/** Errors of the HTTP server that are the client's doing; any other is a bug of ours. */
const SERVER_ERRORS: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_http',
  FST_ERR_BAD_URL: 'malformed_http',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  FST_ERR_EMPTY_JSON_BODY: 'invalid_json',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  ECONNRESET: 'malformed_http',
  ECONNABORTED: 'malformed_http',
};

/** The error as one of the catalogue; what is unknown stays as it is and becomes `internal`. */
function toCatalogue(error: unknown): unknown {
  if (error instanceof AssayError) return error;
  const { code = '', statusCode = 500 } = (error ?? {}) as { readonly code?: string; readonly statusCode?: number };
  const known = SERVER_ERRORS[code] ?? clientError(statusCode);
  return known === null ? error : new AssayError(known, { cause: error });
}

/** What a plug-in of the server refuses, as the one for files does with a path that leads out of its folder. */
function clientError(status: number): ErrorCode | null {
  if (status === 403 || status === 404) return 'not_found';
  return status >= 400 && status < 500 ? 'malformed_http' : null;
}

/** The error handler of the HTTP server. */
export function answerProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = toCatalogue(error);
  if (request.raw.destroyed && reply.raw.destroyed) {
    request.log.debug({ err: error }, 'the client hung up before the answer');
  } else if (!(known instanceof AssayError)) {
    request.log.error({ err: error }, 'unexpected error');
  } else if (known.status >= 500) {
    request.log.warn({ err: known }, 'the request failed');
  }
  request.refusal = known instanceof AssayError ? known.code : 'internal';
  // The rest of a body that is refused is read and dropped, so that the client gets to read the answer.
  reply.removeHeader('connection');
  void reply
    .headers(problemHeaders(known))
    .header('content-type', MEDIA_TYPE)
    .code(known instanceof AssayError ? known.status : 500)
    // As bytes: to text the server would add a charset, which this media type does not have.
    .send(Buffer.from(JSON.stringify(extendProblem(createProblem(known, request.identity.requestId), request))));
}

function problemHeaders(error: unknown): Record<string, string> {
  if (!(error instanceof AssayError)) return {};
  if (error.status === 401) return { 'www-authenticate': 'Bearer realm="assay"' };
  const waits = error.retryAfter !== undefined || error.status === 429 || error.status === 503;
  return waits ? { 'retry-after': String(error.retryAfter ?? DEFAULT_RETRY_SECONDS) } : {};
}

/** Adds the members that only the gateway knows. */
function extendProblem(problem: Problem, request: FastifyRequest): Problem {
  if (problem.code === 'unknown_api_version')
    return { ...problem, supported_versions: [...request.server.supportedVersions] };
  if (problem.code === 'rate_limited') return { ...problem, 'violated-policies': [...(request.quota?.violated ?? [])] };
  return problem;
}

/** Answers what is no HTTP request at all, on the bare connection, and closes it. */
export function answerBrokenConnection(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const known = new AssayError(SERVER_ERRORS[error.code ?? ''] ?? 'malformed_http');
  const { requestId } = identifyRequest({});
  const body = JSON.stringify(createProblem(known, requestId));
  socket.end(
    `HTTP/1.1 ${known.status} ${known.code}\r\ncontent-type: ${MEDIA_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-request-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
  );
}
