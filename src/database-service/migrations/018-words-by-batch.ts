// The words of a batch by their beginnings, so that one defect can be asked for a word however many words its batch has.
export const wordsByBatch = [
  'create index defect_words_of_batch on defect_words (tenant_id, batch_id, word)',
  'drop index defect_words_by_batch',
] as const satisfies readonly string[];
