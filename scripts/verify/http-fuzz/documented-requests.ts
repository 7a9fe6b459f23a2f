// Requests made from the OpenAPI document of the running server: nearly right, so that they get far, and wrong in one place or more.
import type { SeededRandom } from '../seeded-random.ts';
import { BROKEN_UTF8, HEADERS, JSON_TEXTS, NO_JSON, TEXTS } from './hostile-values.ts';

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  /** JSON schema, or null without a body */
  readonly body: Schema | null;
}

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
}

export interface FuzzRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
}

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly parameters?: readonly { readonly in: string; readonly name: string }[];
            readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
          }
        >
      >
    >
  >;
}

/** Not asked: it would end the tenant that asks, and with it the run. */
const LEFT_OUT = /erase/i;

export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => !LEFT_OUT.test(operationId))
      .map(([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        body: requestBody?.content['application/json']?.schema ?? null,
      })),
  );
}

/** `key` is used for most requests, none or a wrong one for the rest. */
export function documentedRequest(operation: Operation, key: string, random: SeededRandom): FuzzRequest {
  const headers: [string, string][] = [];
  if (random.chance(0.85)) headers.push(['authorization', `Bearer ${key}`]);
  else if (random.chance(0.5)) headers.push(['x-api-key', headerSafe(random.pick(TEXTS))]);
  const body = operation.body === null ? strayBody(random) : bodyFor(operation.body, random);
  if (body !== null && random.chance(0.95)) headers.push(['content-type', 'application/json']);
  while (random.chance(0.35)) headers.push([...random.pick(HEADERS)]);
  const method = random.chance(0.03) ? random.pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) : operation.method;
  return { method, target: targetFor(operation, random), headers, body };
}

function targetFor({ path, query }: Operation, random: SeededRandom): string {
  const filled = path.replaceAll(/\{\w+\}/g, () => encodeLoosely(random.pick(TEXTS).slice(0, 2000), random));
  const pairs = query
    .filter(() => random.chance(0.5))
    .map((name) => `${name}=${encodeLoosely(random.pick(TEXTS).slice(0, 3000), random)}`);
  if (random.chance(0.1)) pairs.push(`unknown=${encodeLoosely(random.pick(TEXTS).slice(0, 500), random)}`);
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}

/** Percent-encoded as a client would, or only so far that the request line stays one line. */
function encodeLoosely(text: string, random: SeededRandom): string {
  return random.chance(0.7)
    ? encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?'))
    : headerSafe(text).replaceAll(/[\s?#]/g, '');
}

/** Only bytes that the raw writer can put into a header. */
function headerSafe(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, '').replaceAll(/[^\x20-\xff]/g, '?');
}

function strayBody(random: SeededRandom): Buffer | null {
  return random.chance(0.05) ? Buffer.from(random.pick(JSON_TEXTS)) : null;
}

function bodyFor(schema: Schema, random: SeededRandom): Buffer {
  const kind = random.next();
  if (kind < 0.05) return Buffer.from(random.pick(NO_JSON));
  if (kind < 0.08) return random.pick(BROKEN_UTF8);
  if (kind < 0.13) return Buffer.from(random.pick(JSON_TEXTS));
  const text = jsonFor(schema, random, kind < 0.3 ? 0 : 0.12);
  return Buffer.from(kind > 0.97 ? text.slice(0, random.below(text.length + 1)) : text);
}

/** A value of the schema as JSON; each part is hostile with the given chance. */
function jsonFor(schema: Schema, random: SeededRandom, hostility: number, depth = 0): string {
  if (random.chance(hostility)) {
    return random.chance(0.5) ? random.pick(JSON_TEXTS) : JSON.stringify(random.pick(TEXTS));
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return JSON.stringify(random.pick(schema.enum));
  if (schema.anyOf !== undefined) return jsonFor(random.pick(schema.anyOf), random, hostility, depth + 1);
  switch (schema.type) {
    case 'object':
      return objectFor(schema, random, hostility, depth);
    case 'array': {
      const length = depth > 6 ? 0 : random.below(4);
      const items = Array.from({ length }, () => jsonFor(schema.items ?? {}, random, hostility, depth + 1));
      return `[${items.join(',')}]`;
    }
    case 'string':
      return JSON.stringify(random.chance(0.6) ? `x = ${random.below(1000)}\n` : random.pick(TEXTS));
    case 'integer':
    case 'number':
      return String(random.below(200) - 50);
    case 'boolean':
      return String(random.chance(0.5));
    case 'null':
      return 'null';
    default:
      return random.pick(JSON_TEXTS);
  }
}

function objectFor(schema: Schema, random: SeededRandom, hostility: number, depth: number): string {
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {})
    .filter(([name]) => (required.has(name) ? !random.chance(hostility / 3) : random.chance(0.4)))
    .map(([name, member]) => `${JSON.stringify(name)}:${jsonFor(member, random, hostility, depth + 1)}`);
  if (random.chance(hostility / 2)) members.push(`${JSON.stringify(random.pick(TEXTS))}:${random.pick(JSON_TEXTS)}`);
  return `{${members.join(',')}}`;
}
