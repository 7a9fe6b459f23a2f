// The first start: the home tenant and the bootstrap key, which belongs to the owner of the platform.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../../config/index.ts';
import {
  appendAuditEvent,
  createApiKey,
  createTenant,
  type Database,
  findApiKeyByHash,
  HOME_TENANT_ID,
  listApiKeys,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { generateApiKey, hashApiKey, type OperatorKeys, parseApiKey } from '../../security/index.ts';
import { newDataKey, readDataKeys } from './data-keys.ts';

/** How the owner gets at the bootstrap key. */
export type FirstKey =
  /** from ASSAY_BOOTSTRAP_API_KEY */
  | { readonly kind: 'configured' }
  /** made just now, to be shown once */
  | { readonly kind: 'made'; readonly key: string }
  /** in a file of mode 0600, written now or at an earlier start */
  | { readonly kind: 'file'; readonly path: string }
  /** shown at an earlier start */
  | { readonly kind: 'shown' };

const KEY_FILE = 'bootstrap-api-key';
/** SQLSTATE */
const UNIQUE_VIOLATION = '23505';

/** Throws AssayError `invalid_configuration` for a configured key that is malformed. Asked first: it costs nothing. */
export function checkConfiguredKey({ bootstrapApiKey, region }: Configuration): void {
  if (bootstrapApiKey === null) return;
  const parsed = parseApiKey(bootstrapApiKey);
  if (parsed !== null && (parsed.region === null || parsed.region === region)) return;
  if (parsed !== null) {
    throw new AssayError('invalid_configuration', {
      detail: `The key in ASSAY_BOOTSTRAP_API_KEY belongs to the region ${parsed.region}, and ASSAY_REGION says ${region ?? 'none'}.`,
    });
  }
  throw new AssayError('invalid_configuration', {
    detail:
      'The value of ASSAY_BOOTSTRAP_API_KEY is not a well-formed API key: it must be asy_live_ or asy_test_, ' +
      '30 characters of 0-9A-Za-z, and their checksum of 6. Leave it unset to have one made.',
  });
}

/**
 * Makes sure that there is a home tenant with a bootstrap key. `terminal` says whether somebody is there to read it.
 * Throws AssayError `invalid_configuration` for a configured key that is an ordinary key already.
 */
export async function ensureFirstKey(
  configuration: Configuration,
  database: Database,
  keys: OperatorKeys,
  terminal: boolean,
): Promise<FirstKey> {
  const { bootstrapApiKey: configured, dataDirectory, region } = configuration;
  await createTenant(database, { id: HOME_TENANT_ID, name: 'Home' }, (id) => newDataKey(keys.masterKeys, id));
  // A database with the keys of another one: better refused now than at the first stored analysis.
  await database.asTenant(HOME_TENANT_ID, (tx) => readDataKeys(tx, keys.masterKeys, HOME_TENANT_ID));
  if (configured !== null) {
    await ensureStored(database, keys, configured);
    return { kind: 'configured' };
  }
  const path = join(dataDirectory, KEY_FILE);
  const existing = await database.asTenant(HOME_TENANT_ID, listApiKeys);
  if (existing.some((key) => key.isBootstrap && key.revokedAt === null)) {
    return existsSync(path) ? { kind: 'file', path } : { kind: 'shown' };
  }
  const key = generateApiKey('live', region);
  // The file before the row: a key that nobody can read would lock the owner out.
  if (!terminal) await writeFile(path, `${key}\n`, { mode: 0o600 });
  await store(database, keys, key);
  return terminal ? { kind: 'made', key } : { kind: 'file', path };
}

async function ensureStored(database: Database, keys: OperatorKeys, key: string): Promise<void> {
  const known = await findApiKeyByHash(database, hashApiKey(key, keys.pepper));
  if (known?.isBootstrap === true) return;
  if (known !== null) {
    throw new AssayError('invalid_configuration', {
      detail: 'The key in ASSAY_BOOTSTRAP_API_KEY is an ordinary key of this installation; choose another one.',
    });
  }
  try {
    await store(database, keys, key);
  } catch (error) {
    // It is there, but no more in force.
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    const detail = 'The key in ASSAY_BOOTSTRAP_API_KEY was revoked or has expired; choose another one.';
    throw new AssayError('invalid_configuration', { detail, cause: error });
  }
}

async function store(database: Database, keys: OperatorKeys, key: string): Promise<void> {
  await database.asTenant(HOME_TENANT_ID, async (tx) => {
    const { id } = await createApiKey(tx, {
      hash: hashApiKey(key, keys.pepper),
      prefix: parseApiKey(key)?.prefix ?? '',
      name: 'Bootstrap key',
      role: 'owner',
      isBootstrap: true,
    });
    const details = { role: 'owner', bootstrap: true };
    await appendAuditEvent(tx, { action: 'api-key.created', actor: null, target: id, details });
  });
}
