// The page of sealed findings: fetches an analysis, opens it with the key that was given here, shows it as text.
import { openKey } from './sealed-opener.js';
import { send, sessionIfAny } from './session.js';

const session = await sessionIfAny();

const find = (selector) => document.querySelector(selector);

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

async function keyText() {
  const [file] = find('#key-file').files;
  return file === undefined ? find('#key-text').value : await file.text();
}

async function fetchAnalysis(id, apiKey) {
  const path = `/api/v1/analyses/${encodeURIComponent(id)}`;
  if (session !== null) return await send('GET', path);
  const response = await fetch(path, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail ?? answer.title);
  return answer;
}

function render(issue, opened) {
  const item = document.createElement('li');
  item.className = `finding severity-${issue.severity}`;
  const { path, start } = opened.location;
  item.append(element('strong', `${issue.severity}: ${opened.message}`));
  item.append(element('p', `${path}:${start.line}:${start.column} ${opened.within} (${issue.rule_id})`));
  item.append(element('pre', opened.snippet));
  const steps = document.createElement('ol');
  for (const step of opened.trace) {
    steps.append(element('li', `${step.location.path}:${step.location.start.line} ${step.message}`));
  }
  item.append(steps);
  return item;
}

async function show() {
  const key = await openKey(await keyText());
  const { issues } = await fetchAnalysis(find('#analysis').value.trim(), find('#api-key').value.trim());
  const items = await Promise.all(issues.map(async (issue) => render(issue, await key.open(issue))));
  find('#findings').replaceChildren(...items);
  find('#status').textContent = items.length === 0 ? 'Nothing was found in this analysis.' : '';
}

if (session !== null) {
  find('#api-key-label').hidden = true;
  find('#api-key').required = false;
}

find('#form').addEventListener('submit', (event) => {
  event.preventDefault();
  find('#findings').replaceChildren();
  find('#problem').hidden = true;
  show().catch((error) => {
    find('#problem').textContent = error.message;
    find('#problem').hidden = false;
  });
});
