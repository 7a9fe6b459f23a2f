// The log-in page: a password for a session, or with the token of a link, a new password.
import { element, find, send, showProblem } from './session.js';

const fragment = new URLSearchParams(location.hash.slice(1));
const token = fragment.get('token');
const TENANT = 'assay-tenant';
/** What a log-in through a provider may come back with. */
const PROBLEMS = {
  provider_login_failed: 'The log-in through the identity provider did not work. Please try again.',
  no_account: 'The identity provider knows you, but you are no user here. Ask somebody who manages users.',
  weak_authentication: 'A stronger or more recent log-in at the identity provider is asked for here.',
  identity_provider_unavailable: 'The identity provider does not answer. Please try again shortly.',
};

// Out of the address bar and the history: a token works once, but nobody else should try.
if (location.hash !== '') history.replaceState(null, '', '/login');
const problem = fragment.get('problem');
if (Object.hasOwn(PROBLEMS, problem)) {
  showProblem(Object.assign(new Error(PROBLEMS[problem]), { problem: { type: `/problems/${problem}` } }));
}
if (token !== null) {
  find('#title').textContent = 'Choose a password';
  find('#new-password').hidden = false;
} else await offerWaysIn();
find('#tenant').value = localStorage.getItem(TENANT) ?? '';

/** A button for each provider, and the form where passwords are taken. */
async function offerWaysIn() {
  try {
    const { passwords, providers } = await send('GET', '/api/v1/login-options');
    const links = providers.map(({ name, path }) =>
      element('a', { href: path, className: 'button' }, `Log in with ${name}`),
    );
    find('#providers').replaceChildren(...links);
    find('#providers').hidden = links.length === 0;
    find('#login').hidden = !passwords;
    if (!passwords && links.length === 0) {
      find('#status').textContent = 'Nobody logs in with a browser here: programs use API keys and tokens.';
    }
  } catch (error) {
    showProblem(error);
  }
}

find('#login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const tenant = find('#tenant').value.trim();
  const credentials = { email: find('#email').value.trim(), password: find('#password').value };
  try {
    await send('POST', '/api/v1/sessions', tenant === '' ? credentials : { ...credentials, tenant_id: tenant });
    localStorage.setItem(TENANT, tenant);
    location.assign('/account');
  } catch (error) {
    find('#password').value = '';
    showProblem(error);
  }
});

find('#new-password').addEventListener('submit', async (event) => {
  event.preventDefault();
  const password = find('#chosen').value;
  if (password !== find('#again').value) {
    showProblem(new Error('The two passwords differ.'));
    return;
  }
  try {
    await send('POST', '/api/v1/passwords', { token, password });
    find('#problem').hidden = true;
    find('#new-password').hidden = true;
    find('#title').textContent = 'Log in';
    find('#login').hidden = false;
    // A secret names its tenant.
    find('#tenant').value = token.split('.')[0];
    find('#status').textContent = 'The password is set. Log in with it.';
  } catch (error) {
    showProblem(error);
  }
});
