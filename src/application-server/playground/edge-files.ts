// The bundle for browsers as the playground loads it: analysis without a server. It is there when Assay was built with it.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';

/** Where `npm run build` leaves it; the same folder from the sources and from the build. */
const BUILT_FOLDER = new URL('../../../dist/edge/', import.meta.url);

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.safetensors': 'application/octet-stream',
};

/** A worker has the policy of its own answer; only here may WebAssembly be compiled. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

interface Manifest {
  readonly digest: string;
  /** sizes in bytes */
  readonly files: Readonly<Record<string, number>>;
}

/** The manifest, and the files under the digest that it names: a page never mixes two builds. */
export function edgeEndpoints(): Endpoint[] {
  const shared = { method: 'GET', tag: 'help', access: 'public', undocumented: true } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        path: '/assets/edge/manifest.json',
        operationId: 'getEdgeManifest',
        summary: 'What the bundle for browsers consists of.',
        answers: { 200: { description: 'Its digest and files.', content: { 'application/json': Type.Unknown() } } },
      },
      async () => ({ status: 200, body: required(readManifest()), headers: { 'cache-control': 'no-cache' } }),
    ),
    defineEndpoint(
      {
        ...shared,
        path: '/assets/edge/:digest/:file',
        operationId: 'getEdgeFile',
        summary: 'A file of the bundle for browsers.',
        parameters: Type.Object({
          digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
          file: Type.String({ maxLength: 100 }),
        }),
        etag: false,
        answers: { 200: { description: 'The file.', content: { 'application/octet-stream': Type.Unknown() } } },
      },
      async ({ parameters: { digest, file } }) => {
        const manifest = readManifest();
        if (manifest?.digest !== digest || !Object.hasOwn(manifest.files, file)) required(null);
        return {
          status: 200,
          body: await readFile(new URL(file, BUILT_FOLDER)),
          contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
          headers: {
            'cache-control': 'public, max-age=31536000, immutable',
            ...(file.endsWith('.js') && { 'content-security-policy': WORKER_POLICY }),
          },
        };
      },
    ),
  ];
}

/** Read anew each time: it is small, and a build may come while the server runs. */
function readManifest(): Manifest | null {
  const path = fileURLToPath(new URL('manifest.json', BUILT_FOLDER));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : null;
}

function required(manifest: Manifest | null): Manifest {
  if (manifest !== null) return manifest;
  throw new AssayError('not_found', { detail: 'This server was started without that bundle: run `npm run build`.' });
}
