// Runs git with nothing of the machine's: no configuration, no hooks, no helpers, no prompts, one protocol, one address.
import { type ChildProcess, spawn } from 'node:child_process';
import { AssayError } from '../../../errors.ts';

export interface GitRun {
  readonly arguments: readonly string[];
  readonly directory: string;
  /** further settings of git, by name; they travel in the environment, where no list of processes shows them */
  readonly settings?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly input?: string;
  /** called with the output as it comes; without it, it is dropped */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** What a repository that we do not know may not do, whatever it says. */
const SETTINGS: Readonly<Record<string, string>> = {
  'protocol.allow': 'never',
  'protocol.https.allow': 'always',
  'core.hooksPath': '/dev/null',
  'core.symlinks': 'false',
  'core.fsmonitor': 'false',
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'false',
  'http.followRedirects': 'false',
  'http.proxy': '',
  'credential.helper': '',
  'transfer.bundleURI': 'false',
  'fetch.fsckObjects': 'true',
  'gc.auto': '0',
  'maintenance.auto': 'false',
};

const MOST_ERROR_BYTES = 4000;

/** Resolves with what git wrote to standard error; throws AssayError `git_failed` when it failed or is not there. */
export async function runGit(run: GitRun): Promise<void> {
  const child = spawn('git', run.arguments, {
    cwd: run.directory,
    env: environment(run),
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: what git starts ends with it.
    detached: true,
  });
  const stop = () => endGroup(child);
  run.signal.addEventListener('abort', stop, { once: true });
  if (run.signal.aborted) stop();
  try {
    await finished(child, run);
  } finally {
    run.signal.removeEventListener('abort', stop);
  }
}

function finished(child: ChildProcess, { signal, input, onOutput }: GitRun): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stdout?.on('data', (chunk: Buffer) => onOutput?.(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errors.length < MOST_ERROR_BYTES) errors += chunk.toString('utf8');
    });
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
    child.once('error', (cause: NodeJS.ErrnoException) => reject(missing(cause)));
    child.once('close', (status) => {
      if (signal.aborted) reject(signal.reason);
      else if (status === 0) resolve();
      else reject(new AssayError('git_failed', { detail: reasonOf(errors) }));
    });
  });
}

function missing(cause: NodeJS.ErrnoException): AssayError {
  const detail =
    cause.code === 'ENOENT'
      ? 'git is not installed on the server that fetches repositories.'
      : 'git could not be started on the server that fetches repositories.';
  return new AssayError('git_failed', { detail, cause });
}

/** What people can do something about; git's own words may quote addresses. */
function reasonOf(errors: string): string {
  if (/Authentication failed|could not read Username|terminal prompts disabled|40[13]/i.test(errors)) {
    return 'The repository is not there, or it needs a user and a password that the address does not have.';
  }
  if (/not found|40[40]|does not appear to be a git/i.test(errors)) return 'There is no repository at that address.';
  if (/couldn't find remote ref|not our ref|Remote branch .* not found/i.test(errors)) {
    return 'The repository has no branch, tag or commit of that name.';
  }
  if (/redirect/i.test(errors))
    return 'The host answers with a redirect, which is not followed: give the final address.';
  if (/certificate|SSL/i.test(errors)) return 'The certificate of the host is not valid.';
  return 'The repository could not be fetched.';
}

function environment({ directory, settings = {} }: GitRun): NodeJS.ProcessEnv {
  const all = Object.entries({ ...SETTINGS, ...settings });
  const numbered = all.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: directory,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(numbered),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_SSH_COMMAND: '/bin/false',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ATTR_NOSYSTEM: '1',
  };
}

/** Never a process that is not ours: the group has the id of the child that was started here. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
