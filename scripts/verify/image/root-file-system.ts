// A root file system for the image without a container engine: Debian's by debootstrap, or the few files that Node needs.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type RootKind = 'debootstrap' | 'copied';

/** Makes `folder` a root with Node in it; returns how. */
export function makeRoot(folder: string, wanted: RootKind): RootKind {
  const kind =
    wanted === 'debootstrap' && spawnSync('debootstrap', ['--version']).status === 0 ? 'debootstrap' : 'copied';
  if (kind === 'debootstrap') bootstrapDebian(folder);
  else makeFolders(folder);
  copyProgram(folder, process.execPath, '/usr/local/bin/node');
  return kind;
}

/** The mirror and suite of this machine, as its own package manager has them. */
function bootstrapDebian(folder: string): void {
  const format = ['--format', '$(SITE) $(CODENAME) $(ORIGIN)'];
  const known = execFileSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' });
  const found = known.split('\n').map((line) => line.split(' '));
  const [site = '', suite = ''] =
    found.find(([, codename = '', origin]) => origin === 'Debian' && !codename.includes('-')) ?? [];
  execFileSync('debootstrap', ['--variant=minbase', '--include=ca-certificates', suite, folder, site], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function makeFolders(folder: string): void {
  for (const name of ['bin', 'dev', 'etc', 'proc', 'tmp', 'usr/local/bin', 'lib', 'lib64']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0::/:/none\n');
  writeFileSync(join(folder, 'etc/hosts'), '127.0.0.1 localhost\n');
}

/** What the native parts of packages need beside it. */
export function addNativeLibraries(folder: string): void {
  const native = execFileSync('find', [join(folder, 'app/node_modules'), '-name', '*.node'], { encoding: 'utf8' });
  for (const file of native.split('\n')) if (file !== '') copyLibraries(folder, file);
}

/** A program with the libraries that its loader would find. */
function copyProgram(folder: string, program: string, target: string): void {
  copyInto(folder, program, target);
  copyLibraries(folder, program);
}

function copyLibraries(folder: string, program: string): void {
  // Fails for what was made for another kind of C library.
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  for (const [, library = ''] of stdout.matchAll(/(\/\S+\.so\S*)/g)) copyInto(folder, library, library);
}

function copyInto(folder: string, from: string, to: string): void {
  const path = join(folder, to);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(realpathSync(from), path);
}
