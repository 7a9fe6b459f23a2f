// Times in the query of a list: RFC 3339, with or without the time of day.
import { AssayError } from '../errors.ts';

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))?$/;

/** `{ [name]: Date }`, or nothing when it was not asked for. Throws AssayError `invalid_request` that names the parameter. */
export function timeFilter<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: Date } {
  if (value === undefined) return {};
  const date = new Date(value);
  if (!TIME.test(value) || Number.isNaN(date.getTime())) {
    const message = 'must be a time as in RFC 3339, for example 2025-01-31T08:00:00Z';
    throw new AssayError('invalid_request', { errors: [{ path: `/${name}`, message }] });
  }
  return { [name]: date } as { [Key in Name]?: Date };
}
