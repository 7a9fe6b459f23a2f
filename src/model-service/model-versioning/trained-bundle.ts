// A bundle with a trained ranker: everything else is what is built into this installation.
import { createHash } from 'node:crypto';
import type { ModelBundle, ModelComponent } from '../model-service.ts';
import { readParameters } from '../ranking/parameter-file.ts';
import { builtInBundle } from './bundle.ts';

/** `bytes` are the ranker as it is stored; its digest is theirs. Throws an Error that says what is wrong with them. */
export function trainedBundle(version: string, bytes: Uint8Array): ModelBundle {
  const ranker = readParameters(bytes);
  const component = { name: 'ranker', version: ranker.version, digest: sha256(bytes) };
  const components = [...builtInBundle().components.filter(({ name }) => name !== component.name), component];
  return { version, digest: bundleDigest(components), components, ranker };
}

/** Of components in this order: what a bundle is told apart by, in every region. */
export function bundleDigest(components: readonly ModelComponent[]): string {
  const named = components.map(({ name, version, digest }) => ({ name, version, digest }));
  return sha256(JSON.stringify(named));
}

function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
