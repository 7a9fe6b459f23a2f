// POST /api/v1/tenants: the platform owner makes a tenant and gets its first API key, shown once.
import { type Static, Type } from 'typebox';

export const TenantRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    region: Type.Optional(
      Type.String({
        maxLength: 20,
        description: 'Where it is to be at home: the region of the key that asks, also when left out.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TenantRequest = Static<typeof TenantRequest>;

export const TenantResponse = Type.Object({
  tenant_id: Type.String(),
  api_key: Type.String(),
  region: Type.Union([Type.String(), Type.Null()], {
    description: 'Where it is at home; null where there are no regions.',
  }),
});
export type TenantResponse = Static<typeof TenantResponse>;

/** DELETE /api/v1/tenants/{tenant_id}: everything of the tenant is erased. */
export const TenantErasureQuery = Type.Object(
  { confirm: Type.String({ maxLength: 200, description: "The tenant's name, word for word." }) },
  { additionalProperties: false },
);

/** POST /api/v1/tenants/{tenant_id}/key-rotations: a new data key for the tenant. */
export const KeyRotationRequest = Type.Object(
  {
    replace_older: Type.Optional(
      Type.Boolean({
        description: 'Seal stored code anew under the new key and destroy the older ones; takes a while.',
      }),
    ),
  },
  { additionalProperties: false },
);
export const KeyRotationResponse = Type.Object({ version: Type.Integer(), replaces_older: Type.Boolean() });
export type KeyRotationResponse = Static<typeof KeyRotationResponse>;

/** POST /api/v1/platform/master-key-rotations: every tenant's data keys are wrapped under a new master key. */
export const MasterKeyRotationResponse = Type.Object({
  resumed: Type.Boolean({ description: 'Whether it went on with a rotation that was interrupted.' }),
  tenants: Type.Integer(),
  rewrapped: Type.Integer({ description: 'Data keys that were wrapped anew.' }),
});
export type MasterKeyRotationResponse = Static<typeof MasterKeyRotationResponse>;
