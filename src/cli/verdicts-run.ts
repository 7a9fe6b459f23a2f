// What `assay import`, `assay export` and `assay accuracy` do.
import { statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { exportTrainingRows, importHistory } from '../application-server/index.ts';
import type { AccuracyReport, VerdictImport, VerdictImportRequest } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { accuracyReport, accuracyText } from '../training-pipeline/index.ts';
import { verdictsOfComments } from './commented-verdicts.ts';
import { verdictsOfExport } from './exported-verdicts.ts';
import { OPERATOR, onTenant, type TenantOption } from './training-installation.ts';

export interface ImportOptions extends TenantOption {
  readonly format?: string;
  readonly repository?: string;
  readonly skipUnknownRules: boolean;
}

export interface AccuracyOptions extends TenantOption {
  readonly since?: string;
  readonly until?: string;
  readonly format: string;
}

const LONGEST_MS = 400 * 86_400_000;

export async function importFile(file: string, options: ImportOptions): Promise<string> {
  const format = formatOf(file, options.format);
  const request: VerdictImportRequest = {
    format: format === 'sarif' ? 'sarif' : 'csv',
    content: await TEXTS[format](file).catch((cause: unknown) => {
      if (cause instanceof AssayError) throw cause;
      throw new AssayError('invalid_request', { detail: `${file} cannot be read.`, cause });
    }),
    unknown_rules: options.skipUnknownRules ? 'skip' : 'refuse',
    ...(options.repository !== undefined && { repository: options.repository }),
  };
  const { imported, known, undecided, skipped } = await onTenant<VerdictImport>(options, {
    direct: async ({ database, keys, tenantId }) =>
      await importHistory(database, keys, { tenantId, actor: OPERATOR, role: 'owner' }, request).catch(withPlaces),
    running: async (ask) => (await ask('POST', '/api/v1/verdict-imports', request)) as VerdictImport,
  });
  return `${imported} verdicts imported; ${known} were known, ${undecided} results had no decision, ${skipped} named unknown rules.\n`;
}

export async function exportFile(file: string, options: TenantOption): Promise<string> {
  const rows = await onTenant<Buffer>(options, {
    direct: ({ database, keys, tenantId }) => exportTrainingRows(database, keys, tenantId, OPERATOR),
    running: async () => {
      const detail = 'A server is running on this data directory: fetch GET /api/v1/training/rows.parquet from it.';
      throw new AssayError('invalid_request', { detail });
    },
  });
  await writeFile(file, rows, { flag: 'wx' }).catch((cause: unknown) => {
    throw new AssayError('invalid_request', { detail: `${file} exists already or cannot be made.`, cause });
  });
  return `${file}: ${rows.length} bytes.\n`;
}

export async function accuracy({ since, until, format, ...options }: AccuracyOptions): Promise<string> {
  const end = timeOf('until', until) ?? new Date();
  const range = { since: timeOf('since', since) ?? new Date(end.getTime() - LONGEST_MS), until: end };
  const query = new URLSearchParams({ since: range.since.toISOString(), until: end.toISOString() });
  const report = await onTenant<AccuracyReport>(options, {
    direct: ({ database, tenantId }) => accuracyReport(database, tenantId, range),
    running: async (ask) => (await ask('GET', `/api/v1/metrics/accuracy?${query}`)) as AccuracyReport,
  });
  return format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : accuracyText(report);
}

type Format = 'csv' | 'sarif' | 'tenant' | 'comments';
const TEXTS: Readonly<Record<Format, (file: string) => Promise<string>>> = {
  csv: (file) => readFile(file, 'utf8'),
  sarif: (file) => readFile(file, 'utf8'),
  tenant: verdictsOfExport,
  comments: verdictsOfComments,
};
const BY_ENDING: Readonly<Record<string, Format>> = { '.csv': 'csv', '.jsonl': 'tenant' };

function formatOf(file: string, format: string | undefined): Format {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  const named = format ?? (isFolder ? 'comments' : (BY_ENDING[extname(file).toLowerCase()] ?? 'sarif'));
  if (named === 'csv' || named === 'sarif' || named === 'tenant' || named === 'comments') return named;
  throw new AssayError('invalid_request', { detail: 'The format must be csv, sarif, tenant or comments.' });
}

function timeOf(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new AssayError('invalid_request', { detail: `--${name} must be a time as 2026-01-31T12:00:00Z.` });
}

/** The command line prints one sentence: the places belong into it. */
function withPlaces(error: unknown): never {
  if (!(error instanceof AssayError) || error.errors === undefined) throw error;
  const places = error.errors.map(({ path, message }) => `  ${path}: ${message}`).join('\n');
  throw new AssayError(error.code, { detail: `${error.detail}\n${places}`, cause: error });
}
