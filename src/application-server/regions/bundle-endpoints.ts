// What this region tells the others: which models its home tenant has, and each of them by its digest. Signed calls only.
import {
  type Database,
  findBundle,
  findRankerBytes,
  HOME_TENANT_ID,
  listBundles,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { CALL_HEADER, type OperatorKeys, verifyCall } from '../../security/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { BUNDLES_PATH, BundleParameters, OfferedBundles, SentBundle } from './wire.ts';

export interface BundleEndpointDependencies {
  readonly database: Database;
  readonly keys: OperatorKeys;
  /** null: there is one region, and nothing is told */
  readonly region: string | null;
}

/** Regions have these types themselves: nothing of it is part of the documented surface. */
const shared = { method: 'GET', tag: 'regions', access: 'public', undocumented: true, etag: false } as const;
const MOST_OFFERED = 1000;

export function bundleEndpoints({ database, keys: { regionKey }, region }: BundleEndpointDependencies): Endpoint[] {
  if (region === null) return [];
  return [
    defineEndpoint(
      {
        ...shared,
        path: BUNDLES_PATH,
        operationId: 'listRegionBundles',
        summary: 'The models of the home tenant of this region.',
        answers: { 200: json('Their digests.', OfferedBundles) },
      },
      async ({ header }) => {
        verifyCall(regionKey, { method: 'GET', path: BUNDLES_PATH }, header(CALL_HEADER));
        const stored = await database.asTenantReading(HOME_TENANT_ID, listBundles);
        const bundles = stored.slice(0, MOST_OFFERED).map(({ digest, version }) => ({ digest, version }));
        return { status: 200, body: { region, bundles } satisfies OfferedBundles };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        path: `${BUNDLES_PATH}/:digest`,
        operationId: 'getRegionBundle',
        summary: 'One of them, whole.',
        parameters: BundleParameters,
        answers: { 200: json('The model.', SentBundle) },
      },
      async ({ parameters: { digest }, header }) => {
        verifyCall(regionKey, { method: 'GET', path: `${BUNDLES_PATH}/${digest}` }, header(CALL_HEADER));
        const [record, ranker] = await database.asTenantReading(HOME_TENANT_ID, async (tx) => [
          await findBundle(tx, digest),
          await findRankerBytes(tx, digest),
        ]);
        if (record === null || ranker === null) throw new AssayError('not_found');
        const { version, trainedOn, evaluation } = record;
        const body: SentBundle = {
          digest,
          version,
          components: record.components.map((component) => ({ ...component })),
          ranker: ranker.toString('base64'),
          trained_on: { ...trainedOn },
          evaluation: { ...evaluation },
        };
        return { status: 200, body };
      },
    ),
  ];
}
