// A pattern of `languages: [generic]`: words and signs, `...`, `$X`, `$...X`, in the lists that its indentation and its
// brackets make.

/** What a rule's options say about such patterns. */
export interface TextOptions {
  /** lines below the last match that `...` may reach */
  readonly span: number;
  readonly comments: CommentStyle;
}

export const COMMENT_STYLES = ['none', 'c', 'cpp', 'shell'] as const;
/** What is taken for a comment, and so for white space. */
export type CommentStyle = (typeof COMMENT_STYLES)[number];

export const DEFAULT_TEXT_OPTIONS: TextOptions = { span: 10, comments: 'none' };

export type TextItem =
  | { readonly type: 'exact'; readonly text: string }
  | { readonly type: 'one'; readonly name: string }
  | { readonly type: 'gap' }
  | { readonly type: 'many'; readonly name: string }
  /** a bracket that closes in its line */
  | { readonly type: 'open'; readonly text: string }
  | { readonly type: 'close'; readonly text: string }
  /** an indented block */
  | { readonly type: 'indent' }
  | { readonly type: 'dedent' };

export interface TextPattern {
  readonly items: readonly TextItem[];
  /** whether what stands before it in its list belongs to it */
  readonly beginsWithGap: boolean;
  readonly options: TextOptions;
  /** words that a text must have */
  readonly words: readonly string[];
}

const TOKEN = /\$\.\.\.([A-Z_][A-Z_0-9]*)|\$([A-Z_][A-Z_0-9]*)|(\.\.\.)|(\w+)|(\S)/g;
const OPENS = '([{';
const CLOSES = ')]}';
const WORD = /^[A-Za-z_]\w*$/;

/** Parses a pattern; null for one that says nothing. */
export function parseTextPattern(text: string, options: TextOptions): TextPattern | null {
  const items: TextItem[] = [];
  const indents: number[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const own = itemsOf(line);
    if (own.length === 0) continue;
    nest(items, indents, line.search(/\S/));
    items.push(...own);
  }
  for (; indents.length > 1; indents.pop()) items.push({ type: 'dedent' });
  const first = items.findIndex(({ type }) => type !== 'gap');
  if (first < 0) return null;
  const words = items.flatMap((item) => (item.type === 'exact' && WORD.test(item.text) ? [item.text] : []));
  return { items: items.slice(first), beginsWithGap: first > 0, options, words: [...new Set(words)] };
}

/** Opens or closes blocks before a line that is indented so far. */
function nest(items: TextItem[], indents: number[], indent: number): void {
  const last = indents.at(-1);
  if (last === undefined || indent > last) {
    if (last !== undefined) items.push({ type: 'indent' });
    indents.push(indent);
    return;
  }
  while (indents.length > 1 && indent <= indents[indents.length - 2]) {
    items.push({ type: 'dedent' });
    indents.pop();
  }
}

function itemsOf(line: string): TextItem[] {
  const items: TextItem[] = [];
  const open: number[] = [];
  for (const [, many, one, gap, word, sign] of line.matchAll(TOKEN)) {
    if (many !== undefined) items.push({ type: 'many', name: `...${many}` });
    else if (one !== undefined) items.push({ type: 'one', name: one });
    else if (gap !== undefined) items.push({ type: 'gap' });
    else {
      const text = word ?? sign;
      const top = open.at(-1);
      const opener = top === undefined ? undefined : items[top];
      if (OPENS.includes(text)) open.push(items.length);
      if (top !== undefined && opener?.type === 'exact' && OPENS.indexOf(opener.text) === CLOSES.indexOf(text)) {
        open.pop();
        items[top] = { type: 'open', text: opener.text };
        items.push({ type: 'close', text });
      } else items.push({ type: 'exact', text });
    }
  }
  return items;
}
