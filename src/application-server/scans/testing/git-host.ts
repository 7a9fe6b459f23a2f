// A host of repositories for tests: git's own server program behind HTTP on a free port of this machine.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BACKEND = '/usr/lib/git-core/git-http-backend';

/** Why there is no such host on this machine, or null. */
export const gitMissing: string | null = existsSync(BACKEND) ? null : 'git is not installed';

export interface GitHost {
  readonly port: number;
  /** of everything that was asked: method, address, and the credential that came with it */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A repository of these files, at `/shop.git`; what is asked at `/elsewhere.git` is redirected there. */
export async function startGitHost(
  files: Readonly<Record<string, string>>,
  links: readonly string[] = [],
): Promise<GitHost> {
  const root = mkdtempSync(join(tmpdir(), 'assay-git-host-'));
  makeRepository(join(root, 'shop.git'), files, links);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    if (request.url?.startsWith('/elsewhere.git') === true) {
      response.writeHead(302, { location: request.url.replace('elsewhere', 'shop') }).end();
      return;
    }
    if (request.url?.startsWith('/slow.git') === true) return;
    serve(root, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function makeRepository(directory: string, files: Readonly<Record<string, string>>, links: readonly string[]): void {
  const git = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['--git-dir', directory, ...args], {
      input,
      env: { ...AUTHOR, PATH: '/usr/local/bin:/usr/bin:/bin', HOME: directory, GIT_CONFIG_GLOBAL: '/dev/null' },
    })
      .toString()
      .trim();
  execFileSync('git', ['init', '--bare', '--quiet', '--initial-branch=main', directory]);
  for (const [path, content] of Object.entries(files)) {
    git(['update-index', '--add', '--cacheinfo', `100644,${git(['hash-object', '-w', '--stdin'], content)},${path}`]);
  }
  for (const path of links) {
    git([
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${git(['hash-object', '-w', '--stdin'], '/etc/passwd')},${path}`,
    ]);
  }
  const commit = git(['commit-tree', git(['write-tree']), '-m', 'first']);
  git(['update-ref', 'refs/heads/main', commit]);
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** As a web server runs a CGI program. */
function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://host');
  const child = spawn(BACKEND, [], {
    env: {
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH: '/usr/local/bin:/usr/bin:/bin',
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const lines = output.toString('latin1', 0, Math.max(0, end)).split('\r\n');
    const headers = Object.fromEntries(lines.filter((line) => line.includes(': ')).map((line) => line.split(': ')));
    response.writeHead(Number.parseInt(headers.Status ?? '200', 10), headers).end(output.subarray(end + 4));
  });
}
