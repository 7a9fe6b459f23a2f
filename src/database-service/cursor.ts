// The opaque cursor of a list: the place after the last row given out.
import { AssayError } from '../errors.ts';
import { isUuid } from './storable.ts';

/** The values of the last row that the list is ordered by; the last of them is its id. */
export type Place = readonly [...string[], string];

/** Text for a client to hand back; it holds nothing that the client has not seen. */
export function encodeCursor(list: string, place: Place): string {
  return Buffer.from([list, ...place].join(' '), 'utf8').toString('base64url');
}

/**
 * The place, or AssayError `invalid_request` for text that this list did not give out. The values before the id are
 * whole numbers.
 */
export function decodeCursor(cursor: string, list: string, length: number): readonly string[] {
  const [name, ...place] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const isPlace =
    name === list &&
    place.length === length &&
    isUuid(place.at(-1) ?? '') &&
    place.slice(0, -1).every((value) => /^\d{1,15}$/.test(value));
  if (isPlace) return place;
  const message = 'is not a cursor that this list gave out in this order';
  throw new AssayError('invalid_request', { errors: [{ path: '/cursor', message }] });
}
