// From an error to RFC 9457 problem details. The one place that decides what of an error a client may see.
import type { Problem } from '../../contract/index.ts';
import { AssayError, ERROR_CATALOGUE } from '../../errors.ts';

/** Anything that is not in the catalogue is a bug: it becomes `internal`, and only the log says what it was. */
export function createProblem(error: unknown, requestId: string): Problem {
  const known = error instanceof AssayError ? error : new AssayError('internal');
  return {
    type: `/problems/${known.code}`,
    title: ERROR_CATALOGUE[known.code].title,
    status: known.status,
    detail: known.detail,
    instance: `urn:assay:request:${requestId}`,
    code: known.code,
    ...(known.errors !== undefined && { errors: known.errors.map(({ path, message }) => ({ path, message })) }),
  };
}
