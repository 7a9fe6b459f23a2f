// What the pages behind a log-in share: requests with the session's CSRF token, and small pieces of a page.

export const find = (selector) => document.querySelector(selector);

let csrfToken = null;
/** Set while somebody is logged in, so that pages that work without a log-in do not ask in vain. */
const LOGGED_IN = 'assay-logged-in';

/** The current session; goes to the log-in page when there is none. */
export async function currentSession() {
  try {
    const current = await send('GET', '/api/v1/sessions/current');
    csrfToken = current.csrf_token;
    localStorage.setItem(LOGGED_IN, 'yes');
    return current;
  } catch (error) {
    localStorage.removeItem(LOGGED_IN);
    const status = error.problem?.status;
    if (status !== 401 && status !== 404) throw error;
    location.assign('/login');
    // Nothing of this page is to run any more.
    return await new Promise(() => {});
  }
}

/** The current session, or null: for pages that also work with an API key. */
export async function sessionIfAny() {
  if (localStorage.getItem(LOGGED_IN) === null) return null;
  try {
    const current = await send('GET', '/api/v1/sessions/current');
    csrfToken = current.csrf_token;
    return current;
  } catch {
    localStorage.removeItem(LOGGED_IN);
    return null;
  }
}

export function forgetSession() {
  localStorage.removeItem(LOGGED_IN);
  csrfToken = null;
}

/** Asks the API; resolves to what the answer says, throws an Error with `problem` for a refusal. */
export async function send(method, path, body, signal) {
  const response = await request(method, path, body, { signal });
  return response.status === 204 ? null : await response.json();
}

/**
 * Asks the API by the session, or by what `headers` say; resolves to the answer before it is read, throws an Error with `problem`
 * for a refusal. A file is sent as it is, anything else as JSON.
 */
export async function request(method, path, body, { signal, headers = {} } = {}) {
  const isFile = body instanceof Blob;
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      ...(csrfToken !== null && { 'x-csrf-token': csrfToken }),
      ...headers,
    },
    body: body === undefined || isFile ? body : JSON.stringify(body),
    signal,
  });
  if (response.ok) return response;
  const problem = await response.json();
  throw Object.assign(new Error(problem.detail ?? problem.title), { problem });
}

export function showProblem(error) {
  const { errors = [], type } = error.problem ?? {};
  const list = errors.map(({ path, message }) => element('li', {}, `${path} ${message}`));
  const link = type === undefined ? '' : element('a', { href: type, target: '_blank' }, 'What this means');
  find('#problem').replaceChildren(element('strong', {}, error.message), element('ul', {}, ...list), link);
  find('#problem').hidden = false;
}

/** Runs what a button or form asks for, and shows what went wrong. */
export function when(target, event, work) {
  target.addEventListener(event, async (happened) => {
    happened.preventDefault();
    find('#problem').hidden = true;
    try {
      await work(happened);
    } catch (error) {
      showProblem(error);
    }
  });
  return target;
}

export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

export function button(text, work) {
  return when(element('button', { type: 'button', className: 'quiet' }, text), 'click', work);
}

/** What the words of a browser about itself mean, as far as people know them. */
export function browserName(agent) {
  if (agent === null) return 'unknown browser';
  const [name] = /Firefox|Edg|OPR|HeadlessChrome|Chrome|Safari|curl/.exec(agent) ?? [];
  const [system] = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent) ?? [];
  const known = { Edg: 'Edge', OPR: 'Opera', HeadlessChrome: 'Chrome', 'Mac OS X': 'macOS' };
  const words = [name, system].filter((word) => word !== undefined).map((word) => known[word] ?? word);
  return words.length === 0 ? agent.slice(0, 60) : words.join(' on ');
}

export function row(...cells) {
  return element('tr', {}, ...cells.map((cell) => element('td', {}, cell ?? '')));
}

export function time(text) {
  return text === null ? '–' : new Date(text).toLocaleString();
}
