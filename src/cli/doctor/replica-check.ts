// Check of the read replica: whether it is one, of the right server, and how far it is. Assay runs without it.
import type { Configuration } from '../../config/index.ts';
import { examineDatabase, examineReplica } from '../../database-service/index.ts';
import { judgeClock, withoutSecrets } from './connection-checks.ts';
import { type CheckResult, failure, ok, warning } from './finding.ts';

const NAME = 'read replica';

export async function checkReadReplica({ databaseUrl, databaseReadUrl }: Configuration): Promise<CheckResult[]> {
  if (databaseUrl === null || databaseReadUrl === null) return [ok(NAME, 'None: the primary answers everything.')];
  try {
    const { clockAheadMs } = await examineDatabase(databaseReadUrl);
    return [
      judgeReplica(await examineReplica(databaseUrl, databaseReadUrl)),
      judgeClock(`clock, ${NAME}`, clockAheadMs),
    ];
  } catch (error) {
    const found = `It cannot be examined: ${withoutSecrets(error)}`;
    return [warning(NAME, found, 'The primary answers meanwhile: start both, or correct DATABASE_READ_URL.')];
  }
}

type View = Awaited<ReturnType<typeof examineReplica>>;

export function judgeReplica({ state, lagSeconds }: View): CheckResult {
  const behind = lagSeconds === null ? 'and has replayed nothing since it started' : `by ${lagSeconds.toFixed(1)} s`;
  switch (state) {
    case 'answering':
      return ok(NAME, 'It follows the primary and has everything.');
    case 'behind':
      return warning(
        NAME,
        `It is behind the primary, ${behind}.`,
        'The primary answers meanwhile: look at pg_stat_replication there and pg_is_wal_replay_paused() here.',
      );
    case 'promoted':
      return failure(NAME, 'It takes writes: it is no replica.', 'Name a standby in DATABASE_READ_URL, or unset it.');
    case 'other_cluster':
      return failure(
        NAME,
        'It does not replicate the server of DATABASE_URL.',
        'Name a streaming replica of that server in DATABASE_READ_URL, or unset it.',
      );
    case 'other_timeline':
      return warning(
        NAME,
        'It has not followed the server of DATABASE_URL through its last promotion.',
        'After its next restart point it is used again; if not, make it anew with pg_basebackup.',
      );
  }
}
