// The code field: line numbers, marks behind the text, and moving to a place in it.

const LINE_HEIGHT = 20;
const PADDING = 8;
const TAB_SIZE = 4;
/** lines kept visible above a place that is jumped to */
const LINES_ABOVE = 4;

const field = document.querySelector('#code');
const gutter = document.querySelector('#gutter');
const marks = document.querySelector('#marks');
let lineCount = 0;

/** The columns that a text takes on the screen, tabs widened. */
function width(text) {
  let columns = 0;
  for (const character of text) columns += character === '\t' ? TAB_SIZE - (columns % TAB_SIZE) : 1;
  return columns;
}

/** Index in the text of a 1-based line and column. */
function offsetOf(lines, { line, column }) {
  let offset = 0;
  for (let index = 0; index < line - 1 && index < lines.length; index++) offset += lines[index].length + 1;
  return Math.min(offset + column - 1, field.value.length);
}

function follow() {
  gutter.scrollTop = field.scrollTop;
  marks.style.transform = `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`;
}

function number() {
  const count = field.value.split('\n').length;
  if (count === lineCount) return;
  lineCount = count;
  gutter.textContent = Array.from({ length: count }, (_, index) => index + 1).join('\n');
  follow();
}

/** Calls back when the text changes; the marks no longer fit then and go. */
export function onEdit(callback) {
  field.addEventListener('input', () => {
    number();
    clearMarks();
    callback();
  });
  field.addEventListener('scroll', follow);
}

export function getCode() {
  return field.value;
}

export function setCode(text) {
  field.value = text;
  number();
  clearMarks();
}

export function clearMarks() {
  marks.replaceChildren();
}

/** Marks the locations in the text; the one at `now` stands out. */
export function showMarks(locations, now = null) {
  const lines = field.value.split('\n');
  const bars = [];
  for (const location of locations) {
    for (let line = location.start.line; line <= Math.min(location.end.line, lines.length); line++) {
      const text = lines[line - 1] ?? '';
      const from = line === location.start.line ? location.start.column - 1 : 0;
      const to = line === location.end.line ? location.end.column - 1 : text.length;
      const bar = document.createElement('div');
      const left = width(text.slice(0, from));
      bar.className = location === now ? 'now' : '';
      bar.style.top = `${PADDING + (line - 1) * LINE_HEIGHT}px`;
      bar.style.left = `calc(${PADDING}px + ${left}ch)`;
      bar.style.width = `${Math.max(1, width(text.slice(0, to)) - left)}ch`;
      bars.push(bar);
    }
  }
  marks.replaceChildren(...bars);
}

/** Selects a location and brings it into view. */
export function goTo(location) {
  const lines = field.value.split('\n');
  field.focus();
  field.setSelectionRange(offsetOf(lines, location.start), offsetOf(lines, location.end));
  field.scrollTop = Math.max(0, (location.start.line - LINES_ABOVE) * LINE_HEIGHT);
  follow();
}

/** Applies edits that do not overlap, from the last to the first so that places stay right. */
export function applyEdits(edits) {
  const lines = field.value.split('\n');
  const places = edits.map(({ location, text }) => ({
    start: offsetOf(lines, location.start),
    end: offsetOf(lines, location.end),
    text,
  }));
  let code = field.value;
  for (const { start, end, text } of places.sort((one, other) => other.start - one.start)) {
    code = code.slice(0, start) + text + code.slice(end);
  }
  setCode(code);
}
