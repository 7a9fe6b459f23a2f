// How the playground asks the API: with the session of who is logged in, otherwise with an API key, which lives in this tab's
// session storage and is asked for when it is missing or refused.
import { find, request, sessionIfAny } from './session.js';

const KEY = 'assay-api-key';

const dialog = find('#key-dialog');
let session = await sessionIfAny();
if (session !== null) {
  find('#who').textContent = session.user.name;
  find('#change-key').hidden = true;
}

/** The key, asked for when there is none; rejects when the user declines. */
export function askForKey(complaint = '') {
  find('#key-error').textContent = complaint;
  find('#key').value = '';
  dialog.showModal();
  return new Promise((resolve, reject) => {
    find('#key-form').onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(KEY, find('#key').value.trim());
      dialog.close('used');
    };
    find('#key-cancel').onclick = () => dialog.close('');
    dialog.onclose = () => {
      if (dialog.returnValue === 'used') resolve(sessionStorage.getItem(KEY));
      else reject(Object.assign(new Error('An API key is needed.'), { declined: true }));
      dialog.returnValue = '';
    };
  });
}

/** Posts JSON and resolves to the answer. Throws an Error with `problem` for a refusal. */
export async function post(path, body, signal) {
  const response = await respond(path, body, signal);
  return await response.json();
}

/** Posts JSON and calls onEvent(name, data) for each server-sent event of the answer. */
export async function postForEvents(path, body, onEvent) {
  const response = await respond(path, body);
  let waiting = '';
  for await (const text of texts(response.body)) {
    const blocks = (waiting + text).split('\n\n');
    waiting = blocks.pop();
    for (const block of blocks) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (name !== undefined) onEvent(name, JSON.parse(data));
    }
  }
}

async function* texts(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** By the session; when that has ended, by a key. */
async function respond(path, body, signal) {
  if (session === null) return await respondByKey(path, body, signal);
  try {
    return await request('POST', path, body, { signal });
  } catch (error) {
    if (error.problem?.status !== 401) throw error;
    session = null;
    find('#who').textContent = '';
    find('#change-key').hidden = false;
    return await respondByKey(path, body, signal);
  }
}

async function respondByKey(path, body, signal) {
  let key = sessionStorage.getItem(KEY) ?? (await askForKey());
  for (;;) {
    try {
      return await request('POST', path, body, { signal, headers: { authorization: `Bearer ${key}` } });
    } catch (error) {
      if (error.problem?.status !== 401) throw error;
      sessionStorage.removeItem(KEY);
      key = await askForKey('This key was refused. Check it and try again.');
    }
  }
}
