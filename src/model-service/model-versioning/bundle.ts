// The model bundle that runs: what every answer names, and part of every cache key.
import { createHash } from 'node:crypto';
import { ENGINE_VERSION } from '../../analysis-engine/index.ts';
import { RULE_PACK_DIGEST } from '../../rules/index.ts';
import type { ModelBundle, ModelComponent } from '../model-service.ts';
import { BUILT_IN_PARAMETERS, canonicalParameters, parametersDigest, type RankerParameters } from '../ranking/index.ts';
import { ENGINE_DIGEST, LANGUAGE_DETECTOR_DIGEST, LANGUAGE_IDENTIFIER_DIGEST } from './source-digests.generated.ts';

/** Semantic version of the bundle's interface: what an answer may contain. Content is named by the digest. */
const BUNDLE_VERSION = '0.1.0';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A component that has no version but its content. */
const component = (name: string, digest: string): ModelComponent => ({
  name,
  version: digest.slice(0, 12),
  digest: `sha256:${digest}`,
});

/** What ranks until something better is trained. */
export const BUILT_IN_RANKER: RankerParameters = canonicalParameters(BUILT_IN_PARAMETERS);

/** The bundle built into this installation. */
export function builtInBundle(): ModelBundle {
  const components: readonly ModelComponent[] = [
    component('language-detector', LANGUAGE_DETECTOR_DIGEST),
    component('language-identifier', LANGUAGE_IDENTIFIER_DIGEST),
    { name: 'engine', version: ENGINE_VERSION, digest: `sha256:${ENGINE_DIGEST}` },
    { name: 'rule-pack', version: RULE_PACK_DIGEST.slice(0, 12), digest: `sha256:${RULE_PACK_DIGEST}` },
    { name: 'ranker', version: BUILT_IN_RANKER.version, digest: parametersDigest(BUILT_IN_RANKER) },
  ];
  return { version: BUNDLE_VERSION, digest: sha256(JSON.stringify(components)), components, ranker: BUILT_IN_RANKER };
}
