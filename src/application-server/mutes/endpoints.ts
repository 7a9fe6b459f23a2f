// /api/v1/mutes: what verdicts suggest to leave out; a reviewer approves it, and takes it back.
import { Mute, MuteQuery, MutesAnswer } from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findPreferences,
  listMuteEvidence,
  lockPreferences,
  savePreferences,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { knownRules } from '../own-rules/known-rules.ts';
import type { PreferenceReader } from '../preferences/effective-preferences.ts';
import { normalFolder, normalMutes } from './folders.ts';
import { proposeMutes } from './proposals.ts';

export interface MuteDependencies {
  readonly database: Database;
  readonly preferences: PreferenceReader;
  readonly isRule: (ruleId: string) => boolean;
}

const PATH = '/api/v1/mutes';
const OWNER = { scope: 'tenant', subject: '' } as const;
/** as the preference allows */
const MOST_MUTES = 1000;

export function muteEndpoints(dependencies: MuteDependencies): Endpoint[] {
  return [listEndpoint(dependencies), approveEndpoint(dependencies), liftEndpoint(dependencies)];
}

function listEndpoint({ database }: MuteDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: PATH,
      operationId: 'listMutes',
      tag: 'triage',
      summary: 'What is muted, and what verdicts suggest to mute.',
      description:
        'Proposed is a rule in a folder where at least five verdicts, not of one person alone where more than one votes, dismissed it ' +
        'almost without exception. Nothing is muted by itself.',
      access: 'analyses:read',
      answers: { 200: json('Mutes and proposals.', MutesAnswer) },
    },
    async ({ caller: { tenantId } }) => {
      const body = await database.asTenant(tenantId, async (tx): Promise<MutesAnswer> => {
        const [tenant] = await findPreferences(tx, [OWNER]);
        const mutes = normalMutes(tenant?.values.mutes ?? []);
        return { mutes, proposals: proposeMutes(await listMuteEvidence(tx), mutes) };
      });
      return { status: 200, body };
    },
  );
}

function approveEndpoint(dependencies: MuteDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: PATH,
      operationId: 'addMute',
      tag: 'triage',
      summary: 'Mute a rule below a folder, as proposed or of one’s own.',
      description:
        'Becomes part of the tenant’s preference `mutes`. Findings there are suppressed from the next analysis on, with that reason.',
      access: 'feedback:dismiss-high',
      body: Mute,
      answers: { 201: json('What is muted now.', MutesAnswer) },
    },
    async ({ body: mute, caller }) => {
      const normal = { ...mute, folder: normalFolder(mute.folder) };
      const body = await change(dependencies, caller, normal, async (mutes, tx) => {
        const isKnown = await knownRules(tx, dependencies.isRule);
        if (!isKnown(mute.rule_id)) {
          const errors = [{ path: '/rule_id', message: 'is not the id of a rule' }];
          throw new AssayError('invalid_request', { errors });
        }
        if (mutes.length >= MOST_MUTES) {
          throw new AssayError('invalid_request', { detail: `At most ${MOST_MUTES} mutes are kept.` });
        }
        return [...mutes.filter((one) => !isSame(one, normal)), normal];
      });
      return { status: 201, body };
    },
  );
}

function liftEndpoint(dependencies: MuteDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'DELETE',
      path: PATH,
      operationId: 'liftMute',
      tag: 'triage',
      summary: 'Take a mute back.',
      access: 'feedback:dismiss-high',
      query: MuteQuery,
      answers: { 200: json('What is muted now.', MutesAnswer) },
    },
    async ({ query: { rule_id: ruleId, repository = null, folder = '' }, caller }) => {
      const mute = { rule_id: ruleId, repository, folder: normalFolder(folder) };
      const body = await change(dependencies, caller, mute, async (mutes) => {
        if (mutes.some((one) => isSame(one, mute))) return mutes.filter((one) => !isSame(one, mute));
        throw new AssayError('not_found', { detail: 'There is no such mute.' });
      });
      return { status: 200, body };
    },
  );
}

async function change(
  { database, preferences }: MuteDependencies,
  { tenantId, actor }: Caller,
  mute: Mute,
  choose: (mutes: readonly Mute[], tx: TenantTransaction) => Promise<Mute[]>,
): Promise<MutesAnswer> {
  const answer = await database.asTenant(tenantId, async (tx: TenantTransaction): Promise<MutesAnswer> => {
    const { values, locked } = await lockPreferences(tx, OWNER);
    const before = normalMutes(values.mutes ?? []);
    const mutes = await choose(before, tx);
    await savePreferences(tx, OWNER, { values: { ...values, mutes }, locked });
    const action = mutes.length < before.length ? 'mute.lifted' : 'mute.added';
    const details = { repository: mute.repository, folder: mute.folder };
    await appendAuditEvent(tx, { action, actor, target: mute.rule_id, details });
    return { mutes, proposals: proposeMutes(await listMuteEvidence(tx), mutes) };
  });
  preferences.changed(tenantId);
  return answer;
}

function isSame(a: Mute, b: Mute): boolean {
  return a.rule_id === b.rule_id && a.repository === b.repository && a.folder === b.folder;
}
