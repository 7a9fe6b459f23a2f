// The model bundle that runs: what every answer names, and part of every cache key.
import { createHash } from 'node:crypto';
import { ENGINE_VERSION } from '../../analysis-engine/index.ts';
import { RULE_PACK_DIGEST } from '../../rules/index.ts';
import { createLanguageDetector } from '../language-detection/index.ts';
import type { ModelBundle, ModelComponent } from '../model-service.ts';
import { BUILT_IN_PARAMETERS, canonicalParameters, parametersDigest } from '../ranking/index.ts';
import { ENGINE_DIGEST, LANGUAGE_DETECTOR_DIGEST } from './source-digests.generated.ts';

/** Semantic version of the bundle's interface: what an answer may contain. Content is named by the digest. */
const BUNDLE_VERSION = '0.1.0';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The bundle built into this installation. */
export function builtInBundle(): ModelBundle {
  const detector = createLanguageDetector().version;
  const ranker = canonicalParameters(BUILT_IN_PARAMETERS);
  const components: readonly ModelComponent[] = [
    { name: 'language-detector', version: detector, digest: `sha256:${LANGUAGE_DETECTOR_DIGEST}` },
    { name: 'engine', version: ENGINE_VERSION, digest: `sha256:${ENGINE_DIGEST}` },
    { name: 'rule-pack', version: RULE_PACK_DIGEST.slice(0, 12), digest: `sha256:${RULE_PACK_DIGEST}` },
    { name: 'ranker', version: ranker.version, digest: parametersDigest(ranker) },
  ];
  return { version: BUNDLE_VERSION, digest: sha256(JSON.stringify(components)), components, ranker };
}
