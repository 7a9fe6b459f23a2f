// What `assay tenant move` does.
import { readConfiguration } from '../config/index.ts';
import {
  cancelMove,
  checkedTenantId,
  databaseOptions,
  type MoveReport,
  moveTenant,
} from '../database-service/index.ts';
import { AssayError } from '../errors.ts';

export interface MoveCommandOptions {
  readonly to?: string;
  readonly cancel?: true;
}

/** Returns the sentence to print. */
export async function move(id: string, { to, cancel }: MoveCommandOptions): Promise<string> {
  const tenantId = checkedTenantId(id);
  const options = databaseOptions(readConfiguration());
  if (cancel === true && to === undefined) {
    const isCancelled = await cancelMove(options, tenantId);
    return isCancelled ? 'Taken back: the tenant stays where it is.' : 'There is no move to take back.';
  }
  if (to === undefined || cancel === true) {
    throw new AssayError('invalid_request', { detail: 'Give either --to with the name of a database, or --cancel.' });
  }
  const progress = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  return described(await moveTenant(options, tenantId, to, { progress }));
}

function described({ from, to, tables, stoppedMs }: MoveReport): string {
  if (from === to) return `The tenant is in ${to}; what was left of a move is done.`;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `Moved from ${from} to ${to}: ${rows} rows, equal on both sides; nobody could write for ${Math.round(stoppedMs)} ms.`;
}
