// What `/metrics` says of the other regions: whether they answer, what was passed on to them, which models came from them.
import { Counter, Gauge, type Registry } from 'prom-client';

export interface RegionLoad {
  readonly name: string;
  readonly isAvailable: boolean;
}

export function createRegionSeries(registers: Registry[]) {
  return {
    passedOn: new Counter({
      name: 'assay_region_requests_total',
      help: 'Requests of tenants at home in another region, by region and outcome.',
      labelNames: ['region', 'outcome'],
      registers,
    }),
    fetchedBundles: new Counter({
      name: 'assay_region_bundles_total',
      help: 'Models of other regions that were fetched, refused or not to be had.',
      labelNames: ['region', 'outcome'],
      registers,
    }),
  };
}

export function observeRegions(registry: Registry, read: () => readonly RegionLoad[]): void {
  new Gauge({
    name: 'assay_region_up',
    help: 'Whether a gateway of the other region answers that it is ready: 1 or 0.',
    labelNames: ['region'],
    registers: [registry],
    collect() {
      for (const { name, isAvailable } of read()) this.set({ region: name }, isAvailable ? 1 : 0);
    },
  });
}
