// Rotation of the signing keys: the next one is published before it signs, the old ones stay until their tokens are dead.
import {
  addSigningKey,
  appendAuditEvent,
  type Database,
  HOME_TENANT_ID,
  holdMasterKey,
  listSigningKeys,
  lockSigningKeys,
  type SigningKeyRecord,
} from '../../database-service/index.ts';
import {
  CLOCK_TOLERANCE_SECONDS,
  createSigningKey,
  LONGEST_TOKEN_LIFE_SECONDS,
  type MasterKeys,
  openSigningKey,
  type SigningKeyPair,
} from '../../security/index.ts';

/** Whoever checks tokens may keep the key set this long. */
export const KEY_SET_SECONDS = 300;
/** Longer than any copy of the key set is kept. */
const LEAD_SECONDS = 2 * KEY_SET_SECONDS;
/** A key outlives the last token that it signed. */
const OVERLAP_SECONDS = LONGEST_TOKEN_LIFE_SECONDS + 2 * CLOCK_TOLERANCE_SECONDS;

export interface RotationOptions {
  /** ends the keys there are, and every token, at once */
  readonly compromised: boolean;
  /** who wants it; null for the schedule */
  readonly actor: string | null;
  /** asked with the keys there are, newest first; several processes may want the same rotation */
  readonly onlyIf?: (records: readonly SigningKeyRecord[]) => Promise<boolean>;
}

export interface RotatedKey {
  readonly kid: string;
  readonly activeFrom: Date;
}

/** Makes the next key, or returns null when the condition does not hold (any more). */
export async function rotateSigningKeys(
  database: Database,
  masterKeys: MasterKeys,
  { compromised, actor, onlyIf }: RotationOptions,
): Promise<RotatedKey | null> {
  return await database.asTenant(HOME_TENANT_ID, async (tx) => {
    await lockSigningKeys(tx);
    const records = await listSigningKeys(tx);
    if (onlyIf !== undefined && !(await onlyIf(records))) return null;
    await holdMasterKey(tx);
    const made = await createSigningKey(await masterKeys.newest());
    const { kid } = made.publicKey;
    // With no key that can sign there is nothing to wait for.
    const isUrgent = compromised || (await signingPair(records, masterKeys)) === null;
    await addSigningKey(tx, {
      ...made,
      kid,
      leadSeconds: isUrgent ? 0 : LEAD_SECONDS,
      overlapSeconds: compromised ? null : OVERLAP_SECONDS,
    });
    const stored = (await listSigningKeys(tx)).find((record) => record.kid === kid);
    const details = { kind: 'signing', compromised };
    await appendAuditEvent(tx, { action: 'key.rotated', actor, target: kid, details });
    return { kid, activeFrom: stored?.activeFrom ?? new Date() };
  });
}

/** The newest key that is active, or null when there is none that this master key opens. */
export async function signingPair(
  records: readonly SigningKeyRecord[],
  masterKeys: MasterKeys,
): Promise<SigningKeyPair | null> {
  const record = records.find(({ isActive }) => isActive);
  if (record === undefined) return null;
  const { kid, sealed } = record;
  const opened = masterKeys.open((masterKey) => openSigningKey(masterKey, sealed, kid));
  return await opened.then(
    (privateKey) => ({ kid, privateKey }),
    () => null,
  );
}
