// The signing keys of this installation as one process knows them: read from the database, remembered for two seconds.
import { type Database, HOME_TENANT_ID, listSigningKeys, type SigningKeyRecord } from '../../database-service/index.ts';
import {
  importPublicKey,
  type MasterKeys,
  type PublicSigningKey,
  type SigningKeyPair,
  type TokenScope,
} from '../../security/index.ts';
import { type RotatedKey, type RotationOptions, rotateSigningKeys, signingPair } from './rotation.ts';

/** With the three seconds that the gateway remembers a token, a key that was ended is refused within five. */
const REMEMBERED_MS = 2000;
const SECONDS_A_DAY = 86_400;

export interface KeyRing {
  /** issuer and audience of the tokens that these keys sign */
  readonly scope: TokenScope;
  /** The key that signs now; made at its first use. */
  signer(): Promise<SigningKeyPair>;
  /** The public key of that name, or null. Asks the database at most every two seconds, whatever names come. */
  publicKey(kid: string): Promise<SigningKeyPair['privateKey'] | null>;
  /** What tokens are checked with, a key to come among them. */
  published(): Promise<PublicSigningKey[]>;
  /** How old the newest key is, in seconds; null before the first one is made. */
  ageSeconds(): Promise<number | null>;
  /** The next key: published now, signing in ten minutes; with `compromised` all others end, and every token, at once. */
  rotate(options: Pick<RotationOptions, 'compromised' | 'actor'>): Promise<RotatedKey>;
  /** Rotates when the newest key is older than it should be; for a job that runs now and then. */
  rotateIfDue(): Promise<boolean>;
}

export interface KeyRingOptions {
  readonly scope: TokenScope;
  readonly rotateAfterDays: number;
}

interface Ring {
  readonly records: readonly SigningKeyRecord[];
  readonly signer: SigningKeyPair | null;
  readonly publicKeys: ReadonlyMap<string, SigningKeyPair['privateKey']>;
}

export function createKeyRing(
  database: Database,
  masterKeys: MasterKeys,
  { scope, rotateAfterDays }: KeyRingOptions,
): KeyRing {
  let known: Promise<Ring> | null = null;
  let readAt = 0;

  const ring = (): Promise<Ring> => {
    if (known !== null && performance.now() - readAt < REMEMBERED_MS) return known;
    readAt = performance.now();
    const reading = readRing(database, masterKeys);
    // A failure is not remembered.
    reading.catch(() => {
      if (known === reading) known = null;
    });
    known = reading;
    return reading;
  };
  const rotate = async (options: RotationOptions): Promise<RotatedKey | null> => {
    try {
      return await rotateSigningKeys(database, masterKeys, options);
    } finally {
      known = null;
    }
  };
  const hasNoSigner = async (records: readonly SigningKeyRecord[]) => (await signingPair(records, masterKeys)) === null;

  return {
    scope,
    async signer() {
      const { signer } = await ring();
      if (signer !== null) return signer;
      await rotate({ compromised: false, actor: null, onlyIf: hasNoSigner });
      const made = (await ring()).signer;
      if (made === null) throw new Error('The signing key that was just made cannot be opened.');
      return made;
    },
    publicKey: async (kid) => (await ring()).publicKeys.get(kid) ?? null,
    published: async () => (await ring()).records.map(publicPart),
    async ageSeconds() {
      const ages = (await ring()).records.map(({ ageSeconds }) => ageSeconds);
      return ages.length === 0 ? null : Math.min(...ages);
    },
    async rotate({ compromised, actor }) {
      const made = await rotate({ compromised, actor });
      if (made === null) throw new Error('A rotation without a condition always makes a key.');
      return made;
    },
    async rotateIfDue() {
      const isDue = async (records: readonly SigningKeyRecord[]) =>
        records.length > 0 && records.every(({ ageSeconds }) => ageSeconds > rotateAfterDays * SECONDS_A_DAY);
      return (await rotate({ compromised: false, actor: null, onlyIf: isDue })) !== null;
    },
  };
}

async function readRing(database: Database, masterKeys: MasterKeys): Promise<Ring> {
  const records = await database.asTenant(HOME_TENANT_ID, listSigningKeys);
  const entries = records.map(async (record) => [record.kid, await importPublicKey(publicPart(record))] as const);
  return {
    records,
    signer: await signingPair(records, masterKeys),
    publicKeys: new Map(await Promise.all(entries)),
  };
}

/** Only `createSigningKey` makes what is stored, so its shape is known. */
function publicPart(record: SigningKeyRecord): PublicSigningKey {
  return record.publicKey as PublicSigningKey;
}
