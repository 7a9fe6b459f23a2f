// Verdicts, the dismissals they lead to, and the knowledge version that counts what a tenant has taught.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { storableJson, storableOrNull, storableText } from './storable.ts';

export type Verdict = 'true_positive' | 'false_positive' | 'wont_fix' | 'fixed' | 'missed';
export type SuggestionOutcome = 'applied' | 'edited' | 'rejected';

/** What the verdict does to the dismissal of its fingerprint: the caller decides, since it knows the roles. */
export type DismissalChange =
  /** stays away from now on */
  | (DismissalTarget & { readonly kind: 'activate' })
  /** waits for a reviewer; an active one stays active */
  | (DismissalTarget & { readonly kind: 'propose' })
  /** is shown again */
  | (DismissalTarget & { readonly kind: 'lift' })
  | { readonly kind: 'none' };

/** The defect that is judged: equal ones in other functions or files are others. */
interface DismissalTarget {
  readonly scope: string;
  readonly fingerprint: string;
  /** the function around it with its class */
  readonly within: string;
  readonly path: string;
}

export interface NewFeedback {
  readonly analysisId: string;
  /** null for `missed` */
  readonly issueId: string | null;
  /** who says so: a user's or an API key's id */
  readonly actor: string;
  readonly verdict: Verdict;
  readonly reason?: string | null;
  readonly comment?: string | null;
  readonly location?: unknown;
  readonly cwe?: string | null;
  readonly suggestionId?: string | null;
  readonly suggestionOutcome?: SuggestionOutcome | null;
  readonly dismissal: DismissalChange;
}

export interface SavedFeedback {
  readonly id: string;
  /** whether an earlier verdict of the same actor on the same issue was replaced; it keeps its id */
  readonly replaced: boolean;
  /** of the dismissal after this verdict, null when there is none */
  readonly dismissal: 'active' | 'proposed' | null;
  readonly knowledgeVersion: number;
}

export interface Dismissal {
  readonly fingerprint: string;
  readonly within: string;
  readonly path: string;
  readonly state: 'active' | 'proposed';
  readonly reason: string | null;
}

/** Where a dismissal holds: the repository, or else the project, or else everywhere that neither is named. */
export function dismissalScope(context: {
  readonly repository: string | null;
  readonly project: string | null;
}): string {
  if (context.repository !== null) return `repository:${storableText(context.repository)}`;
  return context.project === null ? '' : `project:${storableText(context.project)}`;
}

/**
 * Stores a verdict, changes the dismissal and counts the knowledge version up, all or nothing. The caller has found
 * the analysis and the issue first. A later verdict of the same actor on the same issue replaces the earlier.
 */
export async function saveFeedback(tx: TenantTransaction, feedback: NewFeedback): Promise<SavedFeedback> {
  const { id, replaced } = await upsertFeedback(tx, feedback);
  const dismissal = await changeDismissal(tx, id, feedback);
  return { id, replaced, dismissal, knowledgeVersion: await raiseKnowledgeVersion(tx) };
}

/**
 * The dismissals in this scope whose fingerprints begin with one of these (of 32 digits), in the order of their making;
 * those that are only proposed are to be shown still.
 */
export async function listDismissals(
  tx: TenantTransaction,
  scope: string,
  bases: readonly string[],
): Promise<Dismissal[]> {
  if (bases.length === 0) return [];
  return await tx
    .selectFrom('dismissals')
    .select(['fingerprint', 'within', 'path', 'state', 'reason'])
    .where('scope', '=', scope)
    .where('base', '=', sql<string>`any(${[...new Set(bases)]}::text[])`)
    .orderBy('created_at')
    .orderBy('place')
    .execute();
}

/** Counts the knowledge version up, so that no answer is found in the cache that was made before; returns the new one. */
export async function raiseKnowledgeVersion(tx: TenantTransaction): Promise<number> {
  const row = await tx
    .insertInto('knowledge')
    .values({ version: 1 })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ version: sql<string>`knowledge.version + 1` }))
    .returning('version')
    .executeTakeFirstOrThrow();
  return Number(row.version);
}

/** How often the tenant has taught something; 0 for one that never has. */
export async function knowledgeVersion(tx: TenantTransaction): Promise<number> {
  const row = await tx.selectFrom('knowledge').select('version').executeTakeFirst();
  return Number(row?.version ?? 0);
}

async function upsertFeedback(
  tx: TenantTransaction,
  feedback: NewFeedback,
): Promise<{ id: string; replaced: boolean }> {
  const id = uuidv7();
  const values = {
    analysis_id: feedback.analysisId,
    issue_id: feedback.issueId,
    actor: feedback.actor,
    verdict: feedback.verdict,
    reason: storableOrNull(feedback.reason),
    comment: storableOrNull(feedback.comment),
    location: feedback.location === undefined || feedback.location === null ? null : storableJson(feedback.location),
    cwe: storableOrNull(feedback.cwe),
    suggestion_id: storableOrNull(feedback.suggestionId),
    suggestion_outcome: feedback.suggestionOutcome ?? null,
    proposed: feedback.dismissal.kind === 'propose',
  };
  const row = await tx
    .insertInto('feedback')
    .values({ feedback_id: id, ...values })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'actor', 'issue_id']).doUpdateSet({ ...values, updated_at: sql<Date>`now()` }),
    )
    .returning('feedback_id')
    .executeTakeFirstOrThrow();
  return { id: row.feedback_id, replaced: row.feedback_id !== id };
}

async function changeDismissal(
  tx: TenantTransaction,
  feedbackId: string,
  feedback: NewFeedback,
): Promise<SavedFeedback['dismissal']> {
  const change = feedback.dismissal;
  if (change.kind === 'none') return null;
  const { scope, fingerprint } = change;
  const [within, path] = [storableText(change.within), storableText(change.path)];
  if (change.kind === 'lift') {
    await tx
      .deleteFrom('dismissals')
      .where('scope', '=', scope)
      .where('base', '=', fingerprint.slice(0, 32))
      // The file or the function may have been renamed since.
      .where((where) => where.or([where('within', '=', within), where('path', '=', path)]))
      .execute();
    return null;
  }
  const state = change.kind === 'activate' ? 'active' : 'proposed';
  const reason = storableOrNull(feedback.reason);
  const row = await tx
    .insertInto('dismissals')
    .values({ scope, fingerprint, within, path, feedback_id: feedbackId, state, reason })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'scope', 'fingerprint', 'place'])
        .doUpdateSet({ feedback_id: feedbackId, state, reason })
        // a proposal does not take back what a reviewer decided
        .where(sql<boolean>`dismissals.state = 'proposed' or ${state} = 'active'`),
    )
    .returning('state')
    .executeTakeFirst();
  return row?.state ?? 'active';
}
