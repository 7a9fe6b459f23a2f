// The verdicts that training learns from: those in force, with the features of their findings, in the order in which they were given.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

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

/** After this version, at most `limit`. */
export async function listTrainingVerdicts(
  tx: TenantTransaction,
  afterVersion: number,
  limit: number,
): Promise<TrainingVerdict[]> {
  const { rows } = await sql<TrainingVerdict>`
    select j.feedback_id as id, j.version::float8 as version, a.knowledge::float8 as "featuresVersion", j.voter,
      j.is_service as "isService", j.subject, j.is_true as "isTrue", j.proposed as "isProposed", j.features
    from ranking_examples j
      join judgements g on g.tenant_id = j.tenant_id and g.version = j.version
      join analyses a on a.tenant_id = g.tenant_id and a.analysis_id = g.analysis_id
    where j.valid_until is null and j.version > ${afterVersion}
    order by j.version limit ${limit}`.execute(tx);
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
