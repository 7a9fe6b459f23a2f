// The path carries the major version. Unknown ones are answered with the list of those that are served.
import { AssayError } from '../../errors.ts';

/** Others are served from it, see dialects.ts. */
export const NEWEST_VERSION = 'v1';

/** The error for a path that no route serves: an unknown version, or nothing there. */
export function unknownPath(path: string, supported: readonly string[]): AssayError {
  const version = /^\/api\/(v\d[^/?]*)(?=[/?]|$)/.exec(path)?.[1];
  if (version === undefined || supported.includes(version)) return new AssayError('not_found');
  return new AssayError('unknown_api_version', {
    detail: `This API version is not served. Supported: ${supported.join(', ')}.`,
  });
}
