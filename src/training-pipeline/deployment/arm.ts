// Which model answers a request: sticky by tenant and repository, and monotone, so that whoever had the canary keeps it as it grows.
import { createHmac } from 'node:crypto';

/** What is divided: repositories, or of a tenant with few of them the files in them, so that one laptop has a canary too. */
export type RolloutUnit = 'repository' | 'file';

export interface ArmRequest {
  readonly tenantId: string;
  readonly repository: string | null;
  /** of the file; what has neither repository nor path is told apart by its code */
  readonly path: string | null;
  readonly code: string;
}

export const FEW_REPOSITORIES = 20;

/** Decided once when a rollout starts: if it changed with the number of repositories, files would change sides. */
export function unitFor(repositories: number): RolloutUnit {
  return repositories < FEW_REPOSITORIES ? 'file' : 'repository';
}

/**
 * A number from 0 to below 1 that stays the same during a rollout. `rolloutId` is the key: who had the canary of one rollout need not
 * have that of the next.
 */
export function placeInRollout(rolloutId: string, unit: RolloutUnit, request: ArmRequest): number {
  const { tenantId, repository, path, code } = request;
  const file = path ?? (repository === null ? code : null);
  const parts = unit === 'file' || repository === null ? [tenantId, repository, file] : [tenantId, repository];
  const digest = createHmac('sha256', rolloutId).update(JSON.stringify(parts)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
