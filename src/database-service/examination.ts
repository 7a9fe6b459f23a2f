// Looks at a PostgreSQL server from outside, without entering or changing anything: for whoever asks what is wrong with it.
import { Client } from 'pg';
import { type ReplicaView, readPrimaryPosition, viewReplica } from './replica/log-position.ts';

const CONNECT_TIMEOUT_MS = 5000;
const STATEMENT_TIMEOUT_MS = 5000;
/** more than a replica needs that is well */
const REPLAY_WAIT_MS = 1000;

export interface DatabaseExamination {
  /** as 170004 for 17.4 */
  readonly version: number;
  readonly versionText: string;
  /** of its clock before ours, the way there and back taken out */
  readonly clockAheadMs: number;
  readonly maxConnections: number;
  readonly isSuperuser: boolean;
  /** that it replicates from another one, and takes no writes */
  readonly isStandby: boolean;
}

/** Throws what the connection throws. */
export async function examineDatabase(url: string): Promise<DatabaseExamination> {
  return await withExaminer(url, async (client) => {
    const asked = Date.now();
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as text,
        extract(epoch from clock_timestamp()) * 1000 as now, current_setting('max_connections')::int as connections,
        (select rolsuper from pg_roles where rolname = current_user) as superuser, pg_is_in_recovery() as standby`,
    );
    const [row] = rows;
    return {
      version: row.version,
      versionText: row.text,
      clockAheadMs: Math.round(Number(row.now) - (asked + Date.now()) / 2),
      maxConnections: row.connections,
      isSuperuser: row.superuser === true,
      isStandby: row.standby === true,
    };
  });
}

/** How far this server is as a replica of the primary, which gets a moment to catch up. Throws what the connections throw. */
export async function examineReplica(primaryUrl: string, url: string): Promise<ReplicaView> {
  const position = await withExaminer(primaryUrl, readPrimaryPosition);
  return await withExaminer(url, (client) => viewReplica(client, position, REPLAY_WAIT_MS));
}

async function withExaminer<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'assay doctor',
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
