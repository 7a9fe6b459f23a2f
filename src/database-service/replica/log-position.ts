// Positions in PostgreSQL's write-ahead log: where the primary is, and whether a replica has come that far. Compared by the log,
// not by clocks: a replica that has replayed up to here shows every transaction that was committed before.
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { ReplicaState } from './replica-status.ts';

/** Where a primary's log ends, and which log it is. */
export interface LogPosition {
  readonly lsn: string;
  /** grows with every promotion; positions of different timelines cannot be compared */
  readonly timeline: number;
  /** of the cluster, given when it was made */
  readonly system: string;
}

export interface ReplicaView {
  readonly state: Exclude<ReplicaState, 'away'>;
  /** null when it has replayed no transaction since it started */
  readonly lagSeconds: number | null;
}

/** A server that has not answered this by then counts as away. */
export const ANSWER_TIMEOUT_MS = 1000;
const FIRST_PAUSE_MS = 1;

// What is not flushed is not sent to replicas, and a commit is flushed before it is acknowledged, unless the server is told otherwise.
const PRIMARY_POSITION = `select position::text as lsn, ('x' || left(pg_walfile_name(position), 8))::bit(32)::int as timeline,
    (select system_identifier::text from pg_control_system()) as system
  from (select case when current_setting('synchronous_commit') = 'off' then pg_current_wal_insert_lsn()
    else pg_current_wal_flush_lsn() end as position) as log`;

export async function readPrimaryPosition(primary: Pick<ClientBase, 'query'>): Promise<LogPosition> {
  const { rows } = await primary.query<LogPosition>(PRIMARY_POSITION);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a from has a row.');
  return row;
}

/**
 * One question to the primary for all that come at once. One that comes while the primary is being asked shares the next: an
 * answer must be younger than whoever asked.
 */
export function sharedQuestion<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<Answer> | null = null;
  let next: Promise<Answer> | null = null;
  const start = () => {
    const asked = ask().finally(() => {
      running = null;
    });
    running = asked;
    return asked;
  };
  const startNext = () => {
    next = null;
    return start();
  };
  return () => {
    if (running === null && next === null) return start();
    next ??= Promise.resolve(running).then(startNext, startNext);
    return next;
  };
}

interface ReplayRow {
  readonly standby: boolean;
  readonly system: string;
  readonly timeline: number;
  readonly replayed: boolean | null;
  readonly lag: number | null;
}

/**
 * Asks a replica until it has replayed up to the position, or the time is over. The control file of a replica that followed a
 * promotion tells the new timeline from its next restart point on.
 */
export async function viewReplica(client: ClientBase, position: LogPosition, waitMs: number): Promise<ReplicaView> {
  const deadline = performance.now() + waitMs;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    const row = await askReplica(client, position);
    const view = judge(row, position);
    const left = deadline - performance.now();
    if (view.state !== 'behind' || left <= 0) return view;
    await delay(Math.min(pause, left));
  }
}

async function askReplica(client: ClientBase, { lsn }: LogPosition): Promise<ReplayRow> {
  const question = {
    text: `select standby, system, timeline, replayed, case when replayed then 0
          else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 end as lag
      from (select pg_is_in_recovery() as standby, pg_last_wal_replay_lsn() >= $1::pg_lsn as replayed,
        (select system_identifier::text from pg_control_system()) as system,
        (select timeline_id from pg_control_checkpoint()) as timeline) as replica`,
    values: [lsn],
    query_timeout: ANSWER_TIMEOUT_MS,
  };
  const { rows } = await client.query<ReplayRow>(question);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a from has a row.');
  return row;
}

function judge(row: ReplayRow, position: LogPosition): ReplicaView {
  const lagSeconds = row.lag === null ? null : Math.max(0, row.lag);
  if (row.system !== position.system) return { state: 'other_cluster', lagSeconds };
  if (!row.standby) return { state: 'promoted', lagSeconds };
  if (row.timeline !== position.timeline) return { state: 'other_timeline', lagSeconds };
  return { state: row.replayed === true ? 'answering' : 'behind', lagSeconds };
}
