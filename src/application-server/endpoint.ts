// What an endpoint is: data that says where it lives, who may call it and what it takes, and one function that answers.
// Endpoints know nothing of the HTTP server; the gateway routes to them.
import type { Static, TSchema } from 'typebox';
import type { Quota } from '../database-service/index.ts';
import type { LineLogger, Trace } from '../monitoring/index.ts';
import type { Action, Permissions } from '../security/index.ts';

/** Who asks, once the gateway has recognised the credential. */
export interface Caller {
  readonly tenantId: string;
  /** whose verdicts they are: the id of the user or service account, or of the API key when it belongs to none */
  readonly actor: string;
  /** what identified the caller: quotas count by it, and it is what can be revoked */
  readonly credential: {
    readonly kind: 'api-key' | 'session' | 'token';
    readonly id: string;
    /** of a key that ends: what it makes ends no later */
    readonly expiresAt?: Date | null;
    /** of a session: what its page sends along with everything that changes something */
    readonly csrfToken?: string;
    /** of a key that has one of its own */
    readonly quota?: Quota;
  };
  /** null for a key that belongs to no user */
  readonly userId: string | null;
  readonly permissions: Permissions;
  /** the project that the credential is restricted to; only endpoints with `projectKeys` answer it then */
  readonly project?: { readonly id: string; readonly slug: string } | null;
}

/** What of a caller says whose quota a request counts for. */
export interface QuotaHolder {
  readonly tenantId: string;
  readonly credential: Pick<Caller['credential'], 'id' | 'quota'>;
  readonly permissions: Pick<Permissions, 'isBootstrap'>;
}

/** For work that is done when the request is long answered. */
export function quotaHolder({
  tenantId,
  credential: { id, quota },
  permissions: { isBootstrap },
}: Caller): QuotaHolder {
  return { tenantId, credential: { id, ...(quota !== undefined && { quota }) }, permissions: { isBootstrap } };
}

/** The program at the other end, as it describes itself. */
export interface Client {
  /** of the connection, or of the client behind a trusted proxy */
  readonly address: string;
  readonly userAgent: string | null;
  /** how the browser reaches this server: by TLS, on this very machine, or in the clear; unknown without an Origin */
  readonly transport: 'tls' | 'loopback' | 'plain' | 'unknown';
  /** whether a page of this server asks, by the browser's word */
  readonly isSameOrigin: boolean;
  cookie(name: string): string | null;
}

export interface Answer {
  readonly status: number;
  /** text, bytes and streams are sent as they are; anything else as JSON */
  readonly body: unknown;
  /** defaults to `application/json` */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** false: nothing of it may be stored, so a repeated Idempotency-Key does the work again */
  readonly isKept?: boolean;
  /** values of Set-Cookie */
  readonly cookies?: readonly string[];
}

/** Everything that a request brings. Body, query and parameters have passed the endpoint's schemas. */
export interface EndpointRequest<Body = unknown, Query = unknown, Parameters = unknown, Who = Caller | null> {
  readonly body: Body;
  readonly query: Query;
  readonly parameters: Parameters;
  readonly caller: Who;
  readonly client: () => Client;
  /** a header field that was sent once */
  readonly header: (name: string) => string | null;
  readonly requestId: string;
  /** the body of a request that is no JSON, where the endpoint takes such; `body` is undefined then */
  readonly bytes?: Buffer;
  /** the id of the last event that a client of a stream has seen */
  readonly lastEventId?: string;
  /** counts bytes against the quota of content beside those of the body; throws AssayError `rate_limited` */
  readonly chargeContent?: (bytes: number) => Promise<void>;
  /** value of the Idempotency-Key header with the SHA-256 of the body as it was sent, or null */
  readonly idempotency: { readonly key: string; readonly bodyHash: Buffer } | null;
  /** milliseconds since the request began, by a monotonic clock */
  readonly elapsedMs: () => number;
  /** aborts when the client hangs up; made on first use */
  readonly signal: () => AbortSignal;
  readonly log: LineLogger;
  readonly trace: Trace;
}

export interface AnswerDescription {
  readonly description: string;
  /** by media type; typebox schemas are JSON schemas */
  readonly content?: Readonly<Record<string, TSchema>>;
}

/** What is going away, and when. */
export interface Deprecation {
  readonly since: Date;
  /** when it stops answering */
  readonly sunset?: Date;
  /** a page that says what to use instead */
  readonly link?: string;
}

/** What the gateway routes to. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** with `:name` for parameters */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `public`: no key needed */
  readonly access: Action | 'public';
  /** whether it also answers keys that are restricted to a project, since it keeps to that project */
  readonly projectKeys?: boolean;
  readonly body?: TSchema;
  readonly query?: TSchema;
  readonly parameters?: TSchema;
  /** media types of bodies that are taken as the bytes that they are, beside JSON */
  readonly rawBodies?: readonly string[];
  /** bytes of the raw body, default 64 KiB */
  readonly bodyLimit?: number;
  /** requests of it that a process takes in at once, all and of one tenant, since their bodies are large: others get 503 before theirs is read */
  readonly atOnce?: { readonly all: number; readonly ofTenant: number };
  /** whether the body counts against the quota of content bytes */
  readonly metered?: boolean;
  /** whether Idempotency-Key is understood */
  readonly idempotent?: boolean;
  /** false for what changes with every look: no ETag */
  readonly etag?: boolean;
  /** asked all the time by balancers and scrapers: outside the quotas, and logged only for debugging */
  readonly probe?: boolean;
  readonly deprecation?: Deprecation;
  /** static files of a page: served, but no part of the documented surface */
  readonly undocumented?: boolean;
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  readonly handle: (request: EndpointRequest) => Promise<Answer>;
}

interface Schemas {
  readonly body?: TSchema;
  readonly query?: TSchema;
  readonly parameters?: TSchema;
  readonly access: Action | 'public';
}

type Parsed<Schema> = Schema extends TSchema ? Static<Schema> : undefined;
type RequestOf<Definition extends Schemas> = EndpointRequest<
  Parsed<Definition['body']>,
  Parsed<Definition['query']>,
  Parsed<Definition['parameters']>,
  Definition['access'] extends 'public' ? null : Caller
>;

/** Ties the types of a handler's request to the endpoint's schemas; the gateway keeps the promise by checking them. */
export function defineEndpoint<const Definition extends Omit<Endpoint, 'handle'>>(
  definition: Definition,
  handle: (request: RequestOf<Definition>) => Promise<Answer>,
): Endpoint {
  return { ...definition, handle: handle as Endpoint['handle'] };
}

/** `{ description, content }` of a JSON answer. */
export function json(description: string, schema: TSchema): AnswerDescription {
  return { description, content: { 'application/json': schema } };
}
