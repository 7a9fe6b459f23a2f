// The opaque cursor of a list that is ordered newest first: the place after the last row given out.
import { AssayError } from '../errors.ts';
import { isUuid } from './storable.ts';

export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

/** Text for a client to hand back; it holds nothing that the client has not seen. */
export function encodeCursor(place: Place): string {
  return Buffer.from(`${place.createdAt.getTime()} ${place.id}`, 'utf8').toString('base64url');
}

/** The place, or AssayError `invalid_request` for text that no list gave out. */
export function decodeCursor(cursor: string): Place {
  const [milliseconds = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (!/^\d{1,15}$/.test(milliseconds) || !isUuid(id)) {
    throw new AssayError('invalid_request', {
      errors: [{ path: '/cursor', message: 'is not a cursor that a list gave out' }],
    });
  }
  return { createdAt: new Date(Number(milliseconds)), id };
}
