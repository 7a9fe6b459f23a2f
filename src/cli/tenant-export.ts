// What `assay tenant export` does: writes everything of a tenant into a new file, directly or through the running server, and
// checks what it has written.
import { createHash, type Hash } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { createDataKeys, exportLines, noteExport } from '../application-server/index.ts';
import type { ExportLine } from '../contract/index.ts';
import { findTenant } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { onInstallation } from './installation.ts';

/** Returns the sentence to print. The file is there when it is whole, and not before. Throws AssayError. */
export async function exportTenant(tenantId: string, path: string): Promise<string> {
  return await onInstallation({
    async direct({ database, keys }) {
      const scope = { tenantId, personId: null };
      await database.asTenant(tenantId, async (tx) => {
        if ((await findTenant(tx)) === null) {
          throw new AssayError('not_found', { detail: 'There is no tenant of that id.' });
        }
        await noteExport(tx, scope, null);
      });
      return await write(path, exportLines(database, createDataKeys(database, keys.masterKeys), scope));
    },
    async running(_, call) {
      const response = await call('POST', `/api/v1/tenants/${encodeURIComponent(tenantId)}/export`);
      return await write(path, linesOf(response));
    },
  });
}

async function write(path: string, lines: AsyncIterable<string>): Promise<string> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'wx', 0o600);
  const check = new ExportCheck();
  try {
    for await (const line of lines) {
      check.add(line);
      await file.write(line);
    }
    const report = check.finish();
    await file.sync();
    await file.close();
    await rename(partial, path);
    return report;
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(partial).catch(() => {});
    throw error;
  }
}

/** Each line with its end. */
async function* linesOf({ body }: Response): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield `${part}\n`;
  }
  if (rest !== '') yield rest;
}

/** Counts and hashes rows as they come, against what the last line promises. */
class ExportCheck {
  readonly #tables = new Map<string, { rows: number; readonly hash: Hash }>();
  #summary: Extract<ExportLine, { kind: 'summary' }> | null = null;

  add(line: string): void {
    const value = JSON.parse(line) as ExportLine;
    if (value.kind === 'summary') this.#summary = value;
    if (value.kind !== 'row') return;
    const table = this.#tables.get(value.table) ?? { rows: 0, hash: createHash('sha256') };
    table.rows++;
    table.hash.update(line);
    this.#tables.set(value.table, table);
  }

  finish(): string {
    const summary = this.#summary;
    if (summary === null) throw new AssayError('storage_unavailable', { detail: 'The export was cut off.' });
    let rows = 0;
    for (const promised of summary.tables) {
      const found = this.#tables.get(promised.name) ?? { rows: 0, hash: createHash('sha256') };
      if (found.rows !== promised.rows || found.hash.digest('hex') !== promised.sha256) {
        throw new AssayError('storage_unavailable', { detail: `The export of ${promised.name} arrived altered.` });
      }
      rows += promised.rows;
    }
    return `${rows} rows of ${summary.tables.length} tables, counted and compared with their digests.`;
  }
}
