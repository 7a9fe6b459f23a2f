// What the pages behind a log-in share: requests with the session's CSRF token, and small pieces of a page.

export const find = (selector) => document.querySelector(selector);

let csrfToken = null;

/** The current session; goes to the log-in page when there is none. */
export async function currentSession() {
  try {
    const current = await send('GET', '/api/v1/sessions/current');
    csrfToken = current.csrf_token;
    return current;
  } catch (error) {
    if (error.problem?.status === 401 || error.problem?.status === 404) location.assign('/login');
    throw error;
  }
}

/** Asks the API; throws an Error with `problem` for a refusal. */
export async function send(method, path, body) {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(csrfToken !== null && { 'x-csrf-token': csrfToken }),
  };
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (response.status === 204) return null;
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.detail ?? answer.title), { problem: answer });
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

export function row(...cells) {
  return element('tr', {}, ...cells.map((cell) => element('td', {}, cell ?? '')));
}

export function time(text) {
  return text === null ? '–' : new Date(text).toLocaleString();
}
