// A trainer that the operator names: a program that is given the folder with the data and the folder for its output.
import { spawn } from 'node:child_process';
import { AssayError } from '../../errors.ts';

const LONGEST_MS = 30 * 60_000;
const KEPT_OUTPUT = 2000;

/** `command` is split at spaces; no shell reads it. Throws AssayError `model_damaged` when the program fails. */
export async function runExternalTrainer(
  command: string,
  input: string,
  output: string,
  signal: AbortSignal,
): Promise<void> {
  const [program = '', ...args] = command.split(/\s+/).filter((part) => part !== '');
  const child = spawn(program, [...args, input, output], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]),
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-KEPT_OUTPUT);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw new AssayError('model_damaged', {
      detail: 'The trainer could not be run, or took longer than 30 minutes.',
      cause,
    });
  });
  if (status === 0) return;
  throw new AssayError('model_damaged', {
    detail: `The trainer ended with status ${status}; the log says what it wrote.`,
    cause: new Error(said),
  });
}
