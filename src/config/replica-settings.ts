// Settings of the read replica: another PostgreSQL that answers questions about history.
import { AssayError } from '../errors.ts';
import { integer, url, type Variable } from './variable.ts';

export interface ReplicaConfiguration {
  /** null: the primary answers everything */
  readonly databaseReadUrl: string | null;
  readonly databaseReadWaitMs: number;
}

export const REPLICA_SETTINGS = {
  databaseReadUrl: {
    name: 'DATABASE_READ_URL',
    description:
      'A streaming replica of the server of `DATABASE_URL`, with the same database and login. It answers lists and reports; what ' +
      'is not there yet, the primary answers. See `docs/operations/data.md`.',
    parse: url('postgres:', 'postgresql:'),
    default: 'none: the primary answers everything',
    secret: true,
  },
  databaseReadWaitMs: {
    name: 'ASSAY_DATABASE_READ_WAIT_MS',
    description:
      'Milliseconds that a question waits until the replica has everything that was written before it; then the primary is asked.',
    parse: integer({ default: 100, minimum: 0, maximum: 5000 }),
    default: '100',
  },
} as const satisfies { readonly [Key in keyof ReplicaConfiguration]: Variable<ReplicaConfiguration[Key]> };

/** The embedded database has no replica. Throws AssayError `invalid_configuration`. */
export function requirePrimary(databaseUrl: string | null, databaseReadUrl: string | null): void {
  if (databaseReadUrl === null || databaseUrl !== null) return;
  throw new AssayError('invalid_configuration', {
    detail: 'DATABASE_READ_URL names a replica of the server of DATABASE_URL, which is not set.',
  });
}
