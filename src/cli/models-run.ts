// What `assay models` does.
import { replayOffline } from '../application-server/index.ts';
import type { ModelList, Replay, StoredModel } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { challenge, modelList, promote, rollBack, slowFrom } from '../training-pipeline/index.ts';
import { type Ask, OPERATOR, onTenant, type TenantAccess, type TenantOption } from './training-installation.ts';

export interface ListOptions extends TenantOption {
  readonly format?: string;
}

export interface ChangeOptions extends TenantOption {
  readonly reason: string;
  readonly rollout?: boolean;
}

export interface ReplayOptions extends TenantOption {
  readonly format: string;
}

/** the command's own exit code, as of `assay analyze`: something was found */
const EXIT_DIFFERENT = 1;

export async function list(options: ListOptions): Promise<string> {
  const models = await onTenant(options, {
    direct: ({ database, tenantId }) => modelList(database, tenantId),
    running: async (ask) => (await ask('GET', '/api/v1/models')) as ModelList,
  });
  return options.format === 'json' ? `${JSON.stringify(models, null, 2)}\n` : listText(models);
}

export async function show(name: string, options: ListOptions): Promise<string> {
  const models = await onTenant(options, {
    direct: ({ database, tenantId }) => modelList(database, tenantId),
    running: async (ask) => (await ask('GET', '/api/v1/models')) as ModelList,
  });
  return `${JSON.stringify(modelIn(models, name), null, 2)}\n`;
}

export async function promoteModel(name: string, { reason, rollout, ...options }: ChangeOptions): Promise<string> {
  const models = await onTenant(options, {
    direct: async ({ database, tenantId }) => {
      const { digest, built_in: builtIn } = modelIn(await modelList(database, tenantId), name);
      const cause = { reason, actor: OPERATOR };
      await database.asTenant(tenantId, async (tx) => {
        if (rollout) await challenge(tx, digest, { ...cause, slowMs: await slowFrom(tx) });
        else await promote(tx, builtIn ? null : digest, cause);
      });
      return await modelList(database, tenantId);
    },
    running: async (ask) => {
      const { digest, built_in: builtIn } = modelIn((await ask('GET', '/api/v1/models')) as ModelList, name);
      const way = rollout ? 'shadow' : 'promotion';
      return (await ask('POST', `/api/v1/models/${builtIn ? 'built-in' : digest}/${way}`, { reason })) as ModelList;
    },
  });
  return listText(models);
}

export async function rollBackModel({ reason, ...options }: ChangeOptions): Promise<string> {
  const models = await onTenant(options, {
    direct: async ({ database, tenantId }) => {
      await database.asTenant(tenantId, (tx) => rollBack(tx, { reason, actor: OPERATOR }));
      return await modelList(database, tenantId);
    },
    running: async (ask) => (await ask('POST', '/api/v1/models/rollback', { reason })) as ModelList,
  });
  return listText(models);
}

export async function replay(name: string, analysisId: string, options: ReplayOptions): Promise<string> {
  const found = await onTenant(options, {
    direct: (access) => replayed(access, name, analysisId),
    running: (ask) => replayedBy(ask, name, analysisId),
  });
  if (!found.same) process.exitCode = EXIT_DIFFERENT;
  return options.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : replayText(found);
}

async function replayed({ database, keys, tenantId }: TenantAccess, name: string, analysisId: string): Promise<Replay> {
  const { digest, built_in: builtIn } = modelIn(await modelList(database, tenantId), name);
  return await replayOffline(database, keys, { tenantId, digest: builtIn ? null : digest, analysisId });
}

async function replayedBy(ask: Ask, name: string, analysisId: string): Promise<Replay> {
  const { digest, built_in: builtIn } = modelIn((await ask('GET', '/api/v1/models')) as ModelList, name);
  const path = `/api/v1/models/${builtIn ? 'built-in' : digest}/replays`;
  return (await ask('POST', path, { analysis_id: analysisId })) as Replay;
}

/** By digest, the beginning of it, version or `built-in`. Throws AssayError `not_found`. */
function modelIn({ items }: ModelList, name: string): StoredModel {
  const bare = name.replace(/^sha256:/, '');
  const found = items.filter(
    ({ digest, version, built_in: builtIn }) =>
      version === name || (builtIn && name === 'built-in') || (bare.length >= 4 && digest.startsWith(`sha256:${bare}`)),
  );
  const [model] = found;
  if (model !== undefined && found.length === 1) return model;
  throw new AssayError('not_found', {
    detail: found.length === 0 ? `There is no model ${name}.` : `${name} may be any of ${found.length} models.`,
  });
}

function listText({ items, rollout, changes }: ModelList): string {
  const lines = items.map((model) => {
    const trained =
      model.trained_at === null ? 'built in' : `trained ${model.trained_at.slice(0, 16).replace('T', ' ')}`;
    return `${model.version.padEnd(10)} ${model.digest.slice(7, 19)}  ${model.state.padEnd(10)}  ${trained}`;
  });
  if (rollout !== null) {
    const { dismissals: seen } = rollout;
    lines.push(
      '',
      `rollout ${rollout.stage}: ${rollout.share * 100} % of the answers, by ${rollout.unit}, since ${rollout.started_at.slice(0, 16).replace('T', ' ')}`,
      `  dismissed ${seen.challenger.bad} of ${seen.challenger.outcomes}, of the champion ${seen.champion.bad} of ${seen.champion.outcomes}; ${rollout.shadow.verdicts} verdicts in the shadow`,
    );
  }
  if (changes.length > 0) lines.push('');
  for (const { at, kind, version, reason } of changes.slice(0, 10)) {
    lines.push(`${at.slice(0, 16).replace('T', ' ')}  ${kind.padEnd(12)} ${version.padEnd(10)} ${reason}`);
  }
  return `${lines.join('\n')}\n`;
}

function replayText({ same, version, differences }: Replay): string {
  if (same) return `${version} would say the same.\n`;
  const shown = (confidence: number | null) => (confidence === null ? 'not shown' : confidence.toFixed(2));
  return differences
    .map(
      (one) =>
        `${one.path}:${one.line}  ${one.rule_id}  ${shown(one.was)} → ${shown(one.would_be)}${one.suggestion_changed ? ', another fix' : ''}\n`,
    )
    .join('');
}
