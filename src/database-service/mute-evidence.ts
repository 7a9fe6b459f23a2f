// Verdicts by rule, folder and voter, from which it shows what a team dismisses consistently.
import { sql } from 'kysely';
import type { Severity } from '../contract/index.ts';
import type { TenantTransaction } from './database.ts';

export interface MuteEvidence {
  readonly ruleId: string;
  readonly repository: string | null;
  /** of the files themselves, without those below, as the client wrote it; empty at the top */
  readonly folder: string;
  readonly verdicts: number;
  readonly dismissed: number;
  readonly voter: string;
  readonly severities: readonly Severity[];
  /** the newest first */
  readonly feedbackIds: readonly string[];
}

/** The newest verdicts in force are looked at, so many. */
const MOST_VERDICTS = 20_000;
const MOST_PLACES = 5_000;
const MOST_IDS = 20;

/** Verdicts of services and proposals are left out: a mute is what people decide. */
export async function listMuteEvidence(tx: TenantTransaction): Promise<MuteEvidence[]> {
  const { rows } = await sql<MuteEvidence>`
    select issues.rule_id as "ruleId", analyses.repository, regexp_replace(issues.path, '[\\\\/]?[^\\\\/]*$', '') as folder, given.actor as voter,
      count(*)::int as verdicts,
      (count(*) filter (where given.verdict in ('false_positive', 'wont_fix')))::int as dismissed,
      array_agg(distinct coalesce(issues.governed_severity, issues.severity)) as severities,
      (array_agg(given.feedback_id order by given.version desc))[1:${sql.lit(MOST_IDS)}] as "feedbackIds"
    from (
      select * from judgements where valid_until is null and not is_service and not proposed
      order by version desc limit ${MOST_VERDICTS}
    ) as given
    join issues on issues.tenant_id = given.tenant_id and issues.analysis_id = given.analysis_id
      and issues.issue_id = given.issue_id
    join analyses on analyses.tenant_id = given.tenant_id and analyses.analysis_id = given.analysis_id
    group by 1, 2, 3, 4 order by 6 desc, 1, 2, 3, 4 limit ${MOST_PLACES}`.execute(tx);
  return rows;
}
