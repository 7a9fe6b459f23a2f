// What `assay scan` sends: a folder as a tar archive without what git ignores, an archive as it is, or an address.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import tar from 'tar-stream';
import { SCAN_UPLOAD_BYTES, type ScanRequest } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import type { ScanCommandOptions } from './scan-command.ts';
import { countSkip, findSourceFiles, readSource, type SkipCounts } from './source-files.ts';

export interface Upload {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** of the request */
  readonly query: string;
  /** texts of the files, as far as they are known here */
  readonly texts: ReadonlyMap<string, string>;
}

const compress = promisify(gzip);
const LEVEL = 4;
const MEBIBYTE = 1_048_576;

/** Throws AssayError, before anything is sent, for what is not there and for what a server would refuse. */
export async function uploadOf(target: string, options: ScanCommandOptions, skipped: SkipCounts): Promise<Upload> {
  if (/^https?:\/\//.test(target)) return repository(target, options);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) throw new AssayError('not_found', { detail: `There is no file or folder ${target}.` });
  const query = queryOf(target, options);
  if (!stats.isDirectory()) {
    const advice = 'Unpack it and give the folder: then only its source is sent, without what git ignores.';
    refuseTooLarge(`The archive ${target}`, stats.size, advice);
    return { contentType: 'application/octet-stream', body: readFileSync(target), query, texts: new Map() };
  }
  const texts = textsBelow(target, skipped);
  const body = await packed(texts);
  const advice = 'Scan its parts, each with a --repository of its own, or give the address of the repository.';
  refuseTooLarge(`The source below ${target}, packed,`, body.length, advice);
  return { contentType: 'application/gzip', body, query, texts };
}

function refuseTooLarge(what: string, bytes: number, advice: string): void {
  if (bytes <= SCAN_UPLOAD_BYTES) return;
  const [size, most] = [Math.ceil(bytes / MEBIBYTE), SCAN_UPLOAD_BYTES / MEBIBYTE];
  throw new AssayError('payload_too_large', { detail: `${what} has ${size} MiB; a server takes ${most}. ${advice}` });
}

function textsBelow(folder: string, skipped: SkipCounts): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, path } of findSourceFiles(['.'], resolve(folder), skipped)) {
    const source = file === null ? null : readSource(file);
    if (source !== null && 'code' in source) texts.set(path, source.code);
    else if (source !== null) countSkip(skipped, source.reason);
  }
  return texts;
}

async function packed(texts: ReadonlyMap<string, string>): Promise<Uint8Array> {
  const pack = tar.pack();
  // A fixed time: equal files make equal bytes.
  for (const [name, code] of texts) pack.entry({ name, mtime: new Date(0) }, code);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk);
  return await compress(Buffer.concat(chunks), { level: LEVEL });
}

function repository(url: string, options: ScanCommandOptions): Upload {
  const { ref, project, repository: name, store, baselineScan, minSeverity, minConfidence } = options;
  const request: ScanRequest = {
    git: { url, ...(ref !== undefined && { ref }) },
    context: {
      ...(project !== undefined && { project }),
      ...(name !== undefined && { repository: name }),
      ...(store !== undefined && { store }),
      ...(baselineScan !== undefined && { baseline_scan_id: baselineScan }),
      ...(minSeverity !== undefined && { minimum_severity: minSeverity }),
      ...(minConfidence !== undefined && { minimum_confidence: minConfidence }),
    },
  };
  const body = Buffer.from(JSON.stringify(request), 'utf8');
  return { contentType: 'application/json', body, query: '', texts: new Map() };
}

function queryOf(target: string, options: ScanCommandOptions): string {
  const named = {
    name: resolve(target).split(/[\\/]/).at(-1),
    project: options.project,
    repository: options.repository,
    ref: options.ref,
    store: options.store,
    strip: options.strip,
    baseline_scan_id: options.baselineScan,
    minimum_severity: options.minSeverity,
    minimum_confidence: options.minConfidence,
  };
  const parts = Object.entries(named).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  return `?${new URLSearchParams(parts)}`;
}
