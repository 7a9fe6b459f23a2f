// `npm run bench scan -- --dir FOLDER`: the files below a folder scanned cold, scanned again as they are, and after one edit. Wall clock
// is of whoever waits; processor time is of the server process, and says the same on a busy machine.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';
import type { Scan } from '../src/contract/index.ts';
import { BENCH_KEY, type BenchServer, processorMsOf, startServer } from './server.ts';
import { printTable } from './statistics.ts';

interface Run {
  readonly name: string;
  /** from the command to its end */
  readonly wallSeconds: number;
  readonly serverCpuSeconds: number;
  readonly scan: Scan;
  /** from being taken by the worker to the end */
  readonly workedSeconds: number;
}

export async function benchScan(folder: string | null): Promise<void> {
  if (folder === null) {
    console.log('left out: name a folder of source files with --dir');
    return;
  }
  execFileSync(process.execPath, [join(repositoryRoot, 'scripts/build.mjs')], { stdio: 'inherit' });
  const copy = mkdtempSync(join(tmpdir(), 'assay-bench-scan-'));
  cpSync(folder, copy, { recursive: true });
  // On a busy machine the deadline of a file is no measure of the file.
  const server = await startServer({ environment: { ASSAY_ANALYSIS_TIMEOUT_MS: '120000' } });
  try {
    const cold = await scan(server, copy, 'cold');
    const again = await scan(server, copy, 'again, nothing changed');
    edit(copy);
    const edited = await scan(server, copy, 'again, one file edited');
    report([cold, again, edited], server);
  } finally {
    await server.stop();
    rmSync(copy, { recursive: true, force: true });
  }
}

async function scan(server: BenchServer, folder: string, name: string): Promise<Run> {
  const cpuMs = processorMsOf(server.pid);
  const started = performance.now();
  const id = assay(['scan', folder, '--server', server.url, '--project', 'bench', '--no-wait']).trim();
  for (;;) {
    const result = JSON.parse((await server.get(`/api/v1/scans/${id}`)).text) as Scan;
    const { started_at: from, finished_at: to } = result;
    if (from !== null && to !== null) {
      return {
        name,
        wallSeconds: (performance.now() - started) / 1000,
        serverCpuSeconds: (processorMsOf(server.pid) - cpuMs) / 1000,
        scan: result,
        workedSeconds: (Date.parse(to) - Date.parse(from)) / 1000,
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function assay(args: readonly string[]): string {
  const program = join(repositoryRoot, 'scripts/assay.mjs');
  return execFileSync(process.execPath, [program, ...args], {
    env: { ...process.env, ASSAY_API_KEY: BENCH_KEY },
    encoding: 'utf8',
  });
}

/** A comment: what depends on the file is not affected, the file itself is. */
function edit(folder: string): void {
  const listing = execFileSync('find', [folder, '-name', '*.py', '-size', '-20k'], { encoding: 'utf8' });
  const [first] = listing.split('\n').sort().filter(Boolean);
  if (first === undefined) throw new Error(`there is no Python file below ${folder}`);
  appendFileSync(first, '\n# edited\n');
}

function report(runs: readonly Run[], server: BenchServer): void {
  printTable(
    ['scan', 'files', 'reused', 'wall s', 'worked s', 'server CPU s', 'CPU ms a file analysed'],
    runs.map(({ name, wallSeconds, workedSeconds, serverCpuSeconds, scan: { progress } }) => [
      name,
      String(progress.files),
      String(progress.reused),
      wallSeconds.toFixed(1),
      workedSeconds.toFixed(1),
      serverCpuSeconds.toFixed(1),
      progress.files === progress.reused
        ? '–'
        : ((serverCpuSeconds / (progress.files - progress.reused)) * 1000).toFixed(1),
    ]),
  );
  console.log(`resident memory of the server at the end: ${Math.round(server.residentBytes() / 2 ** 20)} MB`);
}
