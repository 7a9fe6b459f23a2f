// The example settings of deploy/regions/: what Assay reads, each its own region of the same list.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/index.ts';
import { kubectl, type Manifest, renderAll } from './rendering.ts';

const settingsOf = (name: string) =>
  readConfiguration(parseEnv(readFileSync(new URL(`../../deploy/regions/${name}.env`, import.meta.url), 'utf8')));

it('two regions know each other by one list', () => {
  const [eu, us] = [settingsOf('eu'), settingsOf('us')];
  expect([eu.region, us.region]).toEqual(['eu', 'us']);
  expect(eu.regions).toEqual(us.regions);
  expect([...eu.regions.keys()]).toEqual(['eu', 'us']);
  expect(eu.publicUrl).toBe(us.publicUrl);
});

it.skipIf(kubectl === null)(
  'a cluster that is a region says which, and reaches the others from gateways and application servers',
  () => {
    const objects: readonly Manifest[] = renderAll().get('region') ?? [];
    const settings = objects.find(({ metadata }) => metadata.name === 'assay-settings');
    expect(readConfiguration(settings.data)).toMatchObject({ region: 'eu' });
    const policy = objects.find(({ metadata }) => metadata.name === 'assay-regions');
    expect(policy.spec.podSelector.matchExpressions[0].values).toEqual(['gateway', 'api']);
    expect(policy.spec.egress[0].ports).toEqual([{ port: 443 }]);
  },
);
