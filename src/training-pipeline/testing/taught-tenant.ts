// A tenant that has been taught the verdicts of a simulated team, put into the database in one go.
import { sql } from 'kysely';
import { createTrainingRun, type Database, saveAnalysis } from '../../database-service/index.ts';
import { sampleAnalysis, sampleTenant } from '../../database-service/testing/samples.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';

/** Returns the id of the tenant. */
export async function taughtTenant(database: Database, team: readonly TrainingExample[]): Promise<string> {
  const tenantId = await sampleTenant(database);
  await teach(database, tenantId, team);
  return tenantId;
}

export async function teach(database: Database, tenantId: string, team: readonly TrainingExample[]): Promise<void> {
  const analysis = sampleAnalysis({ knowledge: 0 });
  const rows = team.map(({ judgement }) => judgement);
  await database.asTenant(tenantId, async (tx) => {
    await saveAnalysis(tx, analysis);
    await sql`insert into judgements (version, feedback_id, analysis_id, issue_id, subject, actor, role, is_service, verdict,
        proposed, features, key_version)
      select version, gen_random_uuid(), ${analysis.id}, gen_random_uuid(), gen_random_uuid(), voter, 'developer', false,
        case when "isTrue" then 'true_positive' else 'false_positive' end, false, features, 1
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as verdict(version bigint, voter text, "isTrue" boolean, features json)`.execute(tx);
    await sql`insert into knowledge (version) values (${rows.at(-1)?.version ?? 0})
      on conflict (tenant_id) do update set version = excluded.version`.execute(tx);
  });
}

/** Returns the id of the run. */
export async function queuedRun(database: Database, tenantId: string, seed = 1): Promise<string> {
  const run = { trigger: 'user', seed, stage: 'collect', createdBy: null } as const;
  const id = await database.asTenant(tenantId, (tx) => createTrainingRun(tx, run));
  if (id === null) throw new Error('A run is open already.');
  return id;
}
