// Every function that the door of the database service exports and that works in a tenant's transaction, called as tenant B with
// the ids of tenant A. The functions and their parameters are read from the door and the sources: a new one is tried by itself.
import { readdirSync, readFileSync } from 'node:fs';
import type { Database, TenantTransaction } from '../../src/database-service/index.ts';
import * as door from '../../src/database-service/index.ts';
import { IDS, PARAMETERS, TYPES } from './function-fillings.ts';
import { snapshot, type TenantRows } from './tenant-rows.ts';
import { asText, changes, leakIn, type Trial } from './trial.ts';

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

interface DoorFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly call: (...args: unknown[]) => unknown;
}

const READS = /^(find|list|search|read)/;
const FOLDER = new URL('../../src/database-service/', import.meta.url);

/** The exported functions whose first parameter is the transaction of a tenant. */
export function tenantFunctions(): DoorFunction[] {
  const sources = readdirSync(FOLDER, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));
  return Object.entries(door).flatMap(([name, call]) => {
    if (typeof call !== 'function') return [];
    const parameters = parametersOf(name, sources);
    const inTenant = parameters[0]?.type === 'TenantTransaction';
    return inTenant ? [{ name, parameters: parameters.slice(1), call: call as DoorFunction['call'] }] : [];
  });
}

function parametersOf(name: string, sources: readonly string[]): Parameter[] {
  const start = new RegExp(`^export (?:async )?(?:function\\*? )${name}(?:<[^>]*>)?\\(|^export class ${name}\\b`, 'm');
  for (const source of sources) {
    const match = start.exec(source);
    if (match !== null) return match[0].includes('class') ? [] : split(source, match.index + match[0].length);
  }
  throw new Error(`isolation: does not find the function ${name} of the database service in its sources`);
}

/** The parameters from behind the opening parenthesis on. */
function split(source: string, from: number): Parameter[] {
  const parts: string[] = [''];
  for (let index = from, depth = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    const arrow = character === '>' && source[index - 1] === '=';
    if ('([{<'.includes(character)) depth++;
    if (')]}'.includes(character) || (character === '>' && !arrow)) depth--;
    if (depth < 0) break;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.flatMap((part) => {
    const match = /^\s*(\{[^}]*\}|\w+)(\?)?\s*:\s*([^=]+?(?:=>[^=]+)?)\s*(=.*)?$/s.exec(part);
    if (match === null) return [];
    const [, name = '', mark, type = '', initial] = match;
    return [{ name, type: type.replaceAll(/\s+/g, ' ').trim(), optional: mark !== undefined || initial !== undefined }];
  });
}

function fill(name: string, parameter: Parameter, a: TenantRows): unknown {
  const byName = PARAMETERS[`${name}.${parameter.name}`] ?? PARAMETERS[parameter.name];
  const byId = parameter.name === 'id' ? IDS.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  const filling = byName ?? byId ?? TYPES[parameter.type];
  if (filling !== undefined) return filling(a);
  if (parameter.optional) return undefined;
  throw new Error(
    `isolation: does not know how to fill \`${parameter.name}: ${parameter.type}\` of ${name}; say it in function-fillings.ts`,
  );
}

export async function tryFunctions(database: Database, a: TenantRows, b: TenantRows): Promise<Trial[]> {
  const before = await snapshot(database, a.tenantId);
  const trials: Trial[] = [];
  // Those that read come first: what another has deleted could not be shown any more.
  const functions = tenantFunctions();
  const ordered = [
    ...functions.filter(({ name }) => READS.test(name)),
    ...functions.filter(({ name }) => !READS.test(name)),
  ];
  for (const { name, parameters, call } of ordered) {
    const args = parameters.map((parameter) => fill(name, parameter, a));
    const answer = await attempt(database, b.tenantId, (tx) => call(tx, ...args));
    trials.push({ name, leak: leakIn(asText(answer), a, args) });
  }
  return [...trials, ...changes('all functions', before, await snapshot(database, a.tenantId))];
}

/** How many functions show A what is its own: were it none, the trials would prove nothing. */
export async function countRevealing(database: Database, a: TenantRows): Promise<number> {
  let revealing = 0;
  for (const { name, parameters, call } of tenantFunctions().filter(({ name }) => READS.test(name))) {
    const args = parameters.map((parameter) => fill(name, parameter, a));
    const answer = await attempt(database, a.tenantId, (tx) => call(tx, ...args));
    if (leakIn(asText(answer), a) !== null) revealing++;
  }
  return revealing;
}

/**
 * What the function says, be it by an error: refusing is no leak, but its words may be. An error that tells of a wrong
 * argument is a fault of the filling: then nothing was tried.
 */
async function attempt(
  database: Database,
  tenantId: string,
  work: (tx: TenantTransaction) => unknown,
): Promise<unknown> {
  try {
    return await database.asTenant(tenantId, async (tx) => await work(tx));
  } catch (error) {
    if (!(error instanceof Error)) return error;
    const code = 'code' in error ? String(error.code) : '';
    // Class 22 of PostgreSQL is bad data, 42 bad SQL; but 42501 is a refusal.
    const misfit = error instanceof TypeError || /^22...$|^42(?!501)...$/.test(code);
    if (misfit) throw new Error(`isolation: a filling does not fit: ${error.stack}`);
    return error.message;
  }
}
