// What a command costs with all that it starts.
import { spawnSync } from 'node:child_process';

export interface CommandCost {
  readonly wallSeconds: number;
  /** user and system time */
  readonly processorSeconds: number;
  readonly status: number | null;
}

/** Runs a command of the shell; what it prints goes nowhere. */
export function costOf(command: string): CommandCost {
  const { stderr, status } = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time ${command} >/dev/null 2>&1`], {
    encoding: 'utf8',
  });
  const [wallSeconds = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return { wallSeconds, processorSeconds: user + system, status };
}
