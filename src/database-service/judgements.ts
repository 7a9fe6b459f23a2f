// Verdicts as ranking learns from them: with features instead of names, and readable as they were at any version.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { raiseKnowledgeVersion } from './feedback.ts';
import { storableJson } from './storable.ts';

export interface NewJudgement {
  /** the knowledge version that the verdict has made */
  readonly version: number;
  readonly feedbackId: string;
  readonly analysisId: string;
  readonly issueId: string;
  /** the defect, or an issue that belongs to none: one voter has one verdict in force on it */
  readonly subject: string;
  readonly actor: string;
  readonly role: string;
  readonly isService: boolean;
  readonly verdict: 'true_positive' | 'false_positive' | 'wont_fix' | 'fixed';
  readonly isProposed: boolean;
  /** plain data without a name */
  readonly features: unknown;
  /** of the data key that the features' tokens were made under */
  readonly keyVersion: number;
}

export interface JudgementRecord extends NewJudgement {
  /** the version that ended it, or null while it is in force */
  readonly validUntil: number | null;
  readonly judgedAt: Date;
}

/** So many of one voter, and of all voters, are learned from: the newest. They bound time and memory. */
export const MOST_OF_VOTER = 2000;
export const MOST_JUDGEMENTS = 5000;
export const MOST_VOTERS = 1000;

/** Stores a judgement; that of the same voter on the same subject before it ends with it. */
export async function saveJudgement(tx: TenantTransaction, judgement: NewJudgement): Promise<void> {
  await tx
    .updateTable('judgements')
    .set({ valid_until: judgement.version })
    .where('subject', '=', judgement.subject)
    .where('actor', '=', judgement.actor)
    .where('valid_until', 'is', null)
    .execute();
  await tx
    .insertInto('judgements')
    .values({
      version: judgement.version,
      feedback_id: judgement.feedbackId,
      analysis_id: judgement.analysisId,
      issue_id: judgement.issueId,
      subject: judgement.subject,
      actor: judgement.actor,
      role: judgement.role,
      is_service: judgement.isService,
      verdict: judgement.verdict,
      proposed: judgement.isProposed,
      features: storableJson(judgement.features),
      key_version: judgement.keyVersion,
    })
    .execute();
}

/** Ends what this voter has said, as of a new knowledge version, which is returned; null when there was nothing. */
export async function endJudgementsOf(tx: TenantTransaction, actor: string): Promise<number | null> {
  const any = await tx
    .selectFrom('judgements')
    .select('version')
    .where('actor', '=', actor)
    .where('valid_until', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (any === undefined) return null;
  const version = await raiseKnowledgeVersion(tx);
  await tx
    .updateTable('judgements')
    .set({ valid_until: version })
    .where('actor', '=', actor)
    .where('valid_until', 'is', null)
    .execute();
  return version;
}

/**
 * The newest judgements in force, oldest first. Each voter is looked up apart, so that one with a million verdicts costs
 * no more than one with a few thousand, and does not push the others out.
 */
export async function listJudgements(tx: TenantTransaction): Promise<JudgementRecord[]> {
  const { rows } = await sql<JudgementRow>`
    with recursive voters (actor, number) as (
      (select actor, 1 from judgements where valid_until is null order by actor limit 1)
      union all
      select (select actor from judgements where valid_until is null and actor > voters.actor order by actor limit 1),
        number + 1
      from voters where actor is not null and number < ${MOST_VOTERS}
    )
    select found.* from voters, lateral (
      select * from judgements where valid_until is null and actor = voters.actor
      order by version desc limit ${MOST_OF_VOTER}
    ) as found
    order by version desc limit ${MOST_JUDGEMENTS}`.execute(tx);
  return rows.map(toRecord).reverse();
}

/** What has changed after a version: judgements made or ended since, in the order of their versions. */
export async function listJudgementChanges(tx: TenantTransaction, after: number): Promise<JudgementRecord[]> {
  const { rows } = await sql<JudgementRow>`
    select * from (
      (select * from judgements where version > ${after} order by version desc limit ${MOST_JUDGEMENTS})
      union all
      (select * from judgements where valid_until > ${after} and version <= ${after})
    ) as changed order by version`.execute(tx);
  return rows.map(toRecord);
}

/** What was in force at a version, the newest, oldest first. What was deleted since is not there any more. */
export async function listJudgementsAt(tx: TenantTransaction, version: number): Promise<JudgementRecord[]> {
  const { rows } = await sql<JudgementRow>`
    select * from (
      select *, row_number() over (partition by actor order by version desc) as of_voter from judgements
      where version <= ${version} and (valid_until is null or valid_until > ${version})
    ) as known where of_voter <= ${MOST_OF_VOTER} order by version desc limit ${MOST_JUDGEMENTS}`.execute(tx);
  return rows.map(toRecord).reverse();
}

/** The version from which on verdicts are missing that were known before; 0 when none ever went. */
export async function forgottenSince(tx: TenantTransaction): Promise<number> {
  const row = await tx.selectFrom('knowledge').select('forgotten_since').executeTakeFirst();
  return Number(row?.forgotten_since ?? 0);
}

/** Puts the features of judgements in the place of those under an older key. */
export async function replaceFeatures(
  tx: TenantTransaction,
  keyVersion: number,
  judgements: readonly { readonly version: number; readonly features: unknown }[],
): Promise<void> {
  if (judgements.length === 0) return;
  const rows = storableJson(judgements);
  await sql`update judgements set features = changed.features, key_version = ${keyVersion}
    from json_to_recordset(${rows}::json) as changed(version bigint, features json)
    where judgements.version = changed.version`.execute(tx);
}

interface JudgementRow {
  readonly version: string;
  readonly valid_until: string | null;
  readonly feedback_id: string;
  readonly analysis_id: string;
  readonly issue_id: string;
  readonly subject: string;
  readonly actor: string;
  readonly role: string;
  readonly is_service: boolean;
  readonly verdict: NewJudgement['verdict'];
  readonly proposed: boolean;
  readonly features: unknown;
  readonly key_version: number;
  readonly judged_at: Date;
}

function toRecord(row: JudgementRow): JudgementRecord {
  return {
    version: Number(row.version),
    validUntil: row.valid_until === null ? null : Number(row.valid_until),
    feedbackId: row.feedback_id,
    analysisId: row.analysis_id,
    issueId: row.issue_id,
    subject: row.subject,
    actor: row.actor,
    role: row.role,
    isService: row.is_service,
    verdict: row.verdict,
    isProposed: row.proposed,
    features: row.features,
    keyVersion: row.key_version,
    judgedAt: row.judged_at,
  };
}
