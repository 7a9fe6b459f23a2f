// Makes a folder of labelled source files from packages of public registries, to train the language identifier with:
// `npx tsx scripts/corpus/language-corpus.ts --out DIR [--packages FILE]`. Needs apt with deb-src entries, npm, pip, cargo, tar, unzip.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { languageOfFile, namePatterns } from './file-languages.ts';
import { type FetchedPackage, fetchPackages, REGISTRIES } from './registries.ts';

const run = promisify(execFile);
const LEAST_BYTES = 60;
const MOST_BYTES = 400_000;
/** what is kept of a file: its head holds what tells its language, and an identifier must be fast */
const KEPT_CHARACTERS = 40_000;
/** of one language, from one package: a corpus of few styles teaches the style */
const FILES_A_PACKAGE = 300;
/** of those, declarations without code, which would crowd out the programs of TypeScript */
const DECLARATIONS_A_PACKAGE = 2;
const DECLARATIONS = /\.d\.[mc]?ts$/;
/** lines longer than this on the average are generated or minified */
const LONGEST_MEAN_LINE = 250;
/** the notations of other projects' tests of such identifiers: never to be trained on */
const NEVER = /linguist|rosetta|pygments|highlight|rouge|magika|(^|\/)(node_modules|vendor|third_?party|\.min\.)/i;

interface PackageCounts {
  readonly registry: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly files: Readonly<Record<string, number>>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, packages: { type: 'string' }, archives: { type: 'string' } },
  });
  if (values.out === undefined)
    throw new Error('usage: language-corpus.ts --out DIR [--packages FILE] [--archives DIR]');
  const out = resolve(values.out);
  const list = values.packages ?? new URL('language-packages.json', import.meta.url).pathname;
  const wanted: Record<string, string[]> = JSON.parse(await readFile(list, 'utf8'));
  await mkdir(out, { recursive: true });
  const packages: FetchedPackage[] = [];
  for (const registry of REGISTRIES) {
    const names = wanted[registry] ?? [];
    packages.push(
      ...(await fetchPackages(registry, names, resolve(values.archives ?? join(out, 'archives')), console.error)),
    );
  }
  const file = createGzip();
  const sink = createWriteStream(join(out, 'files.jsonl.gz'));
  file.pipe(sink);
  const seen = new Set<string>();
  const counts: PackageCounts[] = [];
  const own = await ownFiles();
  for (const { language, package: name, text } of own) {
    file.write(`${JSON.stringify({ language, package: name, path: '', text })}\n`);
  }
  counts.push(...ownCounts(own));
  for (const [index, each] of packages.entries()) {
    const files = await labelledFiles(each, seen).catch((error: Error) => {
      console.error(`${each.name}: ${error.message.slice(0, 200)}`);
      return [];
    });
    const byLanguage: Record<string, number> = {};
    for (const { language, path, text } of files) {
      byLanguage[language] = (byLanguage[language] ?? 0) + 1;
      if (!file.write(`${JSON.stringify({ language, package: each.name, path, text })}\n`)) await once(file, 'drain');
    }
    const { registry, name, version, licence } = each;
    if (files.length > 0) counts.push({ registry, name, version, licence, files: byLanguage });
    if (index % 50 === 0) console.error(`${index + 1} of ${packages.length} packages`);
  }
  file.end();
  await once(sink, 'close');
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify({ packages: counts }, null, 1)}\n`);
}

interface OwnFile {
  readonly language: string;
  readonly package: string;
  readonly text: string;
}

/** Samples that were written for this project, for languages of which the registries hold little: `seeds/LANGUAGE/NUMBER.txt`. */
async function ownFiles(): Promise<OwnFile[]> {
  const folder = fileURLToPath(new URL('seeds', import.meta.url));
  const paths = (await listFiles(folder)).map((path) => relative(folder, path)).sort();
  return Promise.all(
    paths.map(async (path) => {
      const [language = '', name = ''] = path.split(/[\\/]/);
      return {
        language,
        package: `assay-seeds-${name.replace('.txt', '')}`,
        text: await readFile(join(folder, path), 'utf8'),
      };
    }),
  );
}

function ownCounts(files: readonly OwnFile[]): PackageCounts[] {
  const names = [...new Set(files.map((file) => file.package))].sort();
  return names.map((name) => {
    const languages = files.filter((file) => file.package === name).map(({ language }) => language);
    return {
      registry: 'own',
      name,
      version: '1',
      licence: 'Apache-2.0',
      files: Object.fromEntries(languages.map((each) => [each, 1])),
    };
  });
}

interface LabelledFile {
  readonly language: string;
  readonly path: string;
  readonly text: string;
}

async function labelledFiles(fetched: FetchedPackage, seen: Set<string>): Promise<LabelledFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-corpus-'));
  try {
    for (const archive of fetched.archives) await unpack(archive, folder);
    const paths = (await listFiles(folder)).map((path) => relative(folder, path)).filter((path) => !NEVER.test(path));
    const isCpp = paths.some((path) => /\.(?:cpp|cc|cxx|hpp)$/.test(path));
    // In the order of a hash: the share of a package is spread over its folders, and is the same in every run.
    const shuffled = paths
      .map((path) => ({ path, rank: digest(`${fetched.name}\0${path}`) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1));
    const taken = new Map<string, number>();
    const files: LabelledFile[] = [];
    for (const { path } of shuffled) {
      const { size } = await stat(join(folder, path));
      if (size < LEAST_BYTES || size > MOST_BYTES) continue;
      const text = sourceText(await readFile(join(folder, path)));
      if (text === null) continue;
      const language = languageOfFile(path, text, isCpp);
      if (language === null) continue;
      const [sort, most] = DECLARATIONS.test(path)
        ? ['declarations', DECLARATIONS_A_PACKAGE]
        : [language, FILES_A_PACKAGE];
      if ((taken.get(sort) ?? 0) >= most) continue;
      const key = digest(text.replace(/\s+/g, ''));
      if (seen.has(key)) continue;
      seen.add(key);
      taken.set(sort, (taken.get(sort) ?? 0) + 1);
      files.push({ language, path, text: text.slice(0, KEPT_CHARACTERS) });
    }
    return files;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  const patterns = namePatterns();
  if (archive.endsWith('.whl')) {
    // 11: no file of these names in it
    await run('unzip', ['-q', '-o', archive, ...patterns, '-d', folder]).catch(() => {});
    return;
  }
  const into = await mkdtemp(join(folder, 'part-'));
  if (archive.endsWith('.deb')) {
    await run('dpkg-deb', ['--extract', archive, into]).catch(() => {});
    return;
  }
  await run(
    'tar',
    ['-xf', archive, '-C', into, '--no-same-owner', '--no-same-permissions', '--wildcards', ...patterns],
    { maxBuffer: 1 << 28 },
  ).catch(() => {});
}

/** Regular files only: a link may lead out of the folder. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Text as UTF-8 or Latin-1 with \n line ends, or null for what is no source text. */
function sourceText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = bytes.toString('latin1');
  }
  const lines = text.replace(/\r\n?/g, '\n');
  return lines.length / (lines.split('\n').length || 1) > LONGEST_MEAN_LINE ? null : lines;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

await main();
