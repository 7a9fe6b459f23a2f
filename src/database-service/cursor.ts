// The opaque cursor of a list: the place after the last row given out.
import { AssayError } from '../errors.ts';
import { isUuid } from './storable.ts';

export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

/** Of a list that is ordered newest first. Text for a client to hand back; it holds nothing that the client has not seen. */
export function encodeCursor(place: Place): string {
  return encode([String(place.createdAt.getTime()), place.id]);
}

/** The place, or AssayError `invalid_request` for text that no list gave out. */
export function decodeCursor(cursor: string): Place {
  const [milliseconds = '', id = ''] = decode(cursor, (place) => place.length === 2);
  return { createdAt: new Date(Number(milliseconds)), id };
}

/** Of a list that has several orders: it holds for the one it was given out in. The last value is the id. */
export function encodeOrderedCursor(order: string, values: readonly string[]): string {
  return encode([order, ...values]);
}

/** The values, whole numbers before the id, or AssayError `invalid_request` for text that this order did not give out. */
export function decodeOrderedCursor(cursor: string, order: string, length: number): readonly string[] {
  return decode(cursor, ([name, ...values]) => name === order && values.length === length).slice(1);
}

function encode(parts: readonly string[]): string {
  return Buffer.from(parts.join(' '), 'utf8').toString('base64url');
}

function decode(cursor: string, isPlace: (parts: readonly string[]) => boolean): readonly string[] {
  const parts = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const numbers = parts.slice(0, -1).filter((part, index) => index > 0 || !/^[a-z]/.test(part));
  const isWellFormed = isUuid(parts.at(-1) ?? '') && numbers.every((part) => /^\d{1,15}$/.test(part));
  if (isWellFormed && isPlace(parts)) return parts;
  const message = 'is not a cursor that this list gave out';
  throw new AssayError('invalid_request', { errors: [{ path: '/cursor', message }] });
}
