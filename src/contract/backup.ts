// POST /api/v1/platform/backups: the running server writes a backup into its data directory.
import { type Static, Type } from 'typebox';

/** Either a passphrase, or 32 bytes in base64. */
const Secret = Type.Union([
  Type.Object({ passphrase: Type.String({ minLength: 12, maxLength: 1000 }) }, { additionalProperties: false }),
  Type.Object({ key: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }) }, { additionalProperties: false }),
]);

export const BackupRequest = Type.Object(
  {
    secret: Secret,
    operator_keys: Type.Optional(
      Type.Union([Secret, Type.Null()], {
        description:
          "The operator's keys go along, sealed under this secret of their own. Without it they are left out.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type BackupRequest = Static<typeof BackupRequest>;

export const BackupResponse = Type.Object({
  file: Type.String({ description: 'Its name, in the folder `backups` of the data directory.' }),
  bytes: Type.Integer(),
  created_at: Type.String(),
  with_operator_keys: Type.Boolean(),
  tables: Type.Array(Type.Object({ name: Type.String(), rows: Type.Integer(), sha256: Type.String() })),
});
export type BackupResponse = Static<typeof BackupResponse>;
