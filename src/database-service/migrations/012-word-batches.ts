// The words of defects by batch: what one analysis found shares most of its words, and a row costs more than what is in it.
import { tenantTable } from './tenant-table.ts';

export const wordBatches = [
  // Row-level security holds for the owner too, but not until this transaction ends, which may be a restore's.
  `select set_config('app.whole', 'on', true)`,
  'alter table defect_words rename to defect_words_before',
  // The defects of the batch in which the word stands. They are not foreign keys: who deletes a defect takes it out.
  `create table defect_words (
    tenant_id uuid not null references tenants on delete cascade,
    word text collate "C" not null,
    batch_id uuid not null,
    defect_ids uuid[] not null,
    primary key (tenant_id, word, batch_id)
  )`,
  ...tenantTable('defect_words'),
  `insert into defect_words (tenant_id, word, batch_id, defect_ids)
    select tenant_id, word, defect_id, array[defect_id] from defect_words_before`,
  'create index defect_words_by_batch on defect_words (tenant_id, batch_id)',
  'drop table defect_words_before',
  'alter table defects add column word_batch_id uuid',
  'update defects set word_batch_id = defect_id',
  'alter table defects alter column word_batch_id set not null',
] as const satisfies readonly string[];
