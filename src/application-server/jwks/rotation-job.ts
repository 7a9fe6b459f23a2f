// Replaces the key that signs access tokens when it is old enough.
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import type { KeyRing } from './key-ring.ts';

const EVERY_MS = 60 * 60_000;

export function signingKeyRotationJob(keyRing: KeyRing): MaintenanceJob {
  return {
    name: 'signing-key-rotation',
    everyMs: EVERY_MS,
    async run({ log }) {
      if (await keyRing.rotateIfDue()) log.info('the next key that signs access tokens was made');
    },
  };
}
