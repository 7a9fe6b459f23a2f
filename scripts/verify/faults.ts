// `npm run verify faults [-- --only WORDS]`: a fleet on loopback under load, one fault after the other; what was acknowledged
// must be there afterwards, and requests outside of a fault must be answered.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Fleet, startFleet } from '../fleet/fleet.ts';
import { endAtSignals, Started } from '../fleet/started.ts';
import type { Outcome } from './faults/client.ts';
import { countLost, countStuck } from './faults/kept.ts';
import { startLoad } from './faults/load.ts';
import { SCENARIOS, type Scenario } from './faults/scenarios.ts';
import { appendRecord } from './record.ts';

const BEFORE_MS = 5_000;
/** How long after a fault requests may still suffer from it. */
const RECOVERY_MS = 10_000;
const AFTER_MS = 10_000;
const MOST_ERRORS = 0.01;

interface Result {
  readonly row: string;
  readonly faults: readonly string[];
}

export async function verifyFaults(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' } } });
  const wanted = SCENARIOS.filter(({ name }) => values.only === undefined || name.includes(values.only));
  if (wanted.length === 0) throw new Error(`no fault is called ${values.only}`);
  // So few may wait that a burst finds no room.
  const environment = { ASSAY_ANALYSIS_QUEUE: '16' };
  const started = new Started();
  endAtSignals(started);
  const fleet = await startFleet({ linked: true, environment, started });
  const results: Result[] = [];
  try {
    for (const scenario of wanted) {
      const result = await underLoad(fleet, scenario);
      console.log(result.row);
      results.push(result);
    }
  } finally {
    await fleet.stop();
  }
  const head = [
    '| fault | requests | failed during it | failed outside | longest | acknowledged | lost | scans stuck | besides |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  appendRecord('faults', [...head, ...results.map(({ row }) => row)].join('\n'));
  const faults = results.flatMap((result) => result.faults);
  if (faults.length > 0) throw new Error(faults.join('; '));
}

async function underLoad(fleet: Fleet, scenario: Scenario): Promise<Result> {
  const load = startLoad(fleet.address, fleet.key);
  await delay(BEFORE_MS);
  const begun = Date.now();
  let besides = '';
  const faults: string[] = [];
  try {
    besides = (await scenario.run(fleet)) ?? '';
  } catch (error) {
    faults.push(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const ended = Date.now() + RECOVERY_MS;
  await delay(RECOVERY_MS + AFTER_MS);
  await load.stop();
  const { outcomes, analyses, verdicts, scans } = load.ledger;
  const isDuring = ({ startedAt, endedAt }: Outcome) => endedAt >= begun && startedAt <= ended;
  const hasFailed = ({ status }: Outcome) => ![200, 201, 202].includes(status);
  const during = outcomes.filter(isDuring);
  const outside = outcomes.filter((outcome) => !isDuring(outcome));
  const [failedDuring, failedOutside] = [during.filter(hasFailed).length, outside.filter(hasFailed).length];
  const lost = await countLost(fleet, load.ledger);
  const stuck = await countStuck(fleet, load.ledger);
  const longest = Math.max(0, ...outcomes.map(({ startedAt, endedAt }) => endedAt - startedAt));
  if (lost.analyses + lost.verdicts > 0) {
    faults.push(`${scenario.name}: ${lost.analyses} analyses and ${lost.verdicts} verdicts are lost`);
  }
  if (stuck > 0) faults.push(`${scenario.name}: ${stuck} scans are stuck`);
  if (failedOutside > MOST_ERRORS * outside.length) {
    faults.push(`${scenario.name}: ${failedOutside} of ${outside.length} requests failed outside of it`);
  }
  if (scenario.isPlanned === true && failedDuring > 0) {
    faults.push(`${scenario.name}: ${failedDuring} requests failed, and nobody should notice it`);
  }
  for (const { status, body, attempts } of outcomes.filter(hasFailed)) {
    console.log(`  HTTP ${status} after ${attempts} attempts: ${JSON.stringify(body).slice(0, 300)}`);
  }
  const share = (failed: number, of: readonly Outcome[]) => `${failed} of ${of.length}`;
  const cells = [
    scenario.name,
    String(outcomes.length),
    share(failedDuring, during),
    share(failedOutside, outside),
    `${(longest / 1000).toFixed(1)} s`,
    `${analyses.size} analyses, ${verdicts.size} verdicts, ${scans.size} scans`,
    String(lost.analyses + lost.verdicts),
    String(stuck),
    besides,
  ];
  return { row: `| ${cells.join(' | ')} |`, faults };
}
