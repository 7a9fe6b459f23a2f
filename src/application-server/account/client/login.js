// The log-in page: a password for a session, or with the token of a link, a new password.
import { find, send, showProblem } from './session.js';

const token = new URLSearchParams(location.hash.slice(1)).get('token');
const TENANT = 'assay-tenant';

if (token !== null) {
  // Out of the address bar and the history: it works once, but nobody else should try.
  history.replaceState(null, '', '/login');
  find('#login').hidden = true;
  find('#new-password').hidden = false;
}
find('#tenant').value = localStorage.getItem(TENANT) ?? '';

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
    find('#login').hidden = false;
    // A secret names its tenant.
    find('#tenant').value = token.split('.')[0];
    find('#status').textContent = 'The password is set. Log in with it.';
  } catch (error) {
    showProblem(error);
  }
});
