// `npm run verify canary`: 200 seeded rollouts of a good, of an equal and of a bad model. Records how each of them ended.
import { simulateRollout } from '../../src/training-pipeline/testing/simulated-rollout.ts';
import { appendRecord } from './record.ts';

const RUNS = 200;
const CHAMPION = { dismissed: 0.35, insight: 0 };
const MODELS = [
  { name: 'better', model: { dismissed: 0.3, insight: 0.15 }, from: 'shadow' },
  { name: 'equal', model: { dismissed: 0.35, insight: 0 }, from: 'shadow' },
  { name: 'bad, from the canary on', model: { dismissed: 0.65, insight: -0.3 }, from: 'canary_5' },
  { name: 'bad, from the shadow on', model: { dismissed: 0.65, insight: -0.3 }, from: 'shadow' },
] as const;
const MOST_WRONG = 0.05;
const MOST_OUTCOMES = 200;

export async function verifyCanary(): Promise<void> {
  const lines: string[] = [];
  const faults: string[] = [];
  for (const { name, model, from } of MODELS) {
    const ends = Array.from({ length: RUNS }, (_, seed) => simulateRollout(seed + 1, model, CHAMPION, from));
    const rolledBack = ends.filter((end) => end?.kind === 'roll-back');
    const outcomes = rolledBack.map((end) => end?.canaryOutcomes ?? 0).toSorted((a, b) => a - b);
    const [median, most] = [outcomes[outcomes.length >> 1] ?? 0, outcomes.at(-1) ?? 0];
    lines.push(
      `- ${name}: ${rolledBack.length} of ${RUNS} rolled back; canary-arm outcomes until then: median ${median}, most ${most}`,
    );
    const isBad = name.startsWith('bad');
    if (!isBad && rolledBack.length > MOST_WRONG * RUNS) faults.push(`${name}: rolled back too often`);
    if (isBad && (rolledBack.length < RUNS || most > MOST_OUTCOMES)) faults.push(`${name}: not rolled back in time`);
  }
  console.log(lines.join('\n'));
  appendRecord('canary', lines.join('\n'));
  if (faults.length > 0) throw new Error(faults.join('; '));
}
