// The part of MLflow's REST API that is used: runs, artifacts, registered models, aliases. Nothing is ever waited for long.

export interface MlflowServer {
  /** may hold `user:password@` */
  readonly url: string;
  /** sent as a bearer token */
  readonly token: string | null;
}

export interface MlflowRun {
  readonly info: { readonly run_id: string; readonly status: string; readonly artifact_uri: string };
  readonly data?: { readonly tags?: readonly MlflowTag[] };
}

export interface MlflowTag {
  readonly key: string;
  readonly value: string;
}

export interface MlflowClient {
  get<Answer>(path: string, query: Readonly<Record<string, string>>): Promise<Answer>;
  send<Answer>(method: 'POST' | 'DELETE' | 'PATCH', path: string, body: object): Promise<Answer>;
  /** Null instead of what MLflow does not have. */
  find<Answer>(path: string, query: Readonly<Record<string, string>>): Promise<Answer | null>;
  /** False where the artifacts of this server lie in a store that it does not serve itself. */
  upload(run: MlflowRun, name: string, content: Uint8Array): Promise<boolean>;
}

const TIMEOUT_MS = 10_000;
const SERVED_ARTIFACTS = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/;

export class MlflowError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function createMlflowClient(server: MlflowServer): MlflowClient {
  const { base, headers } = addressOf(server);
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(`${base}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) return answer;
    const text = (await answer.text()).slice(0, 2000);
    throw new MlflowError(codeIn(text), `MLflow answered ${answer.status} to ${path}: ${text.slice(0, 200)}`);
  };
  const json = async <Answer>(path: string, init: RequestInit) => (await (await ask(path, init)).json()) as Answer;
  const get: MlflowClient['get'] = (path, query) =>
    json(`/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`, { method: 'GET' });
  return {
    get,
    send: (method, path, body) =>
      json(`/api/2.0/mlflow/${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    async find(path, query) {
      try {
        return await get(path, query);
      } catch (error) {
        if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
        throw error;
      }
    },
    async upload({ info }, name, content) {
      const [, folder] = SERVED_ARTIFACTS.exec(info.artifact_uri) ?? [];
      if (folder === undefined) return false;
      const path = `/api/2.0/mlflow-artifacts/artifacts/${folder}/${encodeURIComponent(name)}`;
      await ask(path, { method: 'PUT', body: Buffer.from(content) });
      return true;
    },
  };
}

/** `fetch` takes no user in an address. */
function addressOf({ url, token }: MlflowServer): { base: string; headers: Record<string, string> } {
  const parsed = new URL(url);
  const user = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  parsed.username = '';
  parsed.password = '';
  const base = parsed.href.replace(/\/+$/, '');
  if (token !== null) return { base, headers: { authorization: `Bearer ${token}` } };
  if (user === ':') return { base, headers: {} };
  return { base, headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}` } };
}

function codeIn(text: string): string {
  try {
    const { error_code: code } = JSON.parse(text) as { error_code?: unknown };
    return typeof code === 'string' ? code : 'unknown';
  } catch {
    return 'unknown';
  }
}
