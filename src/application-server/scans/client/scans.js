// The page of scans: their list, kept up to date while some run, a form for an archive, and the findings of one.
import { button, currentSession, element, find, row, send, showProblem, time, when } from './session.js';

const SHOWN_SCANS = 50;
const SHOWN_FINDINGS = 200;
const EVERY_MS = 1500;
/** of an upload, as the server has it */
const MOST_MIB = 64;
/** when the list is asked for next, or null */
let following = null;

await currentSession();
await list();

when(find('#new-scan'), 'submit', async () => {
  const [archive] = find('#archive').files;
  refuseTooLarge(archive);
  const query = new URLSearchParams({ name: archive.name, strip: find('#strip').value });
  for (const name of ['project', 'repository']) {
    const value = find(`#${name}`).value.trim();
    if (value !== '') query.set(name, value);
  }
  const scan = await send('POST', `/api/v1/scans?${query}`, archive);
  find('#new-scan').reset();
  find('#none').hidden = true;
  find('#scans').prepend(scanRow(scan));
  follow();
});

/** Before it is sent in vain. */
function refuseTooLarge({ name, size }) {
  if (size <= MOST_MIB * 1_048_576) return;
  const found = `${name} has ${Math.ceil(size / 1_048_576)} MiB; at most ${MOST_MIB} are taken.`;
  throw new Error(`${found} Leave out what is no source, or let “assay scan” send the unpacked folder.`);
}

async function list() {
  const { items } = await send('GET', `/api/v1/scans?limit=${SHOWN_SCANS}`);
  find('#scans').replaceChildren(...items.map(scanRow));
  find('#none').hidden = items.length > 0;
  if (items.some(isOpen)) follow();
}

function isOpen({ state }) {
  return state === 'queued' || state === 'running';
}

/** Asks for the list again while a scan of it has not ended: one request for all of them, whatever their number. */
function follow() {
  if (following !== null) return;
  following = setTimeout(async () => {
    following = null;
    // What goes wrong passes: the page goes on asking, and says nothing of it.
    await list().catch(follow);
  }, EVERY_MS);
}

function scanRow(scan) {
  const { scan_id: id, progress, source, project, error, stopped_at: place } = scan;
  const name = source.origin ?? project ?? id;
  const bar = element('progress', { max: Math.max(1, progress.files), value: progress.analysed });
  bar.setAttribute('aria-label', `Progress of ${name}`);
  const reused = progress.reused === 0 ? '' : `, ${progress.reused} unchanged`;
  const text = `${progress.analysed} of ${progress.files} files${reused}`;
  const why = error === null ? '' : `${error.detail}${place === null ? '' : ` It stopped at ${place}.`}`;
  const stop = button('Cancel', async () => {
    const ended = await send('POST', `/api/v1/scans/${id}/cancellation`);
    document.getElementById(id)?.replaceWith(scanRow(ended));
  });
  const actions = element(
    'span',
    {},
    button('Findings', () => showFindings(scan)),
    isOpen(scan) ? stop : '',
  );
  const made = row(
    element('span', { title: id }, project === null ? name : `${name} (${project})`),
    time(scan.created_at),
    element('span', { title: why }, why === '' ? scan.state : `${scan.state}: ${why}`),
    element('span', {}, bar, ` ${text}`),
    counts(scan.issue_counts),
    actions,
  );
  made.id = id;
  return made;
}

function counts(byName) {
  const named = Object.entries(byName).filter(([, count]) => count > 0);
  return named.length === 0 ? 'none' : named.map(([severity, count]) => `${count} ${severity}`).join(', ');
}

async function showFindings({ scan_id: id }) {
  try {
    const { items, next_cursor: next, state } = await send('GET', `/api/v1/scans/${id}/issues?limit=${SHOWN_FINDINGS}`);
    const rows = items.map(({ severity, location, message, rule_id: rule, help_url: help }) =>
      row(severity, `${location.path}:${location.start.line}`, message, element('a', { href: help }, rule)),
    );
    find('#findings').replaceChildren(...rows);
    const isAll = next === null || items.length < SHOWN_FINDINGS;
    const note = isAll ? `${items.length} findings` : `The first ${items.length} findings`;
    find('#findings-note').textContent = isOpen({ state }) ? `${note} so far.` : `${note}.`;
    find('#findings-section').hidden = false;
    find('#findings-section').scrollIntoView();
  } catch (error) {
    showProblem(error);
  }
}
