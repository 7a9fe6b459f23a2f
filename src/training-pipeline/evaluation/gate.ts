// Whether a trained model may go on to answer: every condition with what was measured, so that a refusal says why.
import type { Gain } from './gain.ts';
import type { ScoreFigures } from './scores.ts';

export interface GateInput {
  readonly verdicts: number;
  /** who gave them */
  readonly users: number;
  /** users of the tenant who could have */
  readonly usersOfTenant: number;
  readonly gain: Gain;
  /** on the verdicts that were held back, a tenant each */
  readonly tenants: readonly { readonly champion: ScoreFigures; readonly challenger: ScoreFigures }[];
  readonly leak: string | null;
  /** critical findings that must stay in sight, and those of them that would not */
  readonly golden: { readonly findings: number; readonly hidden: readonly string[] };
}

export interface GateCheck {
  readonly name: 'enough_verdicts' | 'enough_users' | 'no_leak' | 'log_loss_gain' | 'calibration' | 'golden_set';
  readonly passed: boolean;
  readonly detail: string;
}

export const FEWEST_VERDICTS = 50;
const FEWEST_USERS = 3;
const MOST_ECE_WORSE = 0.02;
const TOLD = 3;

export function gateChecks(input: GateInput): GateCheck[] {
  const { verdicts, users, usersOfTenant, gain, leak, golden } = input;
  const needed = usersOfTenant > FEWEST_USERS ? FEWEST_USERS : 1;
  const worse = Math.max(...input.tenants.map(({ champion, challenger }) => challenger.ece - champion.ece), -1);
  const hidden = golden.hidden.slice(0, TOLD).join(', ');
  return [
    {
      name: 'enough_verdicts',
      passed: verdicts >= FEWEST_VERDICTS,
      detail: `${verdicts} verdicts; ${FEWEST_VERDICTS} are needed.`,
    },
    { name: 'enough_users', passed: users >= needed, detail: `They are of ${users} users; ${needed} are needed.` },
    { name: 'no_leak', passed: leak === null, detail: leak ?? 'No sign of a label leak.' },
    {
      name: 'log_loss_gain',
      passed: gain.low > 0,
      detail: `It loses ${gain.mean.toFixed(4)} nats a verdict less than the champion (95 %: ${gain.low.toFixed(4)} to ${gain.high.toFixed(4)}); the interval must lie above 0.`,
    },
    {
      name: 'calibration',
      passed: worse <= MOST_ECE_WORSE,
      detail: `Its calibration error is ${worse >= 0 ? `${worse.toFixed(3)} more` : `${(-worse).toFixed(3)} less`} than the champion's; ${MOST_ECE_WORSE} more is the most.`,
    },
    {
      name: 'golden_set',
      passed: golden.hidden.length === 0,
      detail:
        golden.hidden.length === 0
          ? `All ${golden.findings} critical findings of the golden set stay in sight.`
          : `${golden.hidden.length} of ${golden.findings} critical findings of the golden set would be hidden: ${hidden}.`,
    },
  ];
}

/** What was not passed, as a sentence or more; null when all was. */
export function refusalOf(checks: readonly GateCheck[]): string | null {
  const failed = checks.filter(({ passed }) => !passed);
  return failed.length === 0 ? null : failed.map(({ detail }) => detail).join(' ');
}
