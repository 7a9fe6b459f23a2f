// How programs of a language are built and run here.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface ToolChain {
  readonly language: string;
  readonly file: string;
  readonly isInstalled: () => boolean;
  /** what went wrong, or '' */
  readonly build?: (program: string) => string;
  readonly run: (program: string) => readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

const STUBS = new URL('stubs/', import.meta.url).pathname;
const works = (...command: readonly [string, ...string[]]): boolean =>
  spawnSync(command[0], command.slice(1)).status === 0;

function built(command: string, args: readonly string[], cwd: string): string {
  const { status, stderr, error } = spawnSync(command, [...args], { cwd, encoding: 'utf8' });
  return status === 0 ? '' : stderr || String(error);
}

export const TOOL_CHAINS: readonly ToolChain[] = [
  {
    language: 'python',
    file: 'app.py',
    isInstalled: () => works('python3', '--version'),
    run: (program) => ['python3', join(program, 'app.py')],
    env: { PYTHONPATH: join(STUBS, 'python'), PYTHONDONTWRITEBYTECODE: '1' },
  },
  {
    language: 'javascript',
    file: 'app.cjs',
    isInstalled: () => true,
    run: (program) => [process.execPath, join(program, 'app.cjs')],
    env: { NODE_PATH: join(STUBS, 'javascript') },
  },
  {
    language: 'java',
    file: 'App.java',
    isInstalled: () => works('javac', '-version') && works('java', '-version'),
    build: (program) =>
      built('javac', ['-nowarn', '-d', join(program, 'out'), '-sourcepath', join(STUBS, 'java'), 'App.java'], program),
    run: (program) => ['java', '-XX:TieredStopAtLevel=1', '-cp', join(program, 'out'), 'App'],
  },
  {
    language: 'go',
    file: 'app.go',
    isInstalled: () => works('go', 'version'),
    build: (program) => built('go', ['build', '-o', 'app', 'app.go'], program),
    run: (program) => [join(program, 'app')],
    env: { GO111MODULE: 'off' },
  },
];
