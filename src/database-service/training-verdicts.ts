// The verdicts that training learns from: those in force, with the features of their findings, in the order in which they were given.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { storableText } from './storable.ts';

export interface TrainingVerdict {
  readonly id: string;
  /** the knowledge version that it made: the order of verdicts, since clocks run backwards */
  readonly version: number;
  /** the knowledge version of the analysis that its features are of */
  readonly featuresVersion: number;
  readonly voter: string;
  readonly isService: boolean;
  readonly subject: string;
  readonly isTrue: boolean;
  readonly isProposed: boolean;
  readonly features: unknown;
}

/** Whose verdicts, and from where on backwards. */
export interface VoterPage {
  readonly voter: string;
  /** null: from the newest */
  readonly beforeVersion: number | null;
  readonly limit: number;
}

/** Everybody who has a verdict in force, at most `limit`; costs as much as there are voters, however much they have said. */
export async function listTrainingVoters(tx: TenantTransaction, limit: number): Promise<string[]> {
  const { rows } = await sql<{ actor: string }>`
    with recursive voters (actor, number) as (
      (select actor, 1 from judgements where valid_until is null order by actor limit 1)
      union all
      select (select actor from judgements where valid_until is null and actor > voters.actor order by actor limit 1),
        number + 1
      from voters where actor is not null and number < ${limit}
    )
    select actor from voters where actor is not null`.execute(tx);
  return rows.map(({ actor }) => actor);
}

/** The newest first. */
export async function listTrainingVerdicts(tx: TenantTransaction, page: VoterPage): Promise<TrainingVerdict[]> {
  const { voter, beforeVersion, limit } = page;
  const { rows } = await sql<TrainingVerdict>`
    select j.feedback_id as id, j.version::float8 as version, a.knowledge::float8 as "featuresVersion", j.voter,
      j.is_service as "isService", j.subject, j.is_true as "isTrue", j.proposed as "isProposed", j.features
    from (
      select tenant_id, version, analysis_id from judgements
      where valid_until is null and actor = ${storableText(voter)}
        and version < ${beforeVersion ?? Number.MAX_SAFE_INTEGER}
      order by version desc limit ${limit}
    ) as g
      join ranking_examples j on j.tenant_id = g.tenant_id and j.version = g.version
      join analyses a on a.tenant_id = g.tenant_id and a.analysis_id = g.analysis_id
    order by j.version desc`.execute(tx);
  return rows;
}

/** Verdicts in force, those that came after this version, and who gave them and who could. */
export async function countTrainingVerdicts(
  tx: TenantTransaction,
  afterVersion: number,
): Promise<{ readonly inForce: number; readonly fresh: number; readonly lastVersion: number; readonly users: number }> {
  const { rows } = await sql<{ inForce: number; fresh: number; lastVersion: number; users: number }>`
    select count(*)::int as "inForce", (count(*) filter (where version > ${afterVersion}))::int as fresh,
      coalesce(max(version), 0)::float8 as "lastVersion",
      (select count(*)::int from users where state = 'active' and kind = 'person') as users
    from judgements where valid_until is null`.execute(tx);
  return rows[0] ?? { inForce: 0, fresh: 0, lastVersion: 0, users: 0 };
}

/** Who said what of these subjects, in force. */
export async function findJudgementsOn(
  tx: TenantTransaction,
  subjects: readonly string[],
): Promise<{ readonly subject: string; readonly actor: string; readonly verdict: string }[]> {
  if (subjects.length === 0) return [];
  return await tx
    .selectFrom('judgements')
    .select(['subject', 'actor', 'verdict'])
    .where('subject', '=', sql<string>`any(${[...new Set(subjects)]}::uuid[])`)
    .where('valid_until', 'is', null)
    .execute();
}
