// What tenant, projects and users have chosen: one document each.
import { sql } from 'kysely';
import type { PreferenceName, PreferenceScope, PreferenceValues } from '../contract/index.ts';
import type { TenantTransaction } from './database.ts';
import { storableJson, storableText } from './storable.ts';

/** Whose choices they are. */
export interface PreferenceOwner {
  readonly scope: PreferenceScope;
  /** empty for the tenant, a project's name, or an actor's id */
  readonly subject: string;
}

export interface StoredPreferences extends PreferenceOwner {
  readonly values: PreferenceValues;
  readonly locked: readonly PreferenceName[];
  readonly updatedAt: Date;
}

const COLUMNS = ['scope', 'subject', 'settings as values', 'locked', 'updated_at as updatedAt'] as const;

/** The documents that exist of these owners. */
export async function findPreferences(
  tx: TenantTransaction,
  owners: readonly PreferenceOwner[],
): Promise<StoredPreferences[]> {
  return await tx
    .selectFrom('preferences')
    .select(COLUMNS)
    .where((where) =>
      where.or(
        owners.map(({ scope, subject }) =>
          where.and([where('scope', '=', scope), where('subject', '=', storableText(subject))]),
        ),
      ),
    )
    .execute();
}

/** What the tenant and its projects have chosen, for jobs that serve them all. */
export async function listPreferences(tx: TenantTransaction): Promise<StoredPreferences[]> {
  return await tx
    .selectFrom('preferences')
    .select(COLUMNS)
    .where('scope', 'in', ['tenant', 'project'])
    .orderBy('scope')
    .orderBy('subject')
    .execute();
}

/** Keeps others from changing the document until the transaction ends; makes an empty one where there is none. */
export async function lockPreferences(tx: TenantTransaction, owner: PreferenceOwner): Promise<StoredPreferences> {
  const { scope } = owner;
  const subject = storableText(owner.subject);
  await tx
    .insertInto('preferences')
    .values({ scope, subject, settings: '{}', locked: [] })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return await tx
    .selectFrom('preferences')
    .select(COLUMNS)
    .where('scope', '=', scope)
    .where('subject', '=', subject)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Replaces a document that was locked before. */
export async function savePreferences(
  tx: TenantTransaction,
  owner: PreferenceOwner,
  { values, locked }: Pick<StoredPreferences, 'values' | 'locked'>,
): Promise<StoredPreferences> {
  return await tx
    .updateTable('preferences')
    .set({ settings: storableJson(values), locked: [...locked], updated_at: sql<Date>`now()` })
    .where('scope', '=', owner.scope)
    .where('subject', '=', storableText(owner.subject))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}
