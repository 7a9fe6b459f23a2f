// Renders the Markdown of our own help pages to HTML: headings, paragraphs, lists, tables, fenced code and inline marks.
// Everything is escaped first, so no Markdown can bring markup of its own.

/** Text for HTML content and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The Markdown as an HTML fragment. Unknown constructs come out as paragraphs of text. */
export function renderMarkdown(markdown: string): string {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const html: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const block = readBlock(lines, at);
    if (block.html !== '') html.push(block.html);
    at = block.next;
  }
  return html.join('\n');
}

interface Block {
  readonly html: string;
  /** index of the first line after the block */
  readonly next: number;
}

// After the language a fence may say whether its code is an example to follow or to avoid.
const FENCE = /^\s*(```+|~~~+)\s*([\w+#-]*)\s*(bad|good)?/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const BULLET = /^\s*[-*+]\s+(.*)$/;
const NUMBERED = /^\s*\d{1,9}[.)]\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

function readBlock(lines: readonly string[], start: number): Block {
  const line = lines[start] ?? '';
  if (line.trim() === '' || /^<!--.*-->$/.test(line.trim())) return { html: '', next: start + 1 };
  if (FENCE.test(line)) return readFence(lines, start);
  const heading = HEADING.exec(line);
  if (heading !== null) return { html: renderHeading(heading), next: start + 1 };
  if (BULLET.test(line)) return readList(lines, start, BULLET, 'ul');
  if (NUMBERED.test(line)) return readList(lines, start, NUMBERED, 'ol');
  if (line.includes('|') && TABLE_RULE.test(lines[start + 1] ?? '')) return readTable(lines, start);
  return readParagraph(lines, start);
}

function renderHeading([, marks = '#', title = '']: RegExpExecArray): string {
  const level = marks.length;
  const id = title.toLowerCase().replaceAll(/[^\w]+/g, '-');
  return `<h${level} id="${escapeHtml(id)}">${renderInline(title)}</h${level}>`;
}

function readFence(lines: readonly string[], start: number): Block {
  const [, fence = '```', language = '', example] = FENCE.exec(lines[start] ?? '') ?? [];
  let end = start + 1;
  while (end < lines.length && !(lines[end] ?? '').trimStart().startsWith(fence)) end++;
  const code = escapeHtml(lines.slice(start + 1, end).join('\n'));
  const mark = example === undefined ? '' : ` class="${example}"`;
  return { html: `<pre${mark}><code data-language="${escapeHtml(language)}">${code}</code></pre>`, next: end + 1 };
}

function readList(lines: readonly string[], start: number, item: RegExp, tag: 'ul' | 'ol'): Block {
  const items: string[] = [];
  let at = start;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const found = item.exec(line);
    if (found !== null) items.push(found[1] ?? '');
    else if (/^\s+\S/.test(line) && items.length > 0) items[items.length - 1] += ` ${line.trim()}`;
    else break;
  }
  return { html: `<${tag}>${items.map((text) => `<li>${renderInline(text)}</li>`).join('')}</${tag}>`, next: at };
}

function readTable(lines: readonly string[], start: number): Block {
  const cells = (line: string, tag: 'th' | 'td') => {
    const texts = line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|');
    return `<tr>${texts.map((text) => `<${tag}>${renderInline(text.trim())}</${tag}>`).join('')}</tr>`;
  };
  let end = start + 2;
  while (end < lines.length && (lines[end] ?? '').includes('|')) end++;
  const body = lines.slice(start + 2, end).map((line) => cells(line, 'td'));
  return { html: `<table>${cells(lines[start] ?? '', 'th')}${body.join('')}</table>`, next: end };
}

function readParagraph(lines: readonly string[], start: number): Block {
  let end = start + 1;
  while (end < lines.length && continuesParagraph(lines[end] ?? '')) end++;
  const text = lines.slice(start, end).map((line) => line.trim());
  return { html: `<p>${renderInline(text.join(' '))}</p>`, next: end };
}

function continuesParagraph(line: string): boolean {
  return line.trim() !== '' && ![FENCE, HEADING, BULLET, NUMBERED].some((pattern) => pattern.test(line));
}

/** Code spans are set aside first, so that nothing inside them is taken for a mark. */
function renderInline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : renderMarks(part)))
    .join('');
}

function renderMarks(text: string): string {
  return escapeHtml(text)
    .replaceAll(/\[([^\]]+)\]\(((?:https?:\/\/|\/|#)[^\s)]*)\)/g, '<a href="$2" rel="noreferrer">$1</a>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '<em>$1</em>');
}
