// Keys that sign access tokens. They belong to the installation, so their rows are those of the home tenant.
import { tenantTable } from './tenant-table.ts';

export const tokensAndPrivacy = [
  // `sealed`: the private key under the operator's master key. A key signs from `active_from` on, until a newer one does.
  `create table signing_keys (
    tenant_id uuid not null references tenants on delete cascade,
    kid text not null,
    public_key json not null,
    sealed bytea not null,
    created_at timestamptz(3) not null default now(),
    active_from timestamptz(3) not null,
    expires_at timestamptz(3),
    primary key (tenant_id, kid)
  )`,
  ...tenantTable('signing_keys'),
] as const satisfies readonly string[];
