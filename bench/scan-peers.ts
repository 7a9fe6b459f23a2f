// A folder from the command line by Assay and by others, one after the other in one run: `npm run bench scan-peers -- --dir FOLDER
// [--samples RULES]`. Each looks at what it can: Semgrep at the languages of the rules below RULES, ESLint and oxlint at JavaScript
// and TypeScript; so Assay is measured on all files, and on those two languages alone.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';
import { installPeers, PEERS } from './installed-peers.ts';
import { type CommandCost, costOf } from './processor-time.ts';
import { printTable } from './statistics.ts';

const SCRIPTS: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs', '.jsx', '.ts', '.tsx']);
const ANALYSED: ReadonlySet<string> = new Set([...SCRIPTS, '.py', '.java', '.go']);

interface Tool {
  readonly name: string;
  readonly files: number;
  readonly command: string;
}

/** `folder`: what is scanned; `rules`: what Semgrep looks for, which is left out without them. */
export async function benchScanPeers(folder: string | null, rules: string | null): Promise<void> {
  if (folder === null) {
    console.log('skipped: name a folder of source files with --dir');
    return;
  }
  installPeers();
  execFileSync(process.execPath, [join(repositoryRoot, 'scripts/build.mjs')], { stdio: 'inherit' });
  const copies = mkdtempSync(join(tmpdir(), 'assay-scan-peers-'));
  try {
    const [all, scripts] = [join(copies, 'all'), join(copies, 'scripts')];
    copyOf(folder, all, ANALYSED);
    copyOf(folder, scripts, SCRIPTS);
    const costs = toolsFor(all, scripts, rules).map((tool) => ({ ...tool, ...costOf(tool.command) }));
    printTable(
      ['', 'files', 'wall s', 'processor s', 'processor ms a file'],
      costs.map((cost) => rowOf(cost)),
    );
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

function rowOf({ name, files, wallSeconds, processorSeconds, status }: Tool & CommandCost): string[] {
  // With 1 all of them say that there are findings.
  if (status !== 0 && status !== 1) return [name, String(files), `ended with ${status}`, '–', '–'];
  const each = (processorSeconds / files) * 1000;
  return [name, String(files), wallSeconds.toFixed(1), processorSeconds.toFixed(1), each.toFixed(1)];
}

function toolsFor(all: string, scripts: string, rules: string | null): Tool[] {
  const assay = (target: string) =>
    `${process.execPath} ${join(repositoryRoot, 'scripts/assay.mjs')} analyze ${target} --no-cache`;
  const [files, scriptFiles] = [countOf(all), countOf(scripts)];
  const hasSemgrep = rules !== null && spawnSync('semgrep', ['--version']).status === 0;
  if (!hasSemgrep)
    console.log('without Semgrep: it is not in the path (pip install semgrep), or --samples names no rules');
  const semgrep = `semgrep scan --metrics off --disable-version-check --quiet --no-git-ignore --config ${rules} ${all}`;
  return [
    { name: 'Assay', files, command: assay(all) },
    ...(hasSemgrep ? [{ name: 'Semgrep', files, command: semgrep }] : []),
    { name: 'Assay, JavaScript and TypeScript', files: scriptFiles, command: assay(scripts) },
    {
      name: 'ESLint + security + sonarjs',
      files: scriptFiles,
      command: `${process.execPath} ${join(PEERS, 'eslint-folder.mjs')} ${scripts}`,
    },
    {
      name: 'oxlint, all rules',
      files: scriptFiles,
      command: `${join(PEERS, 'node_modules/.bin/oxlint')} -W all ${scripts}`,
    },
  ];
}

/** The files of some languages, without what belongs to version control or to somebody else. */
function copyOf(folder: string, target: string, extensions: ReadonlySet<string>): void {
  cpSync(folder, target, {
    recursive: true,
    filter: (path) =>
      !/[\\/](?:\.git|node_modules)(?:[\\/]|$)/.test(path.slice(folder.length)) && isWanted(path, extensions),
  });
}

const isWanted = (path: string, extensions: ReadonlySet<string>): boolean =>
  extensions.has(extname(path)) || statSync(path).isDirectory();

function countOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => ANALYSED.has(extname(name)))
    .length;
}
