// `npm run verify learning-simulation [-- options of simulate.mjs]`: teams that teach a server of its own, and what it learns of them.
// `-- --in-process [--tastes plain,strict] [--seeds 1,2] [--teams 22] [--test 300] [--checkpoints 0,10,…] [--shuffle]`: the same play
// with the engine and the ranker alone, in minutes, for more tastes and seeds; by default all tastes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BENCH_KEY, startServer } from '../../bench/server.ts';
import { repositoryRoot } from '../repository-root.ts';
import { playInProcess } from './learning-simulation/in-process.ts';
import { appendRecord } from './record.ts';

const SCRIPT = join(repositoryRoot, 'bench/yardsticks/learning/simulate.mjs');

interface Row {
  readonly verdicts: number;
  readonly outcomes: number;
  readonly assay: number;
  readonly ece: number;
  readonly false_shown: number;
  readonly true_shown: number;
  readonly [reference: string]: number;
}

const REFERENCES = ['rule mean', 'rule x path shrinkage', 'ridge logistic'];

export async function verifyLearningSimulation(args: readonly string[]): Promise<void> {
  if (args.includes('--in-process')) await playInProcess(args.filter((arg) => arg !== '--in-process'));
  else await playThroughServer(args);
}

async function playThroughServer(args: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-learning-'));
  // The simulation asks as fast as it can, on machines that others use too.
  const environment = {
    ASSAY_RATE_LIMIT: '1000000',
    ASSAY_TENANT_RATE_LIMIT: '1000000',
    ASSAY_DATABASE_STATEMENT_TIMEOUT_MS: '120000',
    ASSAY_LOG_LEVEL: 'error',
  };
  const server = await startServer({ environment });
  try {
    const output = join(folder, 'out.json');
    const code = await run(['--url', server.url, '--admin-key', BENCH_KEY, '--json', output, ...args]);
    const { rows } = JSON.parse(readFileSync(output, 'utf8')) as { rows: Row[] };
    appendRecord('learning-simulation', `Options: ${args.join(' ') || 'none'}.\n\n${table(rows)}`);
    if (code !== 0) throw new Error('behind the best reference somewhere, or a new defect was hidden');
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const best = Math.max(...REFERENCES.map((name) => row[name] ?? 0));
    const shown = `${(100 * row.false_shown).toFixed(1)} % | ${(100 * row.true_shown).toFixed(1)} %`;
    return `| ${row.verdicts} | ${row.assay.toFixed(3)} | ${best.toFixed(3)} | ${row.ece.toFixed(3)} | ${row.outcomes} | ${shown} |`;
  });
  const head =
    '| verdicts | AUC | best reference | calibration error | outcomes | false ones shown | true ones shown |';
  return [head, '| --- | --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
}
