// Own rules on a server, from the command line: given to it, tried on past analyses, let speak or silenced.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfiguration } from '../config/index.ts';
import type { OwnRuleDetail, RuleList, RulePreview, RuleState, RuleSummary } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import { namedDocuments } from './own-rule-files.ts';
import type { CommandResult } from './rules-run.ts';
import { printable } from './terminal-text.ts';

export interface ServerOptions {
  readonly server: string;
  readonly apiKey?: string;
  /** slug of the project whose rules they are; without it they are the tenant's */
  readonly project?: string;
}

const TIMEOUT_MS = 120_000;
const line = (text: string): string => `${printable(text).text}\n`;

/** Gives the server every document of rules; each is taken whole or not at all. */
export async function pushRules(
  directory: string,
  paths: readonly string[],
  to: ServerOptions,
): Promise<CommandResult> {
  const files = paths.flatMap((path) => namedDocuments(resolve(directory, path), path));
  const documents = files.map((file) => readFileSync(file, 'utf8'));
  let output = '';
  for (const document of documents) {
    const { project } = to;
    const { items } = await ask<RuleList>(to, 'POST', '/api/v1/rules', { document, ...(project && { project }) });
    output += items.map(ruleLine).join('');
  }
  const next = 'A rule in the shadow speaks in previews only: `assay rules preview ID`, then `assay rules enforce ID`.';
  return { exit: EXIT.clean, output: `${output}${output.includes('shadow') ? `${next}\n` : ''}` };
}

export async function listServerRules(from: ServerOptions): Promise<CommandResult> {
  const { items } = await ask<RuleList>(from, 'GET', `/api/v1/rules?source=own${projectOf(from, '&')}`);
  return { exit: EXIT.clean, output: items.map(ruleLine).join('') || 'The server has no own rules.\n' };
}

/** What the rule would say of the last analyses whose code was kept. */
export async function previewServerRule(ruleId: string, limit: number, of: ServerOptions): Promise<CommandResult> {
  const preview = await ask<RulePreview>(of, 'POST', `${pathOf(ruleId)}/preview${projectOf(of)}`, { limit });
  const findings = preview.findings.map(({ location: { path, start }, message, repository }) =>
    line(`${repository === null ? '' : `${repository}: `}${path}:${start.line}:${start.column}: ${message}`),
  );
  const counts = [`${preview.findings.length} findings in the last ${preview.analyses} analyses whose code was kept`];
  if (preview.without_code > 0) counts.push(`${preview.without_code} were kept without code`);
  if (preview.failed > 0) counts.push(`${preview.failed} failed`);
  if (!preview.complete) counts.push('there was more than time or room for');
  return { exit: EXIT.clean, output: `${findings.join('')}${counts.join('; ')}.\n` };
}

export async function setServerRuleState(ruleId: string, state: RuleState, on: ServerOptions): Promise<CommandResult> {
  const rule = await ask<OwnRuleDetail>(on, 'PATCH', `${pathOf(ruleId)}${projectOf(on)}`, { state });
  return { exit: EXIT.clean, output: ruleLine(rule) };
}

function ruleLine({ rule_id, state, version, severity, languages, project }: RuleSummary): string {
  const where = project === null ? '' : `  project ${project}`;
  return line(`${rule_id}  ${state}  version ${version}  ${severity}  ${languages.join(', ')}${where}`);
}

const pathOf = (ruleId: string): string => `/api/v1/rules/${encodeURIComponent(ruleId)}`;
const projectOf = ({ project }: ServerOptions, sign = '?'): string =>
  project === undefined ? '' : `${sign}project=${encodeURIComponent(project)}`;

interface Refusal {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly message: string }[];
}

/** Throws AssayError with what the server said against it, every place of it. */
async function ask<Answer>(
  { server, apiKey = readConfiguration().apiKey ?? '' }: ServerOptions,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(new URL(path, server), {
    method,
    redirect: 'error',
    headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new AssayError('upstream_unavailable', { detail: `The server ${server} does not answer.`, cause });
  });
  const answer = (await response.json()) as Answer & Refusal;
  if (response.ok) return answer;
  const said = answer.errors?.map(({ message }) => message).join('\n') ?? answer.detail ?? answer.title;
  throw new AssayError('invalid_request', { detail: `The server answered ${response.status}: ${said}` });
}
