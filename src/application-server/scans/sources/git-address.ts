// The address of a repository: one that the operator allows, and nothing that git would take for something else.
import { AssayError } from '../../../errors.ts';
import type { Outgoing } from '../../../security/index.ts';

export interface GitAddress {
  /** without user and password */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** `user:password`, or null */
  readonly credentials: string | null;
}

const LONGEST = 2000;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/** Throws AssayError `git_refused` for whatever is not an allowed https address of a repository. */
export function parseGitAddress(text: string, hosts: readonly string[], outgoing: Outgoing): GitAddress {
  if (hosts.length === 0) {
    throw refused('No repositories are fetched here: the operator has allowed no host (ASSAY_SCAN_GIT_HOSTS).');
  }
  const url = urlOf(text);
  if (url === null) throw refused('The address must be one like https://host/path.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('Repositories are fetched by https only.');
  if (url.search !== '' || url.hash !== '' || url.pathname.length < 2) {
    throw refused('The address must name a repository, without a query or a fragment.');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = Number(url.port) || (url.protocol === 'https:' ? HTTPS_PORT : HTTP_PORT);
  const isListed = hosts.includes(url.port === '' ? url.hostname : `${url.hostname}:${url.port}`);
  if (!isListed) throw refused(`The operator has not allowed the host ${url.host}.`);
  const credentials = url.username === '' && url.password === '' ? null : credentialsOf(url);
  url.username = '';
  url.password = '';
  if (url.protocol === 'http:' && outgoing.objection(url.href) !== null)
    throw refused('Repositories are fetched by https only.');
  return { url: url.href, host, port, credentials };
}

/** A branch, a tag or a commit; null for the default branch. Throws AssayError `git_refused`. */
export function checkGitRef(ref: string | null): string | null {
  if (ref === null) return null;
  // What `git check-ref-format` refuses, and what an option looks like.
  const isOdd = /^[-/.]|\.\.|[\0-\x20\x7f~^:?*[\\]|@\{|\/\/|[/.]$|\.lock(?:\/|$)/.test(ref) || ref.length > 250;
  if (isOdd) throw refused('The ref must be the name of a branch or a tag, or a commit.');
  return ref;
}

function urlOf(text: string): URL | null {
  if (text.length > LONGEST || /[\0-\x20\x7f\\]/.test(text) || text.includes('::')) return null;
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function credentialsOf({ username, password }: URL): string {
  const [user, secret] = [decoded(username), decoded(password)];
  // A header is made of it.
  if (/[\0-\x1f\x7f]/.test(user + secret)) throw refused('The user or the password has control characters.');
  return `${user}:${secret}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refused('The user or the password has a % that stands for no character.');
  }
}

function refused(detail: string): AssayError {
  return new AssayError('git_refused', { detail });
}
