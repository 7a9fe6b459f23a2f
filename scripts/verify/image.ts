// `npm run verify image [-- --copied]`: the steps of deploy/docker/Dockerfile without a container engine, and the result run as the image
// would be: as its user, on a read-only root. As root on Linux. `--copied` takes the few files that Node needs in place of Debian's root.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../repository-root.ts';
import { type Container, runInside, start } from './image/contained.ts';
import { readContext, readImageSettings } from './image/dockerfile.ts';
import { addNativeLibraries, makeRoot, type RootKind } from './image/root-file-system.ts';
import { appendRecord } from './record.ts';

const PORT = '18481';
const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
const READY_MS = 120_000;
const OWN = { ASSAY_PORT: PORT, ASSAY_BOOTSTRAP_API_KEY: KEY, ASSAY_ANALYSIS_THREADS: '1' };

export async function verifyImage(args: readonly string[]): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('it makes mounts: run it as root on Linux');
  const folder = mkdtempSync(join(tmpdir(), 'assay-image-'));
  try {
    const settings = readImageSettings();
    const container: Container = { root: join(folder, 'root'), data: join(folder, 'data'), settings };
    mkdirSync(container.root);
    const kind = makeRoot(container.root, args.includes('--copied') ? 'copied' : 'debootstrap');
    assemble(join(folder, 'source'), join(container.root, 'app'));
    if (kind === 'copied') addNativeLibraries(container.root);
    makeDataFolder(container);
    const bill = checkBill(container.root);
    await checkRun(container);
    appendRecord('image', describe(kind, container, bill));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The build stage: a clean copy of what git knows and .dockerignore lets through, and the script that the Dockerfile runs. */
function assemble(source: string, target: string): void {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' }).split('\0');
  const isInContext = readContext();
  for (const file of files) if (isInContext(file)) cpSync(join(repositoryRoot, file), join(source, file));
  execFileSync(join(source, 'deploy/docker/assemble.sh'), [target], {
    cwd: source,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function makeDataFolder({ root, data, settings }: Container): void {
  const [user, group] = settings.user.split(':').map(Number);
  if (!user || !group) throw new Error('the image must not run as root');
  mkdirSync(join(root, 'data'), { recursive: true });
  mkdirSync(data);
  chownSync(data, user, group);
  chmodSync(data, 0o700);
}

/** The SBOM names what is in there, and nothing that is only for building. */
function checkBill(root: string): { readonly components: number } {
  const bill = JSON.parse(readFileSync(join(root, 'app/sbom.cdx.json'), 'utf8'));
  if (bill.bomFormat !== 'CycloneDX') throw new Error('the SBOM is not CycloneDX');
  const listed: readonly { readonly name: string; readonly group?: string; readonly licenses?: unknown }[] =
    bill.components;
  const names = listed.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
  const missing = names.filter((name) => !existsSync(join(root, 'app/node_modules', name)) && !name.includes('/'));
  if (missing.length > 0) throw new Error(`in the SBOM but not in the image: ${missing.slice(0, 5).join(', ')}`);
  const { devDependencies } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const isTool = (name: string) => !names.includes(name) && existsSync(join(root, 'app/node_modules', name));
  const tools = Object.keys(devDependencies).filter(isTool);
  if (tools.length > 0) throw new Error(`only for building, but in the image: ${tools.join(', ')}`);
  return { components: listed.length };
}

async function checkRun(container: Container): Promise<void> {
  const child = start(container, OWN);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (log = (log + chunk).slice(-4000)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    await untilReady(
      () => child.exitCode,
      () => log,
    );
    checkUser(child.pid ?? 0, container.settings.user);
    const healthy = runInside(container, container.settings.healthCheck, OWN);
    if (healthy.status !== 0) throw new Error(`the health check fails: ${healthy.output}`);
    for (const path of ['/app/dist/main.js', '/app/new', '/etc/new']) {
      const tried = runInside(container, ['node', '-e', `require('node:fs').writeFileSync('${path}', '')`], OWN);
      if (!/EROFS|EACCES/.test(tried.output)) throw new Error(`${path} can be written: ${tried.output}`);
    }
    execFileSync(join(repositoryRoot, 'deploy/strategies/smoke-test.sh'), [`http://127.0.0.1:${PORT}`], {
      env: { ...process.env, ASSAY_API_KEY: KEY },
      stdio: 'inherit',
    });
  } finally {
    child.kill('SIGTERM');
  }
  const code = await ended;
  if (code !== 0) throw new Error(`after SIGTERM it ended with ${code}: ${log}`);
  const sick = runInside(container, container.settings.healthCheck, OWN);
  if (sick.status === 0) throw new Error('the health check says that a stopped server is well');
}

async function untilReady(exitCode: () => number | null, log: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while ((await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => null))?.status !== 200) {
    if (exitCode() !== null || Date.now() > deadline) throw new Error(`the server did not start: ${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The process became the program: unshare, bash and chroot each replace themselves. */
function checkUser(pid: number, user: string): void {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [uid, capabilities] = [/^Uid:\s+(\d+)/m.exec(status)?.[1], /^CapEff:\s+(\w+)/m.exec(status)?.[1]];
  if (uid !== user.split(':')[0] || Number.parseInt(capabilities ?? 'f', 16) !== 0) {
    throw new Error(`it runs as ${uid} with capabilities ${capabilities}`);
  }
}

function describe(
  kind: RootKind,
  { root, settings }: Container,
  { components }: { readonly components: number },
): string {
  const size = (path: string) => execFileSync('du', ['-sm', path], { encoding: 'utf8' }).split('\t')[0];
  const how = kind === 'debootstrap' ? "Debian's minimal root by debootstrap" : 'a root of Node and its libraries';
  const text =
    `On ${how}: \`deploy/docker/assemble.sh\` as in the Dockerfile, then started as ${settings.user} without capabilities on a read-only root; ready, healthy, ` +
    `smoke test passed, program and /etc not writable, ended with 0 after SIGTERM. /app ${size(join(root, 'app'))} MB, root with it ${size(root)} MB, SBOM of ${components} components.`;
  console.log(text);
  return text;
}
