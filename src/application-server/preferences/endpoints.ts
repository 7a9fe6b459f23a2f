// /api/v1/preferences: what tenant, project and user have chosen, and what holds for the caller.
import {
  EffectivePreferencesAnswer,
  EffectiveQuery,
  PREFERENCE_NAMES,
  type PreferenceName,
  Preferences,
  PreferencesPatch,
  PreferencesQuery,
  PreferencesReplacement,
  type PreferenceValues,
} from '../../contract/index.ts';
import {
  appendAuditEvent,
  type Database,
  findPreferences,
  lockPreferences,
  type PreferenceOwner,
  raiseKnowledgeVersion,
  type StoredPreferences,
  savePreferences,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { isAllowed } from '../../security/index.ts';
import { type Caller, defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { knownRules } from '../own-rules/known-rules.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { combinePreferences, type PreferenceReader } from './effective-preferences.ts';
import { checkPreferences } from './preference-check.ts';

export interface PreferenceDependencies {
  readonly database: Database;
  readonly preferences: PreferenceReader;
  readonly isRule: (ruleId: string) => boolean;
  readonly knowledge: Knowledge;
}

const PATH = '/api/v1/preferences';
const ANSWERS = { 200: json('What the scope has chosen.', Preferences) };
const SCOPES =
  'Without `scope` it is the caller’s own. Tenant and projects need the right to manage preferences. A nearer scope overrides a ' +
  'wider one, value by value, unless the wider one has locked the setting.';

export function preferenceEndpoints(dependencies: PreferenceDependencies): Endpoint[] {
  return [
    getEndpoint(dependencies),
    effectiveEndpoint(dependencies),
    putEndpoint(dependencies),
    patchEndpoint(dependencies),
  ];
}

function getEndpoint({ database }: PreferenceDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: PATH,
      operationId: 'getPreferences',
      tag: 'preferences',
      summary: 'What the tenant, a project or the caller has chosen.',
      access: 'preferences:read',
      query: PreferencesQuery,
      answers: ANSWERS,
    },
    async ({ query, caller }) => {
      const owner = ownerOf(query, caller);
      const [stored] = await database.asTenant(caller.tenantId, (tx) => findPreferences(tx, [owner]));
      return { status: 200, body: toWire(owner, stored) };
    },
  );
}

function effectiveEndpoint({ preferences }: PreferenceDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: `${PATH}/effective`,
      operationId: 'getEffectivePreferences',
      tag: 'preferences',
      summary: 'What holds for the caller in a project, and which scope says so.',
      access: 'preferences:read',
      query: EffectiveQuery,
      answers: { 200: json('Every setting.', EffectivePreferencesAnswer) },
    },
    async ({ query, caller }) => {
      const project = query.project ?? null;
      const { values, sources, locked } = await preferences.effective(caller, project);
      const body: EffectivePreferencesAnswer = { project, values, sources, locked: [...locked] };
      return { status: 200, body };
    },
  );
}

function putEndpoint(dependencies: PreferenceDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'PUT',
      path: PATH,
      operationId: 'replacePreferences',
      tag: 'preferences',
      summary: 'Replace what a scope has chosen.',
      description: `${SCOPES} Takes effect on the next analysis.`,
      access: 'preferences:own',
      query: PreferencesQuery,
      body: PreferencesReplacement,
      answers: ANSWERS,
    },
    async ({ query, body, caller }) => {
      const replace = () => ({ given: body.values, kept: {}, locked: body.locked ?? [] });
      return { status: 200, body: await change(dependencies, ownerOf(query, caller), caller, replace) };
    },
  );
}

function patchEndpoint(dependencies: PreferenceDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'PATCH',
      path: PATH,
      operationId: 'changePreferences',
      tag: 'preferences',
      summary: 'Change some of what a scope has chosen.',
      description: `${SCOPES} What is null is left to the wider scope, what is absent stays. Takes effect on the next analysis.`,
      access: 'preferences:own',
      query: PreferencesQuery,
      body: PreferencesPatch,
      answers: ANSWERS,
    },
    async ({ query, body, caller }) => {
      const patch = (stored: StoredPreferences): Choice => {
        const named = Object.entries(body.values ?? {});
        const kept = Object.entries(stored.values).filter(([name]) => !named.some(([other]) => other === name));
        return {
          given: Object.fromEntries(named.filter(([, value]) => value !== null)),
          kept: Object.fromEntries(kept),
          locked: body.locked ?? stored.locked,
        };
      };
      return { status: 200, body: await change(dependencies, ownerOf(query, caller), caller, patch) };
    },
  );
}

interface Choice {
  /** to be checked */
  readonly given: PreferenceValues;
  /** was checked when it was given */
  readonly kept: PreferenceValues;
  readonly locked: readonly PreferenceName[];
}

async function change(
  { database, preferences, isRule, knowledge }: PreferenceDependencies,
  owner: PreferenceOwner,
  caller: Caller,
  choose: (stored: StoredPreferences) => Choice,
): Promise<Preferences> {
  const { scope } = owner;
  if (scope !== 'user' && !isAllowed(caller.permissions, 'preferences:manage')) {
    throw new AssayError('forbidden', { detail: `Preferences of a ${scope} are set by those who manage them.` });
  }
  const { stored, version } = await database.asTenant(caller.tenantId, async (tx) => {
    const before = await lockPreferences(tx, owner);
    const { given, kept, locked } = choose(before);
    const wider = combinePreferences(
      scope === 'tenant' ? [] : await findPreferences(tx, [{ scope: 'tenant', subject: '' }]),
    );
    const isKnown = await knownRules(tx, isRule);
    const values = { ...kept, ...checkPreferences({ scope, values: given, locked, wider }, isKnown) };
    const after = await savePreferences(tx, owner, { values, locked });
    await audit(tx, caller, before, after);
    // Whose verdicts count is part of what the tenant has taught.
    const counts = before.values.learn_from_services !== after.values.learn_from_services;
    return { stored: after, version: counts ? await raiseKnowledgeVersion(tx) : null };
  });
  if (version !== null) knowledge.learned(caller.tenantId, version);
  preferences.changed(caller.tenantId);
  return toWire(owner, stored);
}

async function audit(
  tx: TenantTransaction,
  { actor }: Caller,
  before: StoredPreferences,
  after: StoredPreferences,
): Promise<void> {
  const changed = PREFERENCE_NAMES.filter(
    (name) => JSON.stringify(before.values[name]) !== JSON.stringify(after.values[name]),
  );
  const details = Object.fromEntries(changed.map((name) => [name, JSON.stringify(after.values[name]) ?? null]));
  await appendAuditEvent(tx, {
    action: 'preferences.changed',
    actor,
    target: after.scope === 'tenant' ? 'tenant' : `${after.scope}:${after.subject}`,
    details: { ...details, locked: after.locked.join(' ') },
  });
}

/** Throws AssayError `invalid_request` when scope and project do not go together. */
function ownerOf({ scope = 'user', project }: PreferencesQuery, { actor }: Caller): PreferenceOwner {
  if ((scope === 'project') !== (project !== undefined)) {
    const message = scope === 'project' ? 'is needed for the scope project' : 'goes with the scope project only';
    throw new AssayError('invalid_request', { errors: [{ path: '/project', message }] });
  }
  if (scope === 'project') return { scope, subject: project ?? '' };
  return { scope, subject: scope === 'tenant' ? '' : actor };
}

function toWire({ scope, subject }: PreferenceOwner, stored: StoredPreferences | undefined): Preferences {
  return {
    scope,
    project: scope === 'project' ? subject : null,
    values: stored?.values ?? {},
    locked: [...(stored?.locked ?? [])],
    updated_at: stored?.updatedAt.toISOString() ?? null,
  };
}
