// What became of suggestions, as the order of fixes is learned from them: readable as it was at any knowledge version.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { raiseKnowledgeVersion, type SuggestionOutcome } from './feedback.ts';
import { storableText } from './storable.ts';

export interface NewSuggestionOutcome {
  /** the knowledge version that it has made */
  readonly version: number;
  readonly analysisId: string;
  readonly issueId: string;
  readonly suggestionId: string;
  /** who says so: a user's or an API key's id */
  readonly actor: string;
  readonly isService: boolean;
  readonly ruleId: string;
  /** the sentence of the fix without names of the code */
  readonly template: string;
  readonly size: 'small' | 'medium' | 'large';
  readonly source: 'rule' | 'learned' | 'llm';
  readonly outcome: SuggestionOutcome;
}

export interface SuggestionOutcomeRecord extends NewSuggestionOutcome {
  readonly id: string;
}

/** So many are learned from: the newest. They bound time and memory. */
const MOST_OUTCOMES = 5000;

/** Stores an outcome; what the same actor has said before of a suggestion of this issue ends with it. Returns its id. */
export async function saveSuggestionOutcome(tx: TenantTransaction, given: NewSuggestionOutcome): Promise<string> {
  await tx
    .updateTable('suggestion_outcomes')
    .set({ valid_until: given.version })
    .where('issue_id', '=', given.issueId)
    .where('suggestion_id', '=', given.suggestionId)
    .where('actor', '=', given.actor)
    .where('valid_until', 'is', null)
    .execute();
  const id = uuidv7();
  await tx
    .insertInto('suggestion_outcomes')
    .values({
      version: given.version,
      outcome_id: id,
      analysis_id: given.analysisId,
      issue_id: given.issueId,
      suggestion_id: given.suggestionId,
      actor: given.actor,
      is_service: given.isService,
      rule_id: storableText(given.ruleId),
      template: storableText(given.template),
      size: given.size,
      source: given.source,
      outcome: given.outcome,
    })
    .execute();
  return id;
}

/** The newest outcomes in force, or as they were at a version, oldest first. What was deleted since is not there any more. */
export async function listSuggestionOutcomes(
  tx: TenantTransaction,
  at: number | null = null,
): Promise<SuggestionOutcomeRecord[]> {
  const known =
    at === null ? sql`valid_until is null` : sql`version <= ${at} and (valid_until is null or valid_until > ${at})`;
  const { rows } = await sql<OutcomeRow>`
    select * from suggestion_outcomes where ${known} order by version desc limit ${MOST_OUTCOMES}`.execute(tx);
  return rows.map(toRecord).reverse();
}

/** Erases what a person has said of suggestions; returns the knowledge version of that, or null when there was nothing. */
export async function eraseSuggestionOutcomesOf(tx: TenantTransaction, actor: string): Promise<number | null> {
  const { numDeletedRows } = await tx.deleteFrom('suggestion_outcomes').where('actor', '=', actor).executeTakeFirst();
  if (numDeletedRows === 0n) return null;
  const version = await raiseKnowledgeVersion(tx);
  await tx
    .updateTable('knowledge')
    .set({ forgotten_since: String(version) })
    .execute();
  return version;
}

interface OutcomeRow {
  readonly version: string;
  readonly outcome_id: string;
  readonly analysis_id: string;
  readonly issue_id: string;
  readonly suggestion_id: string;
  readonly actor: string;
  readonly is_service: boolean;
  readonly rule_id: string;
  readonly template: string;
  readonly size: NewSuggestionOutcome['size'];
  readonly source: NewSuggestionOutcome['source'];
  readonly outcome: SuggestionOutcome;
}

function toRecord(row: OutcomeRow): SuggestionOutcomeRecord {
  return {
    id: row.outcome_id,
    version: Number(row.version),
    analysisId: row.analysis_id,
    issueId: row.issue_id,
    suggestionId: row.suggestion_id,
    actor: row.actor,
    isService: row.is_service,
    ruleId: row.rule_id,
    template: row.template,
    size: row.size,
    source: row.source,
    outcome: row.outcome,
  };
}
