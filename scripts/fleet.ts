// `npm run fleet`: the roles apart on loopback, from installed programs, until Ctrl-C. docs/operations/capacity.md
import { startFleet } from './fleet/fleet.ts';
import { endAtSignals, Started } from './fleet/started.ts';

const started = new Started();
endAtSignals(started, 0);
const onStep = (step: string) => process.stderr.write(`fleet: starting ${step}\n`);
const fleet = await startFleet({ started, onStep }).catch((error: Error) => {
  console.error(`fleet: ${error.message}`);
  process.exit(1);
});
const addresses = (members: typeof fleet.models): string => members.map(({ address }) => address).join('  ');
console.log(`
  Load balancer         ${fleet.address}
  Gateways              ${addresses(fleet.gateways)}
  Application servers   ${addresses(fleet.servers)}
  Model replicas        ${addresses(fleet.models)}
  Worker, trainer       ${addresses([fleet.worker, fleet.trainer])}
  API key               ${fleet.key}   (of this fleet alone)

  ASSAY_API_KEY=${fleet.key} deploy/strategies/smoke-test.sh ${fleet.address}

  Ctrl-C stops all of it and removes its data.
`);
