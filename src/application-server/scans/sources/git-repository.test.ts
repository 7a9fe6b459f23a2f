// Repositories: what is fetched, and every address that is not.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOutgoing } from '../../../security/index.ts';
import { type GitHost, gitMissing, startGitHost } from '../testing/git-host.ts';
import { checkGitRef, parseGitAddress } from './git-address.ts';
import { fetchRepository } from './git-repository.ts';

const outgoing = createOutgoing({ allow: ['127.0.0.1'], http: false });
const strict = createOutgoing({ allow: [], http: false, resolve: async () => ['10.0.0.7'] });
const signal = new AbortController().signal;
const limits = { timeoutMs: 120_000, mostBytes: 2 ** 24 };

describe('addresses', () => {
  const hosts = ['git.example.org', 'git.example.org:8443'];
  it.each([
    'file:///etc/passwd',
    'https://%zz@git.example.org/x.git',
    'https://me:%ff@git.example.org/x.git',
    '/srv/repository.git',
    'ext::sh -c touch% /tmp/pwned',
    'ssh://git@git.example.org/x.git',
    'ssh://-oProxyCommand=touch/x',
    'git@git.example.org:x.git',
    '-oProxyCommand=touch',
    '--upload-pack=touch',
    'git://git.example.org/x.git',
    'http://git.example.org/x.git',
    'https://git.example.org:444/x.git',
    'https://git.example.org.evil.example/x.git',
    'https://git.example.org@evil.example/x.git',
    'https://127.0.0.1/x.git',
    'https://[::1]/x.git',
    'https://git.example.org',
    'https://git.example.org/x.git?a=b',
    'https://git.example.org/x.git#main',
    'https://git.example.org/x\n.git',
    'https://git.example.org\\@evil.example/x.git',
    'fd::17/x',
  ])('refuses %s', (text) => {
    expect(() => parseGitAddress(text, hosts, strict)).toThrow(expect.objectContaining({ code: 'git_refused' }));
  });

  it('takes an allowed one, and keeps user and password apart from it', () => {
    const address = parseGitAddress('https://me:s%40cret@GIT.example.org:8443/team/x.git', hosts, strict);
    expect(address).toEqual({
      url: 'https://git.example.org:8443/team/x.git',
      host: 'git.example.org',
      port: 8443,
      credentials: 'me:s@cret',
    });
  });

  it.each(['--upload-pack=x', '-x', 'a..b', 'a b', 'a~1', 'a^', 'a:b', 'x.lock', '/a', 'a/', 'a@{1}', ''])(
    'refuses the ref %j',
    (ref) => {
      if (ref !== '') expect(() => checkGitRef(ref)).toThrow(expect.objectContaining({ code: 'git_refused' }));
      expect(checkGitRef(null)).toBeNull();
      expect(checkGitRef('feature/new-one_2.0')).toBe('feature/new-one_2.0');
    },
  );

  it('a name that leads inside is refused at the moment of fetching', async () => {
    const address = parseGitAddress('https://git.example.org/x.git', hosts, strict);
    await expect(fetchRepository(address, null, { outgoing: strict, limits, signal })).rejects.toMatchObject({
      code: 'git_refused',
      detail: 'The address is not a public one.',
    });
  });
});

describe.skipIf(gitMissing !== null)(`fetching${gitMissing === null ? '' : `: ${gitMissing}`}`, () => {
  let host: GitHost;
  /** Of this file alone: others leave something in the usual one meanwhile. */
  const temporary = mkdtempSync(join(tmpdir(), 'assay-fetching-'));
  beforeAll(async () => {
    vi.stubEnv('TMPDIR', temporary);
    host = await startGitHost(
      {
        'app.py': 'x = 1\n',
        'lib/tool.py': 'y = 2\n',
        '.gitattributes': '*.py filter=evil\n',
        '.gitmodules': '[submodule "s"]\n\tpath = s\n\turl = ext::sh -c touch% /tmp/pwned\n',
        'tab\tname.py': 'z = 3\n',
      },
      ['link.py'],
    );
  });
  afterAll(async () => {
    await host.close();
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true, force: true });
  });
  const fetch = (path: string, ref: string | null = null, own = limits, credentials = '') => {
    const address = parseGitAddress(
      `http://${credentials}127.0.0.1:${host.port}${path}`,
      [`127.0.0.1:${host.port}`],
      outgoing,
    );
    return fetchRepository(address, ref, { outgoing, limits: own, signal });
  };

  it('gives the files of a commit, without links, and leaves nothing behind', async () => {
    const names = () => readdirSync(temporary).filter((name) => !name.includes('host'));
    // Its names hold a control character, which no report could show.
    await expect(fetch('/shop.git')).rejects.toMatchObject({ code: 'git_refused' });
    await host.close();
    host = await startGitHost(
      { 'app.py': 'x = 1\n', 'lib/tool.py': 'y = 2\n', '.gitattributes': '*.py filter=evil\n' },
      ['link.py'],
    );
    const { files, commit } = await fetch('/shop.git', 'main');
    expect(files.map(({ path }) => path)).toEqual(['.gitattributes', 'app.py', 'lib/tool.py']);
    expect(files.find(({ path }) => path === 'app.py')?.code).toBe('x = 1\n');
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect((await fetch('/shop.git', commit)).commit).toBe(commit);
    expect(names()).toEqual([]);
  });

  it('sends a user and a password to the host alone', async () => {
    await fetch('/shop.git', null, limits, 'me:secret@');
    expect(host.asked.at(-1)).toContain(`Basic ${Buffer.from('me:secret').toString('base64')}`);
  });

  it.each<[string, string, string | null, Partial<typeof limits>, RegExp]>([
    ['a redirect', '/elsewhere.git', null, {}, /redirect|no repository|could not be fetched/],
    ['a repository that is not there', '/none.git', null, {}, /no repository|not there/],
    ['a ref that is not there', '/shop.git', 'nothing', {}, /no branch/],
    ['a host that does not answer', '/slow.git', null, { timeoutMs: 700 }, /took longer than/],
    ['a repository that is too large', '/slow.git', null, { mostBytes: 10 }, /more than/],
  ])('fails clearly: %s', async (_what, path, ref, own, reason) => {
    await expect(fetch(path, ref, { ...limits, ...own })).rejects.toMatchObject({
      code: 'git_failed',
      detail: expect.stringMatching(reason),
    });
  });
});
