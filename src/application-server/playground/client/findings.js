// Turns an answer into what is seen: one article a finding, with its trace, suggestions and verdict buttons.
// Everything from the server goes in as text, never as markup.
import { renderAssistance } from './assistance.js';

const VERDICTS = [
  ['true_positive', 'True finding'],
  ['false_positive', 'False alarm'],
  ['wont_fix', 'Won’t fix'],
];

/** An element with properties and children; strings become text. */
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Text in which `…` marks code. */
function sentence(text) {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

/**
 * A list item for a finding. `actions` are: show(issue, location) to mark and select a place in the code, apply(edits),
 * judge(issue, verdict, reason) which resolves to the effects in words, and suggest and explain as renderAssistance takes them;
 * these three are null where nobody is there to hear them.
 */
export function renderFinding(issue, actions) {
  const { severity, state } = issue;
  const article = element(
    'article',
    { className: `finding severity-${severity} ${state}` },
    element('p', {}, element('span', { className: 'badge' }, severity), ` · ${describePlace(issue)}`),
    element('h3', {}, ...sentence(issue.message)),
    element(
      'p',
      { className: 'soft' },
      element('a', { href: issue.help_url, target: '_blank', rel: 'noreferrer' }, issue.rule_id),
      ` · ${[...issue.cwe, `confidence ${Math.round(issue.confidence * 100)} %`].join(' · ')}`,
    ),
    state === 'suppressed' ? element('p', { className: 'soft' }, issue.suppression_reason ?? 'Suppressed.') : null,
    renderTrace(issue, actions),
    ...issue.suggestions.map((suggestion) => renderSuggestion(suggestion, actions)),
    actions.suggest === null
      ? null
      : renderAssistance(issue, { actions, renderSuggestion: (one) => renderSuggestion(one, actions) }),
    actions.judge === null ? null : renderVerdict(issue, actions),
  );
  return element('li', {}, article);
}

function describePlace({ location, state }) {
  const { line, column } = location.start;
  return `line ${line}, column ${column}${state === 'known' ? ' · known' : ''}`;
}

function renderTrace(issue, actions) {
  const steps = issue.trace.length > 0 ? issue.trace : [{ location: issue.location, message: 'Show in the code' }];
  const items = steps.map((step) => {
    const button = element('button', { type: 'button' }, `${step.location.start.line}: `, ...sentence(step.message));
    button.addEventListener('click', () => actions.show(issue, step.location));
    return element('li', {}, button);
  });
  return element('ol', { className: 'trace', ariaLabel: 'How it happens' }, ...items);
}

function renderSuggestion(suggestion, actions) {
  const apply = element('button', { type: 'button', className: 'quiet' }, 'Apply to the code');
  apply.addEventListener('click', () => actions.apply(suggestion.edits));
  const texts = suggestion.edits.map(({ text }) => text).join('\n…\n');
  return element(
    'div',
    { className: 'suggestion' },
    element('strong', {}, suggestion.verified ? 'Verified fix: ' : 'Suggestion: '),
    ...sentence(suggestion.description),
    element('pre', {}, texts),
    apply,
  );
}

function renderVerdict(issue, actions) {
  const reason = element('input', { placeholder: 'Reason (optional)', ariaLabel: 'Reason', maxLength: 1000 });
  const outcome = element('p', { className: 'soft', role: 'status' });
  const buttons = VERDICTS.map(([verdict, label]) => {
    const button = element('button', { type: 'button', className: 'quiet' }, label);
    button.addEventListener('click', async () => {
      for (const one of buttons) one.disabled = true;
      outcome.textContent = 'Sending…';
      try {
        const effects = await actions.judge(issue, verdict, reason.value.trim());
        outcome.textContent = effects.join(' ');
      } catch (error) {
        outcome.textContent = error.message;
      } finally {
        for (const one of buttons) one.disabled = false;
      }
    });
    return button;
  });
  return element('div', {}, element('div', { className: 'verdict' }, ...buttons, reason), outcome);
}

/** What was looked at and found, in one sentence. */
export function summarize({ issues, language, suppressed_count: suppressed, cached, duration_ms: duration }) {
  const count = issues.length === 1 ? '1 finding' : `${issues.length} findings`;
  const hidden = suppressed > 0 ? `, ${suppressed} dismissed` : '';
  const how = cached ? 'from the cache' : `in ${duration.toFixed(duration < 10 ? 1 : 0)} ms`;
  return `${issues.length === 0 ? 'Nothing found' : count}${hidden} · ${language.id} · ${how}`;
}
