// A user as it is shown.
import type { User } from '../../contract/index.ts';
import type { UserRecord } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';

export function toUser(record: UserRecord): User {
  const { id, kind, email, name, role, state, issuer, subject, hasPassword, createdAt, createdBy } = record;
  return {
    user_id: id,
    kind,
    email,
    name,
    role: role as User['role'],
    state,
    issuer,
    subject,
    has_password: hasPassword,
    created_at: createdAt.toISOString(),
    created_by: createdBy,
  };
}

/** The record, or AssayError `not_found`: unknown and foreign look alike. */
export function existingUser(record: UserRecord | null): UserRecord {
  if (record === null) throw new AssayError('not_found', { detail: 'There is no user of that id.' });
  return record;
}
