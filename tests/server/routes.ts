// The routes of a test server as its OpenAPI document tells them, for tests that must try every one.
import type { Json, TestServer } from './index.ts';

export interface Route {
  /** `METHOD /path/{parameter}`, as the document writes it */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** JSON schema of the body, or null */
  readonly body: Json;
  /** JSON schema of each parameter of the query */
  readonly query: readonly { readonly name: string; readonly schema: Json }[];
}

export async function documentedRoutes(server: Pick<TestServer, 'get'>): Promise<Route[]> {
  const { body: document } = await server.get('/api/openapi.json', { key: null });
  return Object.entries<Json>(document.paths).flatMap(([path, operations]) =>
    Object.entries<Json>(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      body: operation.requestBody?.content?.['application/json']?.schema ?? null,
      query: (operation.parameters ?? []).filter((one: Json) => one.in === 'query'),
    })),
  );
}

/** The path with its parameters filled in. */
export function fillPath(path: string, value: (parameter: string) => string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(value(parameter)));
}

export interface Outcome {
  readonly status: number;
  readonly text: string;
  /** of a problem */
  readonly code: string | null;
}

/** Asks once. Of a stream of events only the beginning is waited for. */
export async function ask(
  address: string,
  { method, path }: { readonly method: string; readonly path: string },
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Outcome> {
  const response = await fetch(`${address}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status: response.status, text: '', code: null };
  }
  const text = await response.text();
  return { status: response.status, text, code: codeOf(text) };
}

function codeOf(text: string): string | null {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? null;
  } catch {
    return null;
  }
}
