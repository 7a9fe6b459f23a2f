// Equal defects in other functions or files are other defects: a dismissal holds for one of them.

export const dismissalsOfPlaces = [
  `alter table issues add column within text not null default ''`,
  `alter table dismissals add column within text not null default ''`,
  `alter table dismissals add column path text not null default ''`,
  // Paths may be longer than an entry of an index.
  `alter table dismissals add column place text not null generated always as (md5(within) || md5(path)) stored`,
  'alter table dismissals drop constraint dismissals_pkey',
  'alter table dismissals add primary key (tenant_id, scope, fingerprint, place)',
  // What comes behind the first 32 digits tells equal defects of one file apart.
  'create index dismissals_by_base on dismissals (tenant_id, scope, (left(fingerprint, 32)))',
] as const satisfies readonly string[];
