// Follows a page as it is put together, to tell where in it a value lands: in text, in an attribute, in a script.

export type PlaceKind =
  | 'text'
  | 'attribute'
  | 'unquoted' // an attribute's value without quotes, or where its name stands
  | 'url' // the beginning of an address: `javascript:` needs no markup
  | 'script'
  | 'style';

export interface HtmlPlace {
  /** reads on over text that stands in the template as it is */
  readonly advance: (code: string, from: number, to: number) => void;
  /** a value is printed here */
  readonly print: () => void;
  readonly kind: () => PlaceKind;
}

const ADDRESSES: ReadonlySet<string> = new Set(['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'srcdoc']);

type Mode = 'text' | 'tag-name' | 'tag' | 'attribute-name' | 'before-value' | 'quoted' | 'unquoted' | 'raw' | 'comment';

interface State {
  mode: Mode;
  tag: string;
  attribute: string;
  quote: string;
  isAtStart: boolean;
}

/** A place at the beginning of a page. */
export function createHtmlPlace(): HtmlPlace {
  const state: State = { mode: 'text', tag: '', attribute: '', quote: '', isAtStart: true };
  return {
    advance: (code, from, to) => {
      for (let at = from; at < to; at++) step(state, code, at);
    },
    print: () => {
      state.isAtStart = false;
      if (state.mode === 'before-value') state.mode = 'unquoted';
    },
    kind: () => kindOf(state),
  };
}

function kindOf({ mode, tag, attribute, isAtStart }: State): PlaceKind {
  switch (mode) {
    case 'raw':
      return tag === 'script' ? 'script' : 'style';
    case 'quoted':
      if (attribute.startsWith('on')) return 'script';
      return ADDRESSES.has(attribute) && isAtStart ? 'url' : 'attribute';
    case 'tag':
    case 'tag-name':
    case 'attribute-name':
    case 'before-value':
    case 'unquoted':
      return 'unquoted';
    default:
      return 'text';
  }
}

function step(state: State, code: string, at: number): void {
  const character = code[at];
  switch (state.mode) {
    case 'text':
      if (character === '<') openTag(state, code, at);
      return;
    case 'comment':
      if (character === '>' && code.startsWith('--', at - 2)) state.mode = 'text';
      return;
    case 'raw':
      if (character === '<' && code.slice(at + 1, at + 2 + state.tag.length).toLowerCase() === `/${state.tag}`) {
        state.mode = 'tag';
        state.tag = '';
      }
      return;
    case 'quoted':
      if (character === state.quote) state.mode = 'tag';
      else state.isAtStart = false;
      return;
    default:
      stepInTag(state, character);
  }
}

function openTag(state: State, code: string, at: number): void {
  if (code.startsWith('<!--', at)) state.mode = 'comment';
  else if (/[A-Za-z/!]/.test(code[at + 1] ?? '')) {
    state.mode = 'tag-name';
    state.tag = '';
  }
}

function stepInTag(state: State, character: string): void {
  const isSpace = character === ' ' || character === '\n' || character === '\t' || character === '\r';
  if (character === '>') {
    state.mode = state.tag === 'script' || state.tag === 'style' ? 'raw' : 'text';
  } else if (state.mode === 'tag-name') {
    if (isSpace) state.mode = 'tag';
    else if (state.tag.length < 20) state.tag += character.toLowerCase();
  } else if (state.mode === 'before-value') {
    stepBeforeValue(state, character, isSpace);
  } else if (state.mode === 'unquoted') {
    if (isSpace) state.mode = 'tag';
  } else if (character === '=') {
    state.mode = 'before-value';
  } else if (isSpace) {
    state.mode = 'tag';
  } else {
    if (state.mode === 'tag') state.attribute = '';
    state.mode = 'attribute-name';
    if (state.attribute.length < 40) state.attribute += character.toLowerCase();
  }
}

function stepBeforeValue(state: State, character: string, isSpace: boolean): void {
  if (isSpace) return;
  const isQuote = character === '"' || character === "'";
  state.mode = isQuote ? 'quoted' : 'unquoted';
  state.quote = character;
  state.isAtStart = true;
}
