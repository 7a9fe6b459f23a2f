// An older major version, served from the newer one by declaration: moved paths, moved and renamed fields, both ways.
import { Type } from 'typebox';
import type { Answer, Deprecation, Endpoint, EndpointRequest } from '../../application-server/index.ts';
import { AssayError } from '../../errors.ts';
import { type Part, shapeOf } from '../request-body/shape.ts';
import { type FieldMapping, mapFields, mapPointer } from './field-mapping.ts';

export interface Dialect {
  /** as it stands in the path: `v0` */
  readonly version: string;
  readonly deprecation?: Deprecation;
  readonly operations: readonly DialectOperation[];
}

export interface DialectOperation {
  /** of the endpoint that serves it */
  readonly operationId: string;
  /** in the older version, with the same parameters as the newer path */
  readonly path: string;
  /** default: the newer one's */
  readonly method?: Endpoint['method'];
  readonly request?: readonly FieldMapping[];
  readonly answer?: readonly FieldMapping[];
  /** of the query, `/name` each */
  readonly query?: readonly FieldMapping[];
}

/** The older version's endpoints. Throws an Error for a declaration that names an operation which does not exist. */
export function dialectEndpoints(dialect: Dialect, endpoints: readonly Endpoint[]): Endpoint[] {
  const served = dialect.operations.map((operation) => {
    const newer = endpoints.find(({ operationId }) => operationId === operation.operationId);
    if (newer === undefined) throw new Error(`${dialect.version}: there is no operation ${operation.operationId}`);
    return { operation, newer };
  });
  const moved = served.map(({ operation, newer }) => ({ newer: newer.path, older: operation.path }));
  return served.map(({ operation, newer }) => dialectEndpoint(dialect, operation, newer, moved));
}

interface MovedPath {
  readonly newer: string;
  readonly older: string;
}

function dialectEndpoint(
  { version, deprecation }: Dialect,
  operation: DialectOperation,
  newer: Endpoint,
  moved: readonly MovedPath[],
): Endpoint {
  const { request: requestFields = [], query: queryFields = [], answer: answerFields = [] } = operation;
  const { body: bodySchema, query: querySchema, parameters, ...rest } = newer;
  const body = bodySchema === undefined ? null : shapeOf(bodySchema, 'body');
  const query = querySchema === undefined ? null : shapeOf(querySchema, 'query');
  return {
    ...rest,
    ...(parameters !== undefined && { parameters }),
    // Checked here, in the newer form.
    ...(body !== null && { body: Type.Unknown() }),
    ...(query !== null && { query: Type.Unknown() }),
    method: operation.method ?? newer.method,
    path: operation.path,
    operationId: `${newer.operationId}In${version.toUpperCase()}`,
    // Described by the documentation that its clients have.
    undocumented: true,
    ...(deprecation !== undefined && { deprecation }),
    // Other forms of an answer are made from the newer one.
    answers: answerFields.length === 0 ? newer.answers : {},
    async handle(request: EndpointRequest): Promise<Answer> {
      const toNewer = (value: unknown, fields: readonly FieldMapping[]) => {
        mapFields(value, fields, 'to-newer');
        return value;
      };
      try {
        const answer = await newer.handle({
          ...request,
          body: body?.(toNewer(request.body, requestFields)),
          query: query?.(toNewer({ ...(request.query as object) }, queryFields)),
        });
        return toOlder(answer, answerFields, moved);
      } catch (error) {
        throw withOlderPointers(error, { body: requestFields, query: queryFields });
      }
    },
  };
}

function toOlder(answer: Answer, fields: readonly FieldMapping[], moved: readonly MovedPath[]): Answer {
  const location = answer.headers?.location;
  const headers = location === undefined ? answer.headers : { ...answer.headers, location: olderPath(location, moved) };
  const kept = headers === undefined ? answer : { ...answer, headers };
  if (fields.length === 0 || answer.contentType !== undefined || answer.status === 204) return kept;
  const document: unknown = JSON.parse(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  mapFields(document, fields, 'to-older');
  return { ...kept, body: JSON.stringify(document) };
}

/** Where the older version has what a Location of the newer one names. */
function olderPath(location: string, moved: readonly MovedPath[]): string {
  const [path = '', query] = location.split('?');
  const segments = path.split('/');
  for (const { newer, older } of moved) {
    const template = newer.split('/');
    const values = new Map<string, string>();
    const matches =
      template.length === segments.length &&
      template.every((part, index) => {
        if (part.startsWith(':')) values.set(part, segments[index] ?? '');
        return part.startsWith(':') || part === segments[index];
      });
    if (!matches) continue;
    const mapped = older.split('/').map((part) => values.get(part) ?? part);
    return mapped.join('/') + (query === undefined ? '' : `?${query}`);
  }
  return location;
}

function withOlderPointers(error: unknown, fields: Partial<Record<Part, readonly FieldMapping[]>>): unknown {
  if (!(error instanceof AssayError) || error.errors === undefined) return error;
  const all = [...(fields.body ?? []), ...(fields.query ?? [])];
  return new AssayError(error.code, {
    detail: error.detail,
    errors: error.errors.map(({ path, message }) => ({ path: mapPointer(path, all, 'to-older'), message })),
    ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    cause: error.cause,
  });
}
