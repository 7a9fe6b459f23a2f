// POST /api/v1/tenants: the platform owner makes a tenant and gets its first API key, shown once.
import { type Static, Type } from 'typebox';

export const TenantRequest = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type TenantRequest = Static<typeof TenantRequest>;

export const TenantResponse = Type.Object({ tenant_id: Type.String(), api_key: Type.String() });
export type TenantResponse = Static<typeof TenantResponse>;
