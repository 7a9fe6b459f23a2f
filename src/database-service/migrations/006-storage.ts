// Data keys with versions.

export const storage = [
  // A destroyed key is an empty one; its row stays until the rows that were sealed under it are gone.
  'alter table tenant_keys add column version integer not null default 1 check (version > 0)',
  'alter table tenant_keys add column replaces_older boolean not null default false',
  'alter table tenant_keys drop constraint tenant_keys_pkey',
  'alter table tenant_keys add primary key (tenant_id, version)',

  // Sealed bytes begin with 1, or with 2 and the version of the key.
  `alter table code_objects add column key_version integer not null generated always as (
    case when get_byte(ciphertext, 0) = 2 then (get_byte(ciphertext, 1) << 24) | (get_byte(ciphertext, 2) << 16)
      | (get_byte(ciphertext, 3) << 8) | get_byte(ciphertext, 4) else 1 end) stored`,
  'alter table code_objects add foreign key (tenant_id, key_version) references tenant_keys (tenant_id, version)',
  'create index code_objects_by_key on code_objects (tenant_id, key_version)',
] as const satisfies readonly string[];
