// Makes the bundle for browsers: one module worker with engine, rules and facts, and beside it the parser, the grammars and
// the language identifier. `npm run build` makes it along with the rest.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const ASSETS = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/tree-sitter-go/tree-sitter-go.wasm',
  'node_modules/tree-sitter-java/tree-sitter-java.wasm',
  'node_modules/tree-sitter-javascript/tree-sitter-javascript.wasm',
  'node_modules/tree-sitter-python/tree-sitter-python.wasm',
  'node_modules/tree-sitter-typescript/tree-sitter-tsx.wasm',
  'node_modules/tree-sitter-typescript/tree-sitter-typescript.wasm',
  'src/model-service/language-detection/language-identifier.safetensors',
];

/** What web-tree-sitter asks for where it runs in Node, behind a check of its own. */
const NODE_ONLY = ['module', 'fs', 'fs/promises'];

const SHARED = { bundle: true, format: 'esm', platform: 'browser', target: 'es2023', logLevel: 'error' };

/**
 * In two steps: once all is gone that no analysis needs, the one hash that is left of `node:crypto` gets its stand-in.
 * Throws when something else of Node is left, since a page would fail to load it.
 */
function bundledWorker() {
  const [shaken] = buildSync({
    ...SHARED,
    entryPoints: [join(root, 'src/model-service/edge/edge-worker.ts')],
    outfile: 'edge-worker.js',
    write: false,
    external: [...NODE_ONLY, 'node:*', '@node-rs/*'],
  }).outputFiles;
  const [finished] = buildSync({
    ...SHARED,
    stdin: { contents: shaken.text, resolveDir: root, sourcefile: 'edge-worker.js' },
    outfile: 'edge-worker.js',
    write: false,
    minify: true,
    alias: { 'node:crypto': join(root, 'src/model-service/edge/hash.ts') },
    external: NODE_ONLY,
  }).outputFiles;
  return finished.contents;
}

/**
 * Fills the folder, and leaves in `manifest.json` a digest of everything and the size of each file. Throws what esbuild says.
 * @param {string} folder
 * @returns {{ digest: string, files: Record<string, number> }}
 */
export function buildEdge(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'edge-worker.js'), bundledWorker());
  for (const asset of ASSETS) cpSync(join(root, asset), join(folder, basename(asset)));
  const files = {};
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    if (file === 'manifest.json') continue;
    const bytes = readFileSync(join(folder, file));
    files[file] = bytes.length;
    hash.update(`\0${file}\0`).update(bytes);
  }
  const manifest = { digest: hash.digest('hex'), files };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildEdge(process.argv[2] ?? join(root, 'dist/edge'));
