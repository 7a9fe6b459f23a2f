// What a region asks another one, and what that answers. Both may run different versions: what comes is checked by these schemas.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

export const BUNDLES_PATH = '/regions/v1/bundles';

const digest = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });
const figures = Type.Record(Type.String(), Type.Number());

export const BundleParameters = Type.Object({ digest });

/** The models of the region's home tenant; those of other tenants do not leave their region. */
export const OfferedBundles = Type.Object({
  /** the region that answers */
  region: Type.String(),
  bundles: Type.Array(Type.Object({ digest, version: Type.String({ maxLength: 100 }) }), { maxItems: 1000 }),
});
export type OfferedBundles = Static<typeof OfferedBundles>;

export const SentBundle = Type.Object({
  digest,
  version: Type.String({ maxLength: 100 }),
  components: Type.Array(
    Type.Object(
      { name: Type.String({ maxLength: 100 }), version: Type.String({ maxLength: 100 }), digest: Type.String() },
      { additionalProperties: false },
    ),
    { maxItems: 20 },
  ),
  /** the trained component, in base64 */
  ranker: Type.String({ maxLength: 64 * 1_048_576 }),
  trained_on: figures,
  evaluation: figures,
});
export type SentBundle = Static<typeof SentBundle>;

export const isOfferedBundles = Compile(OfferedBundles);
export const isSentBundle = Compile(SentBundle);
