// Where the audit commands read chains from: the database that the configuration names, or a log that was exported before.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChainSource } from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import { type AuditEventRecord, type Database, openDatabase } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';

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
