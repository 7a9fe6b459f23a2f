// Checks of what Assay talks to: databases, Redis, RabbitMQ, identity providers, application servers, the collector of traces.
import { setTimeout as delay } from 'node:timers/promises';
import { createOidcProvider } from '../../application-server/index.ts';
import { openCache } from '../../cache/index.ts';
import type { Configuration } from '../../config/index.ts';
import { type DatabaseExamination, examineDatabase } from '../../database-service/index.ts';
import { openRabbitmqQueue, QUEUE_NAMES } from '../../message-queue/index.ts';
import { redactSecrets } from '../../model-service/index.ts';
import { type CheckResult, failure, ok, reasonOf, warning } from './finding.ts';

const OLDEST_SERVER = 150_000;
const CLOCK = { warnMs: 2000, failMs: 30_000 };
const TIMEOUT_MS = 5000;

export async function checkDatabases(configuration: Configuration): Promise<CheckResult[]> {
  const { databaseUrl, databaseOwnerUrl, databases } = configuration;
  if (databaseUrl === null) return [ok('database', 'The embedded one, in the data directory.')];
  const named: [string, string][] = [['database', databaseUrl]];
  if (databaseOwnerUrl !== null) named.push(['database owner', databaseOwnerUrl]);
  for (const [name, url] of databases) named.push([`database ${name}`, url]);
  return (await Promise.all(named.map(([name, url]) => checkDatabase(name, url, configuration)))).flat();
}

async function checkDatabase(name: string, url: string, configuration: Configuration): Promise<CheckResult[]> {
  try {
    const examined = await examineDatabase(url);
    return [judgeDatabase(name, examined, configuration), judgeClock(`clock, ${name}`, examined.clockAheadMs)];
  } catch (error) {
    const { code } = error as { readonly code?: string };
    return [failure(name, `It cannot be reached: ${withoutSecrets(error)}`, ADVICE[code ?? ''] ?? UNREACHABLE)];
  }
}

const UNREACHABLE = 'Check host and port of its address, that the server runs, and what lies between.';
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start the server, or correct host and port.',
  ENOTFOUND: 'Its name is not known: correct the host, or the name service.',
  '28P01': 'User or password are wrong: correct DATABASE_URL.',
  '28000': 'The server does not let this user in from here: pg_hba.conf.',
  '3D000': 'Make the database: CREATE DATABASE.',
  '53300': 'It has no connection left: raise max_connections or lower ASSAY_DATABASE_POOL.',
};

export function judgeDatabase(name: string, examined: DatabaseExamination, configuration: Configuration): CheckResult {
  const { version, versionText, maxConnections, isSuperuser, isStandby } = examined;
  if (version < OLDEST_SERVER)
    return failure(name, `PostgreSQL ${versionText} is too old.`, 'Upgrade it to 15 or newer.');
  if (isStandby) return failure(name, 'It is a standby and takes no writes.', 'Name the primary, or promote this one.');
  if (configuration.databasePool > maxConnections / 2) {
    const found = `One process may open ${configuration.databasePool} of its ${maxConnections} connections.`;
    return warning(
      name,
      found,
      'Raise max_connections or lower ASSAY_DATABASE_POOL: the sum over all processes must fit.',
    );
  }
  if (isSuperuser) {
    return warning(
      name,
      `PostgreSQL ${versionText}; the login is a superuser.`,
      'Two logins are better: docs/operations/data.md, PostgreSQL with two logins.',
    );
  }
  return ok(name, `PostgreSQL ${versionText} answers.`);
}

export function judgeClock(name: string, aheadMs: number): CheckResult {
  const found = `It is ${Math.abs(aheadMs)} ms ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine.`;
  const advice =
    'Let a time service (chrony, systemd-timesyncd) set both clocks: tokens and sessions are judged by them.';
  if (Math.abs(aheadMs) >= CLOCK.failMs) return failure(name, found, advice);
  return Math.abs(aheadMs) >= CLOCK.warnMs ? warning(name, found, advice) : ok(name, found);
}

export async function checkRedis({ redisUrl }: Configuration): Promise<CheckResult> {
  if (redisUrl === null) return ok('redis', 'None: cache and quotas are in process.');
  const cache = openCache({ url: redisUrl });
  try {
    await within(cache.ping());
    return ok('redis', 'It answers.');
  } catch (error) {
    const advice =
      'Assay runs without it, slower, each process with quotas of its own: start it, or correct REDIS_URL.';
    // The client's own words for a connection that there is none of say nothing to whoever reads them.
    const away = /isn't writeable|Connection is closed/.test(reasonOf(error));
    const why = away ? `nothing can be reached at ${new URL(redisUrl).host}.` : withoutSecrets(error);
    return warning('redis', `It does not answer: ${why}`, advice);
  } finally {
    await cache.close();
  }
}

export async function checkQueue({ amqpUrl }: Configuration): Promise<CheckResult> {
  const name = 'message queue';
  if (amqpUrl === null) return ok(name, 'In the database.');
  let trouble = `no answer within ${TIMEOUT_MS} ms`;
  const queue = openRabbitmqQueue({
    url: amqpUrl,
    onTrouble: (sentence) => {
      trouble = sentence;
    },
  });
  try {
    await within(untilItWorks(() => queue.ready()));
    const depths = await Promise.all(QUEUE_NAMES.map((one) => queue.depth(one)));
    const dead = depths.reduce((sum, depth) => sum + depth.dead, 0);
    if (dead === 0) return ok(name, 'RabbitMQ answers, and has its queues.');
    return warning(
      name,
      `${dead} messages were given up.`,
      'docs/operations/runbooks/assay-queue-dead-letters.md; then: assay queue revive.',
    );
  } catch {
    const advice = 'Scans, training and webhooks wait meanwhile: start RabbitMQ, or correct AMQP_URL.';
    return failure(name, `RabbitMQ cannot be used: ${redactSecrets(trouble)}`, advice);
  } finally {
    await queue.close();
  }
}

/** Connections are made behind the scenes. */
async function untilItWorks(work: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (
      await work().then(
        () => true,
        () => false,
      )
    )
      return;
    await delay(100);
  }
  throw new Error('It does not work.');
}

export async function checkIdentityProviders({ oidcIssuers }: Configuration): Promise<CheckResult[]> {
  return await Promise.all(
    oidcIssuers.map(async (issuer) => {
      const name = `identity provider ${issuer.issuer}`;
      try {
        await createOidcProvider(issuer).discovery();
        return ok(name, 'Its keys could be fetched.');
      } catch {
        const advice = `Open ${issuer.issuer}/.well-known/openid-configuration from this machine; correct ASSAY_OIDC_FILE or the way there.`;
        return failure(name, 'Its discovery document or keys cannot be had.', advice);
      }
    }),
  );
}

export async function checkUpstreams({ upstreams }: Configuration): Promise<CheckResult[]> {
  return await Promise.all(
    upstreams.map(async (origin) => {
      const name = `application server ${origin}`;
      try {
        const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        if (answer.status === 200) return ok(name, 'It is ready.');
        return failure(name, `It is not ready: ${(await answer.text()).slice(0, 300)}`, 'Run `assay doctor` there.');
      } catch (error) {
        return failure(name, `It cannot be reached: ${reasonOf(error)}`, 'Start it, or correct ASSAY_UPSTREAMS.');
      }
    }),
  );
}

export async function checkCollector({ tracingEndpoint }: Configuration): Promise<CheckResult> {
  if (tracingEndpoint === null) return ok('traces', 'Off.');
  try {
    // Whatever it answers, it is there.
    await fetch(tracingEndpoint, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return ok('traces', 'The collector answers.');
  } catch (error) {
    return warning(
      'traces',
      `The collector cannot be reached: ${reasonOf(error)}`,
      'Traces are lost meanwhile: correct OTEL_EXPORTER_OTLP_ENDPOINT.',
    );
  }
}

/** The list of models is asked for, which costs nothing and sends no code. */
export async function checkLanguageModel(configuration: Configuration): Promise<CheckResult> {
  const name = 'language model';
  const { llmUrl, llmModel, llmKey, llmKeyFile, llmDailyBudget } = configuration;
  if (llmUrl === null) return ok(name, 'Off.');
  if (llmModel === null) return failure(name, 'It has no name.', 'Set ASSAY_LLM_MODEL.');
  const key = llmKeyFile ?? llmKey;
  try {
    const { status } = await fetch(`${llmUrl.replace(/\/+$/, '')}/models`, {
      redirect: 'manual',
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (status === 401 || status === 403)
      return failure(name, `The endpoint refuses the key: it answers ${status}.`, 'Correct ASSAY_LLM_KEY or its file.');
    if (status >= 500) return warning(name, `The endpoint answers ${status}.`, 'Suggestions go without it meanwhile.');
    if (llmDailyBudget === null)
      return warning(
        name,
        'The endpoint answers; nothing bounds what a tenant may spend.',
        'Set ASSAY_LLM_DAILY_BUDGET.',
      );
    return ok(name, 'The endpoint answers, and a budget is set.');
  } catch (error) {
    return failure(name, `The endpoint cannot be reached: ${withoutSecrets(error)}`, 'Correct ASSAY_LLM_URL.');
  }
}

export const withoutSecrets = (error: unknown) => redactSecrets(reasonOf(error));

async function within<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
