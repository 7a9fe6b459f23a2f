// Where a tenant's rows are. Every database says it of every tenant that is not simply its own, in `tenant_placements`, and is
// asked at the beginning of every transaction: a process that remembers an old place is sent on, never served.
import type { QueryResult } from 'pg';
import { AssayError } from '../errors.ts';

export type PlacementState =
  /** here, and being copied to `database` */
  | 'moving'
  /** here, and nobody may write until the copy is whole; ends by itself */
  | 'frozen'
  /** in `database` */
  | 'moved'
  /** on its way here from `database`, where it still is */
  | 'arriving';

export interface Placement {
  readonly state: PlacementState;
  readonly database: string;
  /** of a frozen one whose time is over: it is here as before */
  readonly thawed: boolean;
}

/** The name of the database that DATABASE_URL names. */
export const HOME = 'home';
const RETRY_AFTER_SECONDS = 1;

/** This database does not have the tenant; the other one does, or knows who does. */
export class ElsewhereError extends Error {
  readonly database: string;
  /** whether it has left this database for the other one, and is not only on its way here */
  readonly hasMoved: boolean;

  constructor({ database, state }: Placement) {
    super(`The tenant is in the database ${database}.`);
    this.name = 'ElsewhereError';
    this.database = database;
    this.hasMoved = state === 'moved';
  }
}

/** The number of the lock that a tenant's transactions share and that a change of its placement takes alone. */
export function placementLock(tenantId: string): string {
  return `hashtextextended('${tenantId}', 4127301961)`;
}

/** The statements that a transaction begins with, to find out whether the tenant is here; the last one's result is read below. */
export function askPlacement(tenantId: string): string {
  return `select pg_advisory_xact_lock_shared(${placementLock(tenantId)});
    select state, database, coalesce(frozen_until <= clock_timestamp(), false) as thawed from tenant_placements
    where tenant_id = '${tenantId}'`;
}

/**
 * Throws ElsewhereError, or AssayError `tenant_moving` while nobody may write. `leftFrom` is the database that has just said that
 * the tenant has left it for this one: then it has arrived, though a mover that was killed has not written that down here.
 */
export function checkPlacement(results: unknown, leftFrom: string | null): void {
  const last = Array.isArray(results) ? (results.at(-1) as QueryResult<Placement> | undefined) : undefined;
  const placement = last?.rows[0];
  if (placement === undefined || placement.state === 'moving') return;
  if (placement.state === 'frozen') {
    if (placement.thawed) return;
    throw tenantMoving();
  }
  if (placement.state === 'arriving' && placement.database === leftFrom) return;
  throw new ElsewhereError(placement);
}

export function tenantMoving(): AssayError {
  return new AssayError('tenant_moving', { retryAfter: RETRY_AFTER_SECONDS });
}
