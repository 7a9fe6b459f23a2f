// Where the audit commands read chains from: the database that the configuration names, or a log that was exported before.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../config/index.ts';
import {
  type AuditEventRecord,
  type AuditHead,
  type Database,
  holdAuditChain,
  openDatabase,
  readAuditChain,
} from '../database-service/index.ts';
import { AssayError } from '../errors.ts';

/** One tenant's chain, read once from its beginning. */
export interface ChainSource {
  readonly tenantId: string;
  /** `each` returns false to stop. Returns the head that the chain itself remembers. */
  read(each: (event: AuditEventRecord) => boolean): Promise<AuditHead | null>;
}

const PAGE = 1000;

/** Opens the database without making one: an empty one would verify as faultless. */
export async function openExistingDatabase(configuration: Configuration): Promise<Database> {
  const { databaseUrl, dataDirectory } = configuration;
  if (databaseUrl === null && !existsSync(join(dataDirectory, 'postgres'))) {
    throw new AssayError('invalid_configuration', {
      detail: `There is no database in ${dataDirectory}: set ASSAY_DATA_DIR or DATABASE_URL as for the server.`,
    });
  }
  return await openDatabase({ url: databaseUrl, dataDirectory });
}

/** The chains of every tenant, erased ones included, and tenants that have lost theirs. */
export async function* databaseChains(database: Database): AsyncGenerator<ChainSource> {
  const found = new Set<string>();
  for (let after: string | null = null; ; ) {
    const heads: readonly { readonly tenantId: string }[] = await database.listAuditChains(after, PAGE);
    for (const { tenantId } of heads) {
      found.add(tenantId);
      yield databaseChain(database, tenantId);
    }
    after = heads.at(-1)?.tenantId ?? null;
    if (after === null) break;
  }
  for (let after: string | null = null; ; ) {
    const ids: readonly string[] = await database.listTenantIds(after, PAGE);
    for (const tenantId of ids) if (!found.has(tenantId)) yield databaseChain(database, tenantId);
    after = ids.at(-1) ?? null;
    if (after === null) return;
  }
}

export function databaseChain(database: Database, tenantId: string): ChainSource {
  return {
    tenantId,
    async read(each) {
      let last = 0;
      for (;;) {
        // On the last page the chain is held, so that its head belongs to what was read.
        const { events, head } = await database.asTenant(tenantId, async (tx) => {
          const page = await readAuditChain(tx, last, PAGE);
          if (page.length === PAGE) return { events: page, head: undefined };
          const held = await holdAuditChain(tx);
          return { events: await readAuditChain(tx, last, PAGE), head: held && { seq: held.seq, hash: held.hash } };
        });
        for (const event of events) if (!each(event)) return head ?? null;
        if (head !== undefined && events.length < PAGE) return head;
        last = events.at(-1)?.seq ?? last;
      }
    },
  };
}

interface LogHeader {
  readonly format: 'assay-audit-log';
  readonly version: 1;
  readonly tenant_id: string;
  readonly exported_at: string;
}

/** Writes the lines of an exported log: a header, then one event a line. */
export async function exportChain(source: ChainSource, now: Date, write: (line: string) => void): Promise<void> {
  const header: LogHeader = {
    format: 'assay-audit-log',
    version: 1,
    tenant_id: source.tenantId,
    exported_at: now.toISOString(),
  };
  write(JSON.stringify(header));
  await source.read((event) => {
    write(eventLine(event));
    return true;
  });
}

/** A chain from an exported log. Throws AssayError `invalid_configuration` for a file that is none. */
export async function exportedChain(path: string): Promise<ChainSource> {
  const [first = '', ...lines] = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  const header = parseLine<LogHeader>(first);
  if (header?.format !== 'assay-audit-log' || header.version !== 1 || typeof header.tenant_id !== 'string') {
    throw new AssayError('invalid_configuration', { detail: `${path} is no audit log that Assay exported.` });
  }
  return {
    tenantId: header.tenant_id,
    async read(each) {
      for (const line of lines) if (!each(parseEvent(line))) break;
      return null;
    },
  };
}

function eventLine({ seq, time, hash, previousHash, commitment, salt, payload }: AuditEventRecord): string {
  return JSON.stringify({
    seq,
    time: time.toISOString(),
    previous: previousHash.toString('hex'),
    commitment: commitment.toString('hex'),
    hash: hash.toString('hex'),
    salt: salt?.toString('hex') ?? null,
    ...payload,
  });
}

type EventLine = Partial<
  Record<'previous' | 'commitment' | 'hash' | 'salt' | 'action' | 'actor' | 'target', string>
> & {
  readonly seq?: number;
  readonly time?: string;
  readonly details?: Readonly<Record<string, string>>;
};

/** A damaged line becomes an event that fits nowhere, so that the verifier names its place. */
function parseEvent(line: string): AuditEventRecord {
  const event = parseLine<EventLine>(line) ?? {};
  const bytes = (text: unknown) => (typeof text === 'string' ? Buffer.from(text, 'hex') : Buffer.alloc(0));
  const { action, actor, target, details } = event;
  const time = new Date(event.time ?? 0);
  return {
    seq: typeof event.seq === 'number' ? event.seq : Number.NaN,
    time: Number.isNaN(time.getTime()) ? new Date(0) : time,
    hash: bytes(event.hash),
    previousHash: bytes(event.previous),
    commitment: bytes(event.commitment),
    salt: typeof event.salt === 'string' ? bytes(event.salt) : null,
    payload:
      action === undefined || details === undefined
        ? null
        : { action, actor: actor ?? null, target: target ?? null, details },
  };
}

function parseLine<Line>(line: string): Line | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Line) : null;
  } catch {
    return null;
  }
}
