// What `assay keys rotate` does, directly or through the running server.
import { replaceOlderKeys, rotateDataKey, rotateMasterKey } from '../application-server/index.ts';
import type { MasterKeyRotationResponse } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { onInstallation } from './installation.ts';

export interface RotateOptions {
  readonly master?: true;
  readonly tenant?: string;
  readonly replaceOlder?: true;
}

/** Returns the sentence to print. */
export async function rotate({ master, tenant, replaceOlder }: RotateOptions): Promise<string> {
  if (master === true && tenant === undefined && replaceOlder === undefined) return await rotateMaster();
  if (master === undefined && tenant !== undefined) return await rotateTenant(tenant, replaceOlder === true);
  throw new AssayError('invalid_request', { detail: 'Give either --master, or --tenant with the id of a tenant.' });
}

async function rotateMaster(): Promise<string> {
  const report = await onInstallation({
    direct: ({ database, keys }) => rotateMasterKey(database, keys, null),
    running: async (request) =>
      (await request('POST', '/api/v1/platform/master-key-rotations')) as MasterKeyRotationResponse,
  });
  const resumed = report.resumed ? ' (went on with a rotation that was cut off)' : '';
  return `New master key${resumed}: ${report.rewrapped} data keys of ${report.tenants} tenants are wrapped under it.`;
}

async function rotateTenant(tenantId: string, replaceOlder: boolean): Promise<string> {
  return await onInstallation({
    async direct({ database, keys }) {
      const options = { actor: null, replaceOlder };
      const version = await rotateDataKey(database, keys.masterKeys, tenantId, options);
      const report = await replaceOlderKeys(database, keys.masterKeys, tenantId);
      if (!replaceOlder) return `New data key, version ${version}.`;
      const rest = report.finished ? '' : ' Running servers destroy the older keys within minutes.';
      return `New data key, version ${version}; ${report.resealed} pieces of code are sealed under it.${rest}`;
    },
    async running(request) {
      const path = `/api/v1/tenants/${encodeURIComponent(tenantId)}/key-rotations`;
      const answer = (await request('POST', path, { replace_older: replaceOlder })) as { version: number };
      const rest = replaceOlder ? ' The server seals stored code anew and destroys the older keys within minutes.' : '';
      return `New data key, version ${answer.version}.${rest}`;
    },
  });
}
