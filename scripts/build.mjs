// `npm run build`: compiles src/ into dist/, copies what runs beside it, and leaves a stamp of the sources it was made from.
// The new build replaces the old one in one step, so that a running or a failed build never leaves a half one behind.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildEdge } from './build-edge.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const target = join(root, 'dist');
const stampOf = (folder) => join(folder, 'build-stamp.txt');

/** Read at run time beside the compiled modules. */
const ASSETS = new Set(['.html', '.css', '.js', '.svg', '.png', '.ico', '.wasm', '.txt', '.safetensors']);
/** Never part of a build. */
const SKIPPED = new Set(['examples', 'fixtures', 'testing']);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (!SKIPPED.has(entry.name)) yield* filesBelow(path);
  }
}

const isAsset = (path) => ASSETS.has(extname(path));
const isBuilt = (path) => isAsset(path) || (/\.ts$/.test(path) && !/\.(test|contract-test)\.ts$/.test(path));

/** A digest of everything that goes into the build: content, not times, so that a copied or cloned tree is not stale. */
function sourceStamp() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'tsconfig.json')));
  for (const path of filesBelow(source)) {
    if (isBuilt(path)) hash.update(`\0${relative(source, path)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Whether dist/ is there and made from the sources as they are; without sources, whether it is there. */
export function isUpToDate() {
  if (!existsSync(stampOf(target))) return false;
  return !existsSync(source) || readFileSync(stampOf(target), 'utf8') === sourceStamp();
}

/** Builds dist/. Returns false when the compiler reports errors; they are printed, and the old dist/ stays. */
export function build() {
  const stamp = sourceStamp();
  const fresh = `${target}.new-${process.pid}`;
  const old = `${target}.old-${process.pid}`;
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  if (!existsSync(compiler)) {
    console.error('The compiler is not installed: run `npm ci` first.');
    return false;
  }
  try {
    const project = ['-p', join(root, 'tsconfig.json'), '--outDir', fresh];
    // Standard output belongs to the command that asked for the build.
    const { status } = spawnSync(process.execPath, [compiler, ...project], { stdio: ['ignore', 2, 2] });
    if (status !== 0) return false;
    for (const path of filesBelow(source)) if (isAsset(path)) cpSync(path, join(fresh, relative(source, path)));
    buildEdge(join(fresh, 'edge'));
    writeFileSync(stampOf(fresh), stamp);
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
    return true;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build() ? 0 : 1;
