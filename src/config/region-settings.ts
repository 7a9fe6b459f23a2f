// Settings of an installation that is one region of several: its own name, and where the gateways of the others are.
import { AssayError } from '../errors.ts';
import { integer, namedUrls, origin, type Variable } from './variable.ts';

export interface RegionConfiguration {
  /** null: this installation is no region */
  readonly region: string | null;
  /** origins of gateways by the name of their region */
  readonly regions: ReadonlyMap<string, string>;
  readonly regionBundlesSeconds: number;
}

/** Short, because it stands in every API key. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;

export const REGION_SETTINGS = {
  region: {
    name: 'ASSAY_REGION',
    description:
      'The name of the region that this installation is, as `eu`: up to 20 of a-z, 0-9 and -. New keys, tokens and sessions ' +
      'carry it. Every process of the region needs the same. See `docs/operations/regions.md`.',
    parse: (value) => {
      if (value !== undefined && !NAME.test(value)) throw new Error('a name of up to 20 of a-z, 0-9 and -');
      return value ?? null;
    },
    default: 'none: there is one region',
  },
  regions: {
    name: 'ASSAY_REGIONS',
    description:
      'Where the gateways of the regions are, as `eu=https://eu.assay.example us=https://us.assay.example`. Requests of tenants ' +
      'at home there are passed on to them. The entry of the own region is ignored, so that every region can have the same list.',
    parse: regionOrigins,
    default: 'none',
  },
  regionBundlesSeconds: {
    name: 'ASSAY_REGION_BUNDLES_SECONDS',
    description: 'Seconds between two looks at the other regions for models that are not here yet.',
    parse: integer({ default: 60, minimum: 1, maximum: 86_400 }),
    default: '60',
  },
} as const satisfies { readonly [Key in keyof RegionConfiguration]: Variable<RegionConfiguration[Key]> };

/** Credentials go there: over TLS, or not beyond this machine. */
function regionOrigins(value: string | undefined): ReadonlyMap<string, string> {
  const named = namedUrls('http:', 'https:')(value);
  return new Map(
    [...named].map(([name, address]) => {
      const { protocol, hostname } = new URL(address);
      const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
      if (!NAME.test(name) || (protocol === 'http:' && !isHere)) {
        throw new Error(
          'a list of name=URL, each URL with https:// (on this machine http:// will do) and without a path',
        );
      }
      return [name, origin(address) ?? address];
    }),
  );
}

/** Throws AssayError `invalid_configuration`. */
export function requireOwnRegion(region: string | null, regions: ReadonlyMap<string, string>): void {
  if (regions.size === 0 || region !== null) return;
  throw new AssayError('invalid_configuration', {
    detail: 'ASSAY_REGIONS says where other regions are, and ASSAY_REGION does not say which one this is.',
  });
}
