// The users of the tenant, for those who manage them.
import { button, element, find, row, send, when } from './session.js';

export async function showUsers({ roles, showSecret }) {
  find('#users-section').hidden = false;
  when(find('#new-user'), 'submit', async () => {
    const kind = find('#user-kind').value;
    const email = find('#user-email').value.trim();
    const user = await send('POST', '/api/v1/users', {
      kind,
      name: find('#user-name').value,
      role: find('#user-role').value,
      ...(kind === 'person' && { email }),
    });
    find('#new-user').reset();
    if (kind === 'person') await invite(user);
    await list();
  });
  await list();

  async function invite(user) {
    const { path } = await send('POST', `/api/v1/users/${user.user_id}/password-token`);
    showSecret(`A link with which ${user.name} sets a password, once, within a day:`, `${location.origin}${path}`);
  }

  async function list() {
    const { items } = await send('GET', '/api/v1/users?limit=1000');
    find('#users').replaceChildren(...items.map(userRow));
    const robots = items.filter(({ kind }) => kind === 'service');
    const choices = robots.map(({ user_id, name }) => element('option', { value: user_id }, name));
    find('#key-for').replaceChildren(element('option', { value: '' }, 'me'), ...choices);
  }

  function userRow(user) {
    const change = async (changes) => {
      await send('PATCH', `/api/v1/users/${user.user_id}`, changes).finally(list);
    };
    const role = element('select', { ariaLabel: `Role of ${user.name}` });
    role.append(...roles.map((one) => element('option', { value: one, selected: one === user.role }, one)));
    when(role, 'change', () => change({ role: role.value }));
    const next = user.state === 'active' ? 'disabled' : 'active';
    const state = button(user.state === 'active' ? 'Disable' : 'Enable', () => change({ state: next }));
    const remove = button('Delete', async () => {
      await send('DELETE', `/api/v1/users/${user.user_id}`).finally(list);
    });
    const reset = user.kind === 'person' ? button('Password link', () => invite(user)) : '';
    return row(user.name, user.email ?? 'service account', role, user.state, element('span', {}, reset, state, remove));
  }
}
