// The playground: sends the code, shows the answer, passes verdicts on: with the session of who is logged in, otherwise with an API
// key, which lives in this tab's session storage.
import { applyEdits, clearMarks, getCode, goTo, onEdit, setCode, showMarks } from './editor.js';
import { element, renderFinding, summarize } from './findings.js';
import { analyzeHere, canAnalyzeHere } from './local.js';
import { send, sessionIfAny } from './session.js';

const KEY = 'assay-api-key';
const EXAMPLE = `import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    name = request.args.get("name")
    query = "SELECT * FROM users WHERE name = '" + name + "'"
    return sqlite3.connect("app.db").execute(query).fetchall()
`;

const find = (selector) => document.querySelector(selector);
const status = find('#status');
const problem = find('#problem');
const findings = find('#findings');
const dialog = find('#key-dialog');
let running = null;
let session = await sessionIfAny();
if (session !== null) {
  find('#who').textContent = session.user.name;
  find('#change-key').hidden = true;
}

/** The key, asked for when there is none; rejects when the user declines. */
function askForKey(complaint = '') {
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

/** Posts JSON by the session; when that has ended, by a key. */
async function post(path, body, signal) {
  if (session === null) return await postWithKey(path, body, signal);
  try {
    return await send('POST', path, body, signal);
  } catch (error) {
    if (error.problem?.status !== 401) throw error;
    session = null;
    find('#who').textContent = '';
    find('#change-key').hidden = false;
    return await postWithKey(path, body, signal);
  }
}

/** Posts JSON; asks for the key when it is missing or refused. Throws an Error with `problem` for any other refusal. */
async function postWithKey(path, body, signal) {
  let key = sessionStorage.getItem(KEY) ?? (await askForKey());
  for (;;) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal });
    const answer = await response.json();
    if (response.ok) return answer;
    if (response.status !== 401) throw Object.assign(new Error(answer.detail ?? answer.title), { problem: answer });
    sessionStorage.removeItem(KEY);
    key = await askForKey('This key was refused. Check it and try again.');
  }
}

async function analyze() {
  running?.abort();
  const current = new AbortController();
  running = current;
  setBusy(true);
  try {
    showAnswer(await (find('#here').checked ? analyzedHere(current.signal) : analyzedByServer(current.signal)));
  } catch (error) {
    if (error.name !== 'AbortError') showProblem(error);
  } finally {
    if (running === current) setBusy(false);
  }
}

function analyzedByServer(signal) {
  const path = find('#path').value.trim();
  const context = {
    ...(path !== '' && { path }),
    include_suppressed: find('#suppressed').checked,
    project: 'playground',
  };
  const request = { code: getCode(), language: find('#language').value, context };
  return post('/api/v1/analyze', request, signal);
}

function analyzedHere(signal) {
  const path = find('#path').value.trim();
  const request = {
    code: getCode(),
    language: find('#language').value,
    path: path === '' ? null : path,
    includeSuppressed: find('#suppressed').checked,
  };
  return analyzeHere(request, signal);
}

function setBusy(busy) {
  find('#analyze').disabled = busy;
  findings.ariaBusy = String(busy);
  if (!busy) return;
  problem.hidden = true;
  status.textContent = 'Analysing…';
}

function showAnswer(answer) {
  status.textContent = summarize(answer);
  const notices = answer.notices.map(({ message }) => element('li', { className: 'soft' }, message));
  findings.replaceChildren(...notices, ...answer.issues.map((issue) => renderFinding(issue, actionsFor(answer))));
  showMarks(answer.issues.map((issue) => issue.location));
}

function actionsFor(answer) {
  return {
    show(issue, location) {
      showMarks([...issue.trace.map((step) => step.location), issue.location], location);
      goTo(location);
    },
    apply(edits) {
      applyEdits(edits);
      analyze();
    },
    judge: answer.analysis_id === undefined ? null : judge,
  };

  async function judge(issue, verdict, reason) {
    const feedback = { issue_id: issue.id, verdict, ...(reason !== '' && { reason }) };
    const { effects } = await post('/api/v1/feedback', { analysis_id: answer.analysis_id, feedback });
    return effects;
  }
}

function explain(error) {
  const answered = error.problem !== undefined || error.declined || find('#here').checked;
  return answered ? error.message : `The server cannot be reached: ${error.message}`;
}

function showProblem(error) {
  const { errors = [], type } = error.problem ?? {};
  status.textContent = 'No answer.';
  findings.replaceChildren();
  clearMarks();
  problem.replaceChildren(
    element('strong', {}, explain(error)),
    element('ul', {}, ...errors.map(({ path, message }) => element('li', {}, `${path} ${message}`))),
    type === undefined ? '' : element('a', { href: type, target: '_blank' }, 'What this means'),
  );
  problem.hidden = false;
}

find('#form').addEventListener('submit', (event) => {
  event.preventDefault();
  analyze();
});
find('#code').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  analyze();
});
find('#example').addEventListener('click', () => {
  setCode(EXAMPLE);
  find('#path').value = 'app.py';
  analyze();
});
canAnalyzeHere().then((can) => {
  find('#here-choice').hidden = !can;
});
find('#change-key').addEventListener('click', () => askForKey().catch(() => {}));
onEdit(() => {
  status.textContent = 'The code has changed since the last analysis.';
});
