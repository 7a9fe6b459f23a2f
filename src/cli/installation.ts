// What the operator's commands work on: the database itself, or the server that is running on it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, readConfiguration } from '../config/index.ts';
import { type Database, databaseOptions, openDatabase } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { loadOperatorKeys, type OperatorKeys } from '../security/index.ts';

export interface DirectAccess {
  readonly database: Database;
  readonly keys: OperatorKeys;
  readonly configuration: Configuration;
}

/** A request to the running server, as the owner of the platform; the body of its answer. Throws AssayError. */
export type ServerRequest = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => Promise<unknown>;

/** The same, as the answer comes. */
export type ServerCall = (method: 'POST', path: string, body?: object) => Promise<Response>;

export interface InstallationWork<Result> {
  readonly direct: (access: DirectAccess) => Promise<Result>;
  /** the embedded database belongs to the server that runs on it, so that one has to do the work */
  readonly running: (request: ServerRequest, call: ServerCall) => Promise<Result>;
}

/** Opens the database of the configuration, or turns to the server that has it open. */
export async function onInstallation<Result>(work: InstallationWork<Result>): Promise<Result> {
  const configuration = readConfiguration();
  const { dataDirectory } = configuration;
  let database: Database;
  try {
    database = await openDatabase(databaseOptions(configuration));
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'data_directory_locked') throw error;
    const call = callTo(configuration);
    return await work.running(requestBy(call), call);
  }
  try {
    return await work.direct({ database, keys: await loadOperatorKeys(dataDirectory), configuration });
  } finally {
    await database.close();
  }
}

/** A server that is still loading says what it is all the same. */
const READINESS = '/readyz';
const NOT_READY = 503;

function callTo(configuration: Configuration) {
  const address = addressOf(configuration);
  const key = bootstrapKey(configuration);
  return async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new AssayError('storage_unavailable', {
        detail:
          `An Assay is running on this data directory, but nothing answers at ${address}: set ASSAY_HOST and ASSAY_PORT as ` +
          'that server has them, or stop it.',
        cause: error,
      });
    });
    if (response.ok || (path === READINESS && response.status === NOT_READY)) return response;
    const reason = reasonIn(await response.text());
    throw new AssayError('invalid_request', { detail: `The running server refused: ${reason}` });
  };
}

function requestBy(call: ReturnType<typeof callTo>): ServerRequest {
  return async (method, path, body) => {
    const text = await (await call(method, path, body)).text();
    return text === '' ? null : JSON.parse(text);
  };
}

function addressOf({ host, port }: Configuration): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function bootstrapKey({ bootstrapApiKey, dataDirectory }: Configuration): string {
  if (bootstrapApiKey !== null) return bootstrapApiKey;
  try {
    return readFileSync(join(dataDirectory, 'bootstrap-api-key'), 'utf8').trim();
  } catch (error) {
    throw new AssayError('invalid_configuration', {
      detail:
        'An Assay is running on this data directory, and has to do this: set ASSAY_BOOTSTRAP_API_KEY to its bootstrap key, or ' +
        'stop it.',
      cause: error,
    });
  }
}

/** what a problem document says */
function reasonIn(text: string): string {
  try {
    const problem = JSON.parse(text) as {
      detail?: string;
      title?: string;
      errors?: { path: string; message: string }[];
    };
    const places = (problem.errors ?? []).map(({ path, message }) => `${path} ${message}`).join('; ');
    return [problem.detail ?? problem.title, places].filter((part) => part !== '').join(' ');
  } catch {
    return text.slice(0, 200);
  }
}
