// Verdicts with the confidence that was shown when they were given: what accuracy is measured by.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface ShownVerdict {
  readonly at: Date;
  readonly verdict: 'true_positive' | 'false_positive' | 'wont_fix' | 'fixed';
  readonly ruleId: string;
  readonly confidence: number;
  /** of the issue among those of its answer, by confidence; 1 is the first */
  readonly place: number;
  readonly modelDigest: string;
}

/** At most `limit`, the newest first. */
export async function listShownVerdicts(
  tx: TenantTransaction,
  range: { readonly since: Date; readonly until: Date },
  limit: number,
): Promise<ShownVerdict[]> {
  const { rows } = await sql<ShownVerdict>`
    select f.updated_at as at, f.verdict, i.rule_id as "ruleId", i.confidence, a.model_digest as "modelDigest",
      1 + (select count(*)::int from issues o where o.tenant_id = i.tenant_id and o.analysis_id = i.analysis_id
        and o.confidence > i.confidence) as place
    from feedback f
      join issues i on i.tenant_id = f.tenant_id and i.analysis_id = f.analysis_id and i.issue_id = f.issue_id
      join analyses a on a.tenant_id = f.tenant_id and a.analysis_id = f.analysis_id
    where f.verdict <> 'missed' and f.updated_at >= ${range.since} and f.updated_at < ${range.until}
    order by f.feedback_id desc limit ${limit}`.execute(tx);
  return rows;
}
