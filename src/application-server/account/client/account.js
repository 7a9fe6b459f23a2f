// The account page: one's API keys, sessions and password, and the users for those who manage them.
import { browserName, button, currentSession, element, find, forgetSession, row, send, time, when } from './session.js';
import { showUsers } from './users.js';

const ROLES = ['developer', 'reviewer', 'admin', 'owner', 'service'];

const { user } = await currentSession();
const me = await send('GET', '/api/v1/users/me');
find('#who').textContent = `${user.name} (${user.role})`;
find('#password-section').hidden = !user.has_password;
const options = (roles) => roles.map((role) => element('option', { value: role }, role));
find('#key-role').replaceChildren(element('option', { value: '' }, 'as mine'), ...options(ROLES));

when(find('#log-out'), 'click', async () => {
  await send('DELETE', '/api/v1/sessions/current');
  forgetSession();
  const { providers } = await send('GET', '/api/v1/login-options');
  location.assign(providers.find(({ issuer }) => issuer === user.issuer)?.log_out_path ?? '/login');
});

when(find('#new-key'), 'submit', async () => {
  const days = Number(find('#key-days').value);
  const [role, holder] = [find('#key-role').value, find('#key-for').value];
  const made = await send('POST', '/api/v1/api-keys', {
    name: find('#key-name').value,
    ...(role !== '' && { role }),
    ...(holder !== '' && { user_id: holder }),
    ...(days > 0 && { expires_at: new Date(Date.now() + days * 86_400_000).toISOString() }),
  });
  find('#new-key').reset();
  showSecret('The new key, shown this once:', made.key);
  await showKeys();
});

when(find('#change-password'), 'submit', async () => {
  await send('POST', '/api/v1/users/me/password', {
    current_password: find('#current').value,
    new_password: find('#chosen').value,
  });
  find('#change-password').reset();
  showSecret('The password is changed; your other sessions have ended.');
  await showSessions();
});

/** Tells what is shown once: it is in no other place. */
function showSecret(text, secret) {
  const shown = secret === undefined ? [] : [element('code', {}, secret)];
  find('#secret').replaceChildren(element('p', {}, text), ...shown);
  find('#secret').hidden = false;
}

async function showKeys() {
  const { items } = await send('GET', '/api/v1/api-keys?limit=1000');
  const rows = items.map((key) => {
    const path = `/api/v1/api-keys/${key.api_key_id}`;
    const rotate = button('Rotate', async () => {
      const made = await send('POST', `${path}/rotate`, {});
      showSecret('The new key, shown this once; the old one works for another day:', made.key);
      await showKeys();
    });
    const revoke = button('Revoke', async () => {
      await send('DELETE', path);
      await showKeys();
    });
    const role = key.scopes.length === 0 ? key.role : `${key.role}: ${key.scopes.join(', ')}`;
    const actions = element('span', {}, rotate, revoke);
    return row(
      element('code', {}, `${key.prefix}…`),
      key.name,
      role,
      time(key.last_used_at),
      time(key.expires_at),
      actions,
    );
  });
  find('#keys').replaceChildren(...rows);
}

async function showSessions() {
  const { items } = await send('GET', '/api/v1/sessions');
  const rows = items.map((session) => {
    const end = button('End', async () => {
      await send('DELETE', `/api/v1/sessions/${session.session_id}`);
      await showSessions();
    });
    const name = element('span', { title: session.user_agent ?? '' }, browserName(session.user_agent));
    return row(name, time(session.created_at), time(session.last_seen_at), session.current ? 'this one' : end);
  });
  find('#sessions').replaceChildren(...rows);
}

await Promise.all([showKeys(), showSessions()]);
if (me.actions.includes('users:manage')) {
  find('#user-role').replaceChildren(...options(ROLES));
  await showUsers({ roles: ROLES, showSecret });
}
