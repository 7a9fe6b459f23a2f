// What `assay keys rotate` does, directly or through the running server.
import { replaceOlderKeys, rotateDataKey, rotateMasterKey, rotateSigningKeys } from '../application-server/index.ts';
import type { MasterKeyRotationResponse, SigningKey } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { onInstallation } from './installation.ts';

export interface RotateOptions {
  readonly master?: true;
  readonly tenant?: string;
  readonly replaceOlder?: true;
  readonly signing?: true;
  readonly compromised?: true;
}

/** Returns the sentence to print. */
export async function rotate(options: RotateOptions): Promise<string> {
  const { master, tenant, replaceOlder, signing, compromised } = options;
  if (signing === true && [master, tenant, replaceOlder].every((one) => one === undefined)) {
    return await rotateSigning(compromised === true);
  }
  if (signing !== undefined || compromised !== undefined) throw wrongOptions();
  if (master === true && tenant === undefined && replaceOlder === undefined) return await rotateMaster();
  if (master === undefined && tenant !== undefined) return await rotateTenant(tenant, replaceOlder === true);
  throw wrongOptions();
}

function wrongOptions(): AssayError {
  const detail =
    'Give one of --master, --signing (with --compromised or without), or --tenant with the id of a tenant.';
  return new AssayError('invalid_request', { detail });
}

async function rotateSigning(compromised: boolean): Promise<string> {
  const activeFrom = await onInstallation({
    async direct({ database, keys }) {
      const rotated = await rotateSigningKeys(database, keys.masterKeys, { compromised, actor: null });
      return rotated?.activeFrom.toISOString() ?? '';
    },
    running: async (request) =>
      ((await request('POST', '/api/v1/signing-keys', { compromised })) as SigningKey).active_from,
  });
  if (compromised) return 'New signing key: the keys before it, and every access token, end within five seconds.';
  return `New signing key: it is published now and signs from ${activeFrom} on.`;
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
