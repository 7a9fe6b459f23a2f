// What can be asked about a finding after it was shown: every verified fix, and an explanation by a language model as it is written.
import { element } from './session.js';

/** What became of the question to the language model, for those who wait for it. */
const STATES = {
  answered: '',
  cached: '',
  not_asked: '',
  off: 'No language model is configured here.',
  not_allowed: 'Your tenant has not allowed a language model.',
  data_mode: 'In this data mode nothing is sent to a language model.',
  budget_used: 'The language model’s budget for today is used up.',
  busy: 'The language model is busy. Try again.',
  late: 'The language model did not answer in time.',
  unreachable: 'The language model cannot be reached.',
  refused: 'The language model’s server refused the question.',
  malformed: 'The language model’s answer could not be used.',
  too_large: 'The code is too large for the language model.',
};

/**
 * Two buttons and what they bring. `actions` are: suggest(issue), which resolves to the answer of suggestions, and
 * explain(issue, onEvent), which calls onEvent(name, data) for each event; `renderSuggestion` makes an element of a fix.
 */
export function renderAssistance(issue, { actions, renderSuggestion }) {
  const status = element('p', { className: 'soft', role: 'status' });
  const fixes = element('div');
  const explanation = element('p', { className: 'explanation' });
  const known = new Set(issue.suggestions.map(({ id }) => id));
  const suggest = askingButton('More fixes', status, async () => {
    const answer = await actions.suggest(issue);
    const fresh = answer.suggestions.filter(({ id }) => !known.has(id));
    fixes.replaceChildren(...fresh.map(renderSuggestion));
    const notices = answer.notices.map(({ message }) => message);
    return [countOf(fresh.length), wordsOf(answer.language_model), ...notices];
  });
  const explain = askingButton('Explain', status, async () => {
    explanation.textContent = '';
    let report = null;
    await actions.explain(issue, (name, data) => {
      if (name === 'text') explanation.append(data.text);
      else if (name === 'end') report = data;
    });
    if (report === null) throw new Error('The explanation was cut off.');
    const isAnswer = explanation.textContent !== '';
    return [isAnswer ? 'Written by a machine and not verified.' : '', wordsOf(report)];
  });
  const buttons = element('div', { className: 'verdict' }, suggest, explain);
  return element('div', {}, buttons, status, explanation, fixes);

  function askingButton(label, place, work) {
    const button = element('button', { type: 'button', className: 'quiet' }, label);
    button.addEventListener('click', async () => {
      button.disabled = true;
      place.textContent = 'Asking…';
      try {
        place.textContent = (await work()).filter((words) => words !== '').join(' ');
      } catch (error) {
        place.textContent = error.message;
      } finally {
        button.disabled = false;
      }
    });
    return button;
  }
}

function countOf(fixes) {
  if (fixes === 0) return 'There is no other fix that passes every check.';
  return fixes === 1 ? '1 more fix.' : `${fixes} more fixes.`;
}

function wordsOf({ state, model, input_tokens: asked, output_tokens: answered, cost }) {
  if (state !== 'answered') return STATES[state];
  return `${model}: ${asked + answered} tokens${cost > 0 ? `, cost ${cost.toPrecision(2)}` : ''}.`;
}
