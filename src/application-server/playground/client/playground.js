// The playground: sends the code, shows the answer, passes verdicts on, asks for more fixes and explanations.
import { applyEdits, clearMarks, getCode, goTo, onEdit, setCode, showMarks } from './editor.js';
import { element, renderFinding, summarize } from './findings.js';
import { analyzeHere, canAnalyzeHere } from './local.js';
import { askForKey, post, postForEvents } from './requests.js';
import { find } from './session.js';

const EXAMPLE = `import sqlite3
from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    name = request.args.get("name")
    query = "SELECT * FROM users WHERE name = '" + name + "'"
    return sqlite3.connect("app.db").execute(query).fetchall()
`;

const status = find('#status');
const problem = find('#problem');
const findings = find('#findings');
let running = null;

async function analyze() {
  running?.abort();
  const current = new AbortController();
  running = current;
  setBusy(true);
  try {
    const code = getCode();
    const analyzed = find('#here').checked ? analyzedHere : analyzedByServer;
    showAnswer(await analyzed(code, current.signal), code);
  } catch (error) {
    if (error.name !== 'AbortError') showProblem(error);
  } finally {
    if (running === current) setBusy(false);
  }
}

function analyzedByServer(code, signal) {
  const path = find('#path').value.trim();
  const context = {
    ...(path !== '' && { path }),
    include_suppressed: find('#suppressed').checked,
    project: 'playground',
  };
  const request = { code, language: find('#language').value, context };
  return post('/api/v1/analyze', request, signal);
}

function analyzedHere(code, signal) {
  const path = find('#path').value.trim();
  const request = {
    code,
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

function showAnswer(answer, code) {
  status.textContent = summarize(answer);
  const notices = answer.notices.map(({ message }) => element('li', { className: 'soft' }, message));
  findings.replaceChildren(...notices, ...answer.issues.map((issue) => renderFinding(issue, actionsFor(answer, code))));
  showMarks(answer.issues.map((issue) => issue.location));
}

function actionsFor(answer, code) {
  return {
    show(issue, location) {
      showMarks([...issue.trace.map((step) => step.location), issue.location], location);
      goTo(location);
    },
    apply(edits) {
      applyEdits(edits);
      analyze();
    },
    ...(answer.analysis_id === undefined ? { judge: null, suggest: null, explain: null } : { judge, suggest, explain }),
  };

  async function judge(issue, verdict, reason) {
    const feedback = { issue_id: issue.id, verdict, ...(reason !== '' && { reason }) };
    const { effects } = await post('/api/v1/feedback', { analysis_id: answer.analysis_id, feedback });
    return effects;
  }

  function suggest(issue) {
    return post(`/api/v1/issues/${issue.id}/suggestions`, { code });
  }

  function explain(issue, onEvent) {
    return postForEvents(`/api/v1/issues/${issue.id}/explanation/stream`, { code }, onEvent);
  }
}

function wordsFor(error) {
  const answered = error.problem !== undefined || error.declined || find('#here').checked;
  return answered ? error.message : `The server cannot be reached: ${error.message}`;
}

function showProblem(error) {
  const { errors = [], type } = error.problem ?? {};
  status.textContent = 'No answer.';
  findings.replaceChildren();
  clearMarks();
  problem.replaceChildren(
    element('strong', {}, wordsFor(error)),
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
