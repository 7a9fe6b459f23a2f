// Fetches packages from public registries by their ordinary clients, and names version and licence of each.
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT = 1 << 28;
/** names in one call of a client: fewer starts, and one unknown name does not lose the others */
const NAMES_A_CALL = 40;

export const REGISTRIES = ['debian', 'debian-binary', 'npm', 'pypi', 'crates'] as const;
export type Registry = (typeof REGISTRIES)[number];

export interface FetchedPackage {
  readonly registry: Registry;
  readonly name: string;
  readonly version: string;
  /** as the registry or the package says it; Debian's main section holds free software only */
  readonly licence: string;
  /** tar or zip files to unpack, absolute */
  readonly archives: readonly string[];
}

type Fetch = (names: readonly string[], directory: string) => Promise<FetchedPackage[]>;

const FREE =
  /\b(?:MIT|Apache|BSD|0BSD|ISC|[AL]?GPL|MPL|Mozilla|Unlicense|CC0|Zlib|OFL|EPL|PSF|Python Software|Artistic|BlueOak|WTFPL|Boost|BSL-1|NCSA|Debian main)/i;
const RESTRICTED = /BUSL|UNLICENSED|SEE LICENSE|Prosperity|Proprietary|Commons Clause|Elastic/i;

/** Whether a licence as a registry states it is one of free software. */
export function isFree(licence: string): boolean {
  return FREE.test(licence) && !RESTRICTED.test(licence);
}

/** Fetches what is not in `directory` yet and returns every free package that could be had; tells `warn` of the others. */
export async function fetchPackages(
  registry: Registry,
  names: readonly string[],
  directory: string,
  warn: (message: string) => void,
): Promise<FetchedPackage[]> {
  const into = join(directory, registry);
  await mkdir(into, { recursive: true });
  const fetched = await FETCH[registry](names, into);
  const found = new Set(fetched.map(({ name }) => name));
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) warn(`${registry}: not to be had: ${missing.join(', ')}`);
  const closed = fetched.filter(({ licence }) => !isFree(licence)).map(({ name }) => name);
  if (closed.length > 0) warn(`${registry}: no free licence stated, left out: ${closed.join(', ')}`);
  return fetched.filter(({ licence }) => isFree(licence));
}

const FETCH: Readonly<Record<Registry, Fetch>> = {
  debian: fetchDebian,
  'debian-binary': fetchDebianBinary,
  npm: fetchNpm,
  pypi: fetchPypi,
  crates: fetchCrates,
};

/** Needs `deb-src` entries in the sources of apt. */
async function fetchDebian(names: readonly string[], directory: string): Promise<FetchedPackage[]> {
  const descriptions = async () => (await readdir(directory)).filter((file) => file.endsWith('.dsc'));
  const present = new Set((await descriptions()).map((file) => file.split('_')[0]));
  for (const some of chunks(names.filter((name) => !present.has(name)))) {
    const get = (wanted: readonly string[]) =>
      run('apt-get', ['source', '--download-only', '-qq', ...wanted], { cwd: directory, maxBuffer: MAX_OUTPUT });
    await get(some).catch(() => Promise.allSettled(some.map((name) => get([name]))));
  }
  const wanted = new Set(names);
  const packages: FetchedPackage[] = [];
  for (const file of (await descriptions()).sort()) {
    const text = await readFile(join(directory, file), 'utf8');
    const name = /^Source: (.+)$/m.exec(text)?.[1] ?? '';
    const version = /^Version: (.+)$/m.exec(text)?.[1] ?? '';
    const listed = /^Files:\n((?: .+\n?)+)/m.exec(text)?.[1] ?? '';
    const archives = listed
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[2] ?? '')
      .filter((each) => /\.tar\.\w+$/.test(each));
    if (!wanted.has(name)) continue;
    packages.push({
      registry: 'debian',
      name,
      version,
      licence: 'Debian main',
      archives: archives.map((each) => join(directory, each)),
    });
  }
  return packages;
}

/** Packages that install libraries as source: where a mirror lacks the sources, and for what only an older Debian has. */
async function fetchDebianBinary(names: readonly string[], directory: string): Promise<FetchedPackage[]> {
  const archives = async () => (await readdir(directory)).filter((file) => file.endsWith('.deb')).sort();
  const present = new Set((await archives()).map((file) => file.split('_')[0]));
  for (const name of names.filter((each) => !present.has(each))) {
    await run('apt-get', ['download', '-qq', name], { cwd: directory, maxBuffer: MAX_OUTPUT }).catch(() => {});
  }
  const packages: FetchedPackage[] = [];
  for (const file of await archives()) {
    const [name = '', version = ''] = file.split('_');
    if (!names.includes(name)) continue;
    const archive = join(directory, file);
    packages.push({
      registry: 'debian-binary',
      name,
      version: decodeURIComponent(version),
      licence: 'Debian main',
      archives: [archive],
    });
  }
  return packages;
}

async function fetchNpm(names: readonly string[], directory: string): Promise<FetchedPackage[]> {
  const index = join(directory, 'index.json');
  const known: Record<string, FetchedPackage> = JSON.parse(await readFile(index, 'utf8').catch(() => '{}'));
  for (const name of names.filter((each) => known[each] === undefined)) {
    try {
      const { stdout } = await run(
        'npm',
        ['pack', name, '--json', '--ignore-scripts', '--pack-destination', directory],
        { cwd: directory, maxBuffer: MAX_OUTPUT },
      );
      const [packed] = JSON.parse(stdout);
      const view = await run('npm', ['view', `${name}@${packed.version}`, 'license'], { cwd: directory });
      known[name] = {
        registry: 'npm',
        name,
        version: packed.version,
        licence: view.stdout.trim(),
        archives: [join(directory, basename(packed.filename))],
      };
    } catch {
      // named as missing by the caller
    }
  }
  await writeFile(index, JSON.stringify(known));
  return Object.values(known).filter(({ name }) => names.includes(name));
}

/** Wheels only: unpacking one runs nothing of the package. */
async function fetchPypi(names: readonly string[], directory: string): Promise<FetchedPackage[]> {
  for (const name of names) {
    const into = join(directory, name);
    const present = await readdir(into).catch(() => []);
    if (present.length > 0) continue;
    await mkdir(into, { recursive: true });
    await run('pip', ['download', '-q', '--no-deps', '--only-binary=:all:', '-d', into, name], {
      maxBuffer: MAX_OUTPUT,
    }).catch(() => {});
  }
  const packages: FetchedPackage[] = [];
  for (const name of names) {
    const [wheel] = (await readdir(join(directory, name))).filter((file) => file.endsWith('.whl'));
    if (wheel === undefined) continue;
    const archive = join(directory, name, wheel);
    const metadata = await run('unzip', ['-p', archive, '*.dist-info/METADATA'], { maxBuffer: MAX_OUTPUT });
    const licence =
      /^License(?:-Expression)?: (.+)$/m.exec(metadata.stdout)?.[1] ??
      /^Classifier: License :: (.+)$/m.exec(metadata.stdout)?.[1];
    packages.push({
      registry: 'pypi',
      name,
      version: wheel.split('-')[1] ?? '',
      licence: licence ?? 'not stated',
      archives: [archive],
    });
  }
  return packages;
}

/** Each crate as the dependency of an empty package; what it depends on comes along and is left alone. */
async function fetchCrates(names: readonly string[], directory: string): Promise<FetchedPackage[]> {
  const environment = { ...process.env, CARGO_HOME: join(directory, 'home') };
  for (const name of names) {
    const into = join(directory, 'probe', name);
    await mkdir(join(into, 'src'), { recursive: true });
    await writeFile(join(into, 'src', 'lib.rs'), '');
    await writeFile(
      join(into, 'Cargo.toml'),
      `[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n${name} = { version = "*", default-features = false }\n`,
    );
    await run('cargo', ['fetch', '-q'], { cwd: into, env: environment, maxBuffer: MAX_OUTPUT }).catch(() => {});
  }
  const cache = join(directory, 'home', 'registry', 'cache');
  const folders = await readdir(cache).catch(() => []);
  const packages: FetchedPackage[] = [];
  for (const folder of folders) {
    for (const file of (await readdir(join(cache, folder))).sort()) {
      const [, name = '', version = ''] = /^(.+)-(\d+\.\d+\.\d+.*)\.crate$/.exec(file) ?? [];
      if (!names.includes(name) || packages.some((each) => each.name === name)) continue;
      const archive = join(cache, folder, file);
      const manifest = await run('tar', ['-xzOf', archive, `${name}-${version}/Cargo.toml`], { maxBuffer: MAX_OUTPUT });
      const licence = /^license = "(.+)"$/m.exec(manifest.stdout)?.[1] ?? 'not stated';
      packages.push({ registry: 'crates', name, version, licence, archives: [archive] });
    }
  }
  return packages;
}

function chunks(names: readonly string[]): string[][] {
  const result: string[][] = [];
  for (let start = 0; start < names.length; start += NAMES_A_CALL)
    result.push(names.slice(start, start + NAMES_A_CALL));
  return result;
}
