// Requests from the schemas of the OpenAPI document, filled with what is tenant A's wherever something is named by an id. A parameter or
// property that is not understood fails the trial and says so.
import type { Json } from '../server/index.ts';
import type { Route } from '../server/routes.ts';
import type { TenantRows } from './tenant-rows.ts';

/** By the name of a parameter or property: the table and column of A that it means. */
const IDS: Readonly<Record<string, readonly [string, string]>> = {
  analysis_id: ['analyses', 'analysis_id'],
  baseline_analysis_id: ['analyses', 'analysis_id'],
  issue_id: ['issues', 'issue_id'],
  defect_id: ['defects', 'defect_id'],
  user_id: ['users', 'user_id'],
  actor: ['users', 'user_id'],
  target: ['users', 'user_id'],
  project_id: ['projects', 'project_id'],
  api_key_id: ['api_keys', 'api_key_id'],
  session_id: ['sessions', 'session_id'],
  tenant_id: ['tenants', 'tenant_id'],
  project: ['projects', 'slug'],
  repository: ['analyses', 'repository'],
  fingerprint: ['defects', 'fingerprint'],
  webhook_id: ['webhooks', 'webhook_id'],
  delivery_id: ['webhook_deliveries', 'delivery_id'],
  report_id: ['security_reports', 'report_id'],
  rule_id: ['own_rules', 'rule_id'],
  training_run_id: ['training_runs', 'run_id'],
  scan_id: ['scans', 'scan_id'],
  baseline_scan_id: ['scans', 'scan_id'],
};
/** Parameters of an address that name nothing of a tenant. */
const SHARED: Readonly<Record<string, string>> = {
  code: 'not_found',
  period: 'day',
  // Of no tenant: a digest that could be one of A is asked for by the trials of functions.
  digest: `sha256:${'0'.repeat(64)}`,
  issuer: 'acme',
};
const TEXTS: Readonly<Record<string, string>> = {
  email: 'trial@b.example',
  slug: 'trial-of-b',
  cwe: 'CWE-89',
  document: 'rules: [{ id: of-b, languages: [python], severity: INFO, message: of B, pattern: f() }]',
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  since: '2020-01-01',
  until: '2100-01-01',
  url: 'https://hooks.example.org/b',
};

/** The value of a parameter of the path. */
export function pathValue(parameter: string, a: TenantRows): string {
  const id = idOf(parameter, a) ?? SHARED[parameter];
  if (id !== undefined) return id;
  throw new Error(`isolation: does not know what {${parameter}} in an address names; say it in request-samples.ts`);
}

/** The query: every parameter that names something of A, and those that are required. */
export function queryOf(route: Route, a: TenantRows): Record<string, string> {
  const chosen = route.query.filter(({ name, schema }) => idOf(name, a) !== undefined || schema.required === true);
  return Object.fromEntries(chosen.map(({ name, schema }) => [name, String(sample(schema, name, a))]));
}

/** A body of this schema, or undefined for a route that takes none. */
export function bodyOf(route: Route, a: TenantRows): unknown {
  return route.body === null ? undefined : sample(route.body, '', a);
}

function idOf(name: string, { rows }: TenantRows): string | undefined {
  const [table, column] = IDS[name] ?? [];
  const value = rows.get(table ?? '')?.[column ?? ''];
  return typeof value === 'string' ? value : undefined;
}

function sample(schema: Json, name: string, a: TenantRows): unknown {
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return sample(options.find((one: Json) => one.type !== 'null') ?? options[0], name, a);
  switch (schema.type) {
    case 'string':
      return text(schema, name, a);
    case 'integer':
    case 'number':
      return schema.default ?? schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, name, a));
    case 'object':
    case undefined:
      return object(schema, a);
    default:
      throw new Error(
        `isolation: does not know how to fill ${name} of type ${schema.type}; say it in request-samples.ts`,
      );
  }
}

function text(schema: Json, name: string, a: TenantRows): string {
  const value =
    idOf(name, a) ?? TEXTS[name] ?? 'trial of B'.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength);
  const { pattern } = schema;
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return value;
  // One character again and again, as of digests and nonces.
  const [, before = '', first = '', count] = /^\^([\w:-]*)\[(.)[^\]]*\]\{(\d+)(?:,\d*)?\}\$$/.exec(pattern) ?? [];
  if (count !== undefined) return before + first.repeat(Number(count));
  throw new Error(`isolation: does not know a text for ${name} like ${pattern}; say it in request-samples.ts`);
}

/** What is required, and at every depth what names something of A. */
function object(schema: Json, a: TenantRows): Record<string, unknown> {
  const required: readonly string[] = schema.required ?? [];
  const members = Object.entries<Json>(schema.properties ?? {}).flatMap(([name, member]) => {
    if (idOf(name, a) === undefined && !required.includes(name) && member.type !== 'object') return [];
    const value = sample(member, name, a);
    return [[name, value] as const];
  });
  return Object.fromEntries(members);
}
