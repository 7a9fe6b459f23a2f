// Fetches one commit of a repository, without a work tree: files are read out of the object store, so nothing that the
// repository says (links, attributes, filters, hooks, submodules) is ever carried out.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LIMITS } from '../../../contract/index.ts';
import { AssayError } from '../../../errors.ts';
import { type Outgoing, OutgoingError } from '../../../security/index.ts';
import { type CollectedFiles, createFileCollector, type FileCollector } from './collected-files.ts';
import type { GitAddress } from './git-address.ts';
import { runGit } from './git-process.ts';

export interface GitLimits {
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

export interface FetchedFiles extends CollectedFiles {
  /** hexadecimal */
  readonly commit: string;
}

const WATCH_MS = 250;
const BLOB_FILE = /^100(?:644|755) blob /;

/** Throws AssayError `git_refused` or `git_failed`, or the signal's reason. */
export async function fetchRepository(
  address: GitAddress,
  ref: string | null,
  {
    outgoing,
    limits,
    signal,
  }: { readonly outgoing: Outgoing; readonly limits: GitLimits; readonly signal: AbortSignal },
): Promise<FetchedFiles> {
  const pinned = await pinnedAddresses(address, outgoing);
  const directory = await mkdtemp(join(tmpdir(), 'assay-git-'));
  const watch = watchLimits(directory, limits, signal);
  try {
    const run = { directory, signal: watch.signal };
    await runGit({ ...run, arguments: ['init', '--bare', '--quiet', '--template=', '--', 'repository'] });
    const inside = { ...run, directory: join(directory, 'repository') };
    const fetch = ['fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
    await runGit({
      ...inside,
      arguments: [...fetch, '--', address.url, `+${ref ?? 'HEAD'}:refs/assay/scanned`],
      settings: {
        'http.curloptResolve': `${address.host}:${address.port}:${pinned}`,
        ...(address.url.startsWith('http:') && { 'protocol.http.allow': 'always' }),
        ...(address.credentials !== null && {
          'http.extraHeader': `Authorization: Basic ${Buffer.from(address.credentials, 'utf8').toString('base64')}`,
        }),
      },
    });
    return await readCommit(inside);
  } finally {
    watch.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** git resolves names itself; it is told which addresses were found to be allowed, so that it cannot find others. */
async function pinnedAddresses({ host }: GitAddress, outgoing: Outgoing): Promise<string> {
  try {
    const found = await outgoing.addresses(host);
    return found.map((one) => (one.includes(':') ? `[${one}]` : one)).join(',');
  } catch (cause) {
    if (cause instanceof OutgoingError) throw new AssayError('git_refused', { detail: cause.message, cause });
    throw new AssayError('git_failed', { detail: 'The name of the host is not known.', cause });
  }
}

interface Place {
  readonly directory: string;
  readonly signal: AbortSignal;
}

async function readCommit(place: Place): Promise<FetchedFiles> {
  const commit = (await outputOf(place, ['rev-parse', '--verify', 'refs/assay/scanned^{commit}']))
    .toString('utf8')
    .trim();
  const listing = await outputOf(place, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
  const collector = createFileCollector({ code: 'git_refused' });
  const wanted = wantedBlobs(listing, collector);
  await readBlobs(place, wanted, collector);
  return { ...collector.result(), commit };
}

interface Blob {
  readonly id: string;
  readonly path: string;
}

/** Plain files: symbolic links and submodules are left out, as is what is too large. */
function wantedBlobs(listing: Buffer, collector: FileCollector): Blob[] {
  return listing
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [about, name] = [line.slice(0, Math.max(0, line.indexOf('\t'))), line.slice(line.indexOf('\t') + 1)];
      if (!BLOB_FILE.test(about)) return [];
      const [, , id = '', size = '0'] = about.split(/ +/);
      const path = collector.enter(name, 'file', Number(size));
      return path === null || Number(size) > LIMITS.codeBytes ? [] : [{ id, path }];
    });
}

/** All contents by one process: for each `id kind size`, a line feed, the content, a line feed. */
async function readBlobs(place: Place, blobs: readonly Blob[], collector: FileCollector): Promise<void> {
  let pending = Buffer.alloc(0);
  let index = 0;
  const take = () => {
    for (;;) {
      const end = pending.indexOf(0x0a);
      if (end < 0) return;
      const size = Number(pending.toString('utf8', 0, end).split(' ')[2]);
      if (!Number.isInteger(size)) throw new AssayError('git_failed', { detail: 'The repository is damaged.' });
      if (pending.length < end + size + 2) return;
      const blob = blobs[index++];
      if (blob !== undefined) collector.add(blob.path, pending.subarray(end + 1, end + 1 + size));
      pending = pending.subarray(end + size + 2);
    }
  };
  let failure: unknown = null;
  await runGit({
    ...place,
    arguments: ['cat-file', '--batch'],
    input: blobs.map(({ id }) => `${id}\n`).join(''),
    onOutput(chunk) {
      if (failure !== null) return;
      pending = Buffer.concat([pending, chunk]);
      try {
        take();
      } catch (error) {
        failure = error;
      }
    },
  });
  if (failure !== null) throw failure;
  if (index < blobs.length) throw new AssayError('git_failed', { detail: 'The repository is damaged.' });
}

async function outputOf(place: Place, args: readonly string[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await runGit({ ...place, arguments: args, onOutput: (chunk) => chunks.push(chunk) });
  return Buffer.concat(chunks);
}

/** A signal that aborts when it takes too long or too much room. */
function watchLimits(directory: string, { timeoutMs, mostBytes }: GitLimits, outer: AbortSignal) {
  const limit = new AbortController();
  const ended = new AbortController();
  const exceed = (detail: string) => limit.abort(new AssayError('git_failed', { detail }));
  const timer = setTimeout(
    () => exceed(`Fetching the repository took longer than ${Math.round(timeoutMs / 1000)} seconds.`),
    timeoutMs,
  );
  const watch = async () => {
    while (!ended.signal.aborted) {
      if ((await sizeOf(directory)) > mostBytes) {
        exceed(`The repository has more than ${Math.round(mostBytes / 1_048_576)} MiB.`);
      }
      await delay(WATCH_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  void watch();
  return {
    signal: AbortSignal.any([outer, limit.signal]),
    stop() {
      clearTimeout(timer);
      ended.abort();
    },
  };
}

/** Files come and go meanwhile: what is gone counts nothing. */
async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
