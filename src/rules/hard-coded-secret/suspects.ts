// Every text of a file that may be a secret, by the issuer's format or by the name it is given to, and how sure that is.
import {
  type CheckFinding,
  endOf,
  isStringLiteral,
  kindSet,
  type NodeIndex,
  nodesOf,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';
import { type GivenName, givenName } from './given-name.ts';
import { isPlaceholder, looksChosen, looksGenerated, looksWritten, readsAsName } from './placeholder.ts';
import { type SecretFormat, TEXT_FORMATS, WORD_FORMATS } from './secret-formats.ts';

export interface Suspect extends CheckFinding {
  /** a credential beyond reasonable doubt; otherwise one that its name alone tells of */
  readonly isCertain: boolean;
}

const WORDS =
  'pass(?:word|wd|phrase)|pwd|secret|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|encryption[-_]?key|signing[-_]?key|auth[-_]?token|access[-_]?token|refresh[-_]?token|api[-_]?token|bot[-_]?token|bearer[-_]?token|credentials?|client[-_]?secret';
/** Names of what is secret: the word at the end, at the beginning of a part of the name. */
const SECRET_NAME = new RegExp(`(?:^|[_\\-.]|[a-z](?=[A-Z]))(?:${WORDS})s?\\d?$`, 'i');
/** The word anywhere in the name, as in \`secret_key_base\`: the text must look all the more like a secret. */
const HAS_SECRET_WORD = new RegExp(`(?:^|[_\\-.]|[a-z](?=[A-Z]))(?:${WORDS})`, 'i');
/** What a password alone is called: even a plain word is one. */
const PASSWORD_NAME =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret(?:[-_]?key)?|api[-_]?key|auth[-_]?token|access[-_]?token)s?$/i;
/** Names that a key may have as well as something harmless: only what a generator made counts. */
const KEY_NAME =
  /(?:^|[_\-.])(?:token|key|access[-_]?id|auth|credential|salt)$|[a-z](?:Token|Key|AccessId|Auth|Credential|Salt|Client)$/i;
/** A person chooses passwords, a generator keys: of those a text made of words is the name. */
const MADE_NAME = /(?:key|token|credentials?)s?\d?$/i;
/** Names that say themselves that the text protects nothing. */
const IS_STAND_IN =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:dummy|fake|mock|example|sample|placeholder|stub|invalid|wrong|bogus)(?:$|[_\-.A-Z])|^(?:test|demo)[_-]/i;
/** Keys that programs which everybody has report their use with: they can only write. */
const ANALYTICS =
  /(?:write_?key|amplitude|segment|mixpanel|posthog|analytics|telemetry|sentry|algolia|captcha|turnstile|hotjar|rollbar|bugsnag|intercom|mapbox|google_?maps|logrocket|fullstory|pendo|matomo|plausible)/i;
/** Keys whose issuers mean them for pages and programs that everybody has. */
const PUBLISHED = /^(?:phc_|pk_(?:live|test)_|pk\.eyJ)/;
/** What everybody is given who has none of their own. */
const SHARED = /^(?:default|community|public|shared|free)(?:$|[_\-A-Z])/;
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Keys by which something is looked up, which open nothing. */
const LOOKUP_KEY =
  /(?:query|cache|storage|store|lookup|sort|primary|foreign|partition|row|map|dict|param(?:eter)?|header|field|event|symbol|registry|context|meta(?:data)?|config|settings?|option|prop(?:erty)?|i18n|trans(?:lation)?|message|state|group|routing|index|unique|object|item)[-_]?key$/i;
const TEXT_NAME =
  /(?:error|message|label|hint|prompt|help|title|text|url|uri|path|file|name|field|regex|pattern|format|header|prefix|type|description|placeholder|policy|column)s?$/i;

/** The name alone tells of a credential, and names of values, labels and settings read like that, too. */
const HINT = { atMost: 'low' } as const;

/** The string's own text without quotes and prefix; null when it is made at run time. */
function literalText(text: string): string | null {
  const opening = /^[A-Za-z]{0,2}("""|'''|"|'|`)/.exec(text);
  if (opening === null || text.length > 4096) return null;
  if (/^[A-Za-z]*f/i.test(opening[0]) && text.includes('{')) return null;
  if (opening[1] === '`' && text.includes('${')) return null;
  return text.slice(opening[0].length, -opening[1].length);
}

// Of Python's annotations a string is a type.
const isStatementOrType = kindSet('expression_statement', 'type');
const isJoining = kindSet('binary_expression', 'binary_operator');

/** A string that stands for itself is documentation: its secrets are examples. */
function isStatement(tree: SyntaxTree, node: NodeIndex): boolean {
  const parent = parentOf(tree, node);
  return parent >= 0 && isStatementOrType(tree, parent);
}

/** What is put together with something else is a part of what the name says. */
function isPart(tree: SyntaxTree, node: NodeIndex): boolean {
  const parent = parentOf(tree, node);
  return parent >= 0 && isJoining(tree, parent) && /["'`]\s*\+|\+\s*["'`]/.test(textOf(tree, parent));
}

/** Issuers' documentation uses keys that say so, such as AWS's `AKIAIOSFODNN7EXAMPLE`. */
function isExample(match: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^@]*:(?:my|the|your|some)?[-_]?(?:pass(?:word|wd|phrase)?|pw|pwd|secret|prefix|suffix|token)@/i.test(
      match,
    ) ||
    // whoever made it up runs it on the own machine
    /^[a-z][a-z0-9+.-]*:\/\/(\w+):\1@/.test(match) ||
    /EXAMPLE|xxxx|XXXX|0000000|1234567890/.test(match) ||
    (/^[a-z]+:\/\//.test(match) && isPlaceholder(match.slice(match.lastIndexOf(':') + 1, match.lastIndexOf('@')))) ||
    (match.startsWith(';') && isPlaceholder(match.replace(/^[^=]*=|;$/g, '')))
  );
}

/** As it is read aloud. */
const articleOf = (name: string): string => (/^(?:[aeio]|npm)/i.test(name) ? 'An' : 'A');

function ofFormat(text: string, formats: readonly SecretFormat[]): Omit<Suspect, 'start' | 'end'> | null {
  for (const { name, pattern, needs, isGenuine, isHarmless } of formats) {
    if (needs !== undefined && !text.includes(needs)) continue;
    const match = pattern.exec(text);
    if (match === null || isExample(match[0])) continue;
    const message = `${articleOf(name)} ${name} is written in the code: revoke it, and read its successor at run time.`;
    const isMade = isGenuine !== undefined && !isGenuine(match[0]);
    if (isMade || isHarmless) return { message, confidence: 0.4, isCertain: false };
    return { message, confidence: isGenuine === undefined ? 0.85 : 0.98, isCertain: true };
  }
  return null;
}

/** A part that every name has which any of the expressions for secret names matches. */
const MAY_BE_SECRET = /pass|pwd|secret|key|token|credential|auth|access|salt|client/i;

function ofName({ name, how }: GivenName, text: string): Omit<Suspect, 'start' | 'end'> | null {
  if (!MAY_BE_SECRET.test(name)) return null;
  // What is meant to be published, or only names something.
  if (/pub(?:lic|lishable)?[-_]?key|site[-_]?key/i.test(name) || LOOKUP_KEY.test(name)) return null;
  if (PUBLISHED.test(text) || (ANALYTICS.test(name) && !/secret|token|pass|admin|private/i.test(name))) return null;
  // Nobody chooses such a password: it is the number of something.
  if (/pass/i.test(name) && ID.test(text)) return null;
  if (name.length > 80 || name.toLowerCase() === text.toLowerCase() || IS_STAND_IN.test(name)) return null;
  const message = `\`${name}\` holds a credential that is written in the code: read it at run time.`;
  const certain = { message, isCertain: true };
  const isName = ANALYTICS.test(name) || (MADE_NAME.test(name) && readsAsName(text));
  if (SECRET_NAME.test(name) && looksChosen(text) && !isName) {
    const sure = how === 'passed' ? { ...certain, confidence: 0.6 } : certain;
    return isHint(name, text) || (how === 'passed' && !looksGenerated(text)) || SHARED.test(name)
      ? { ...sure, ...HINT }
      : sure;
  }
  if (TEXT_NAME.test(name)) return null;
  if ((HAS_SECRET_WORD.test(name) || KEY_NAME.test(name)) && how !== 'passed' && looksGenerated(text))
    return SHARED.test(name) ? { ...certain, confidence: 0.6, ...HINT } : { ...certain, confidence: 0.6 };
  if (how === 'passed' || !PASSWORD_NAME.test(name) || !looksWritten(text)) return null;
  return named(how, name);
}

/** A key that no generator made, and a word, with or without signs of its language, name something more often than they open it. */
function isHint(name: string, text: string): boolean {
  if (MADE_NAME.test(name)) return !looksGenerated(text);
  return !/\d/.test(text) && !/[!#$%&*+=?@^~]/.test(text);
}

function named(how: GivenName['how'], name: string): Omit<Suspect, 'start' | 'end'> {
  const verb = how === 'compared' ? 'is compared with' : 'is given';
  return { message: `\`${name}\` ${verb} a text that is written in the code.`, isCertain: false };
}

/** Characters of a word by their code: `[\w\-.=+/~%:@]`. */
const IS_OF_WORD = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w\-.=+/~%:@]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const SHORTEST_WORD = 16;
/** Longer words are data: pictures, fonts, certificates. They are cut, and of the pieces only the last is short enough. */
const LONGEST_WORD = 1000;
const LONGEST_PIECE = 1200;
const MOST_CANDIDATES = 20_000;

const isOfWord = (code: number): boolean => code < 128 && IS_OF_WORD[code] === 1;

/** Long words with digits: what the formats of one word are tried on. */
function wordsOf({ source }: SyntaxTree): Suspect[] {
  const suspects: Suspect[] = [];
  let count = 0;
  let start = nextLongWord(source, 0);
  while (start < source.length) {
    let end = start + SHORTEST_WORD;
    while (end < source.length && end - start < LONGEST_PIECE && isOfWord(source.charCodeAt(end))) end++;
    if (++count > MOST_CANDIDATES) break;
    const word = end - start > LONGEST_WORD ? '' : source.slice(start, end);
    const found = /[0-9]/.test(word) ? ofFormat(word, WORD_FORMATS) : null;
    if (found !== null) suspects.push({ ...found, start, end });
    start = nextLongWord(source, end);
  }
  return suspects;
}

/**
 * Where the next word begins that is long enough, or the end. Looks at every sixteenth character of what is no such word: a
 * word that long cannot lie between two of them.
 */
function nextLongWord(source: string, from: number): number {
  let start = from;
  while (start + SHORTEST_WORD <= source.length) {
    let at = start + SHORTEST_WORD - 1;
    while (at >= start && isOfWord(source.charCodeAt(at))) at--;
    if (at < start) return start;
    start = at + 1;
  }
  return source.length;
}

function ofString(tree: SyntaxTree, node: NodeIndex): Omit<Suspect, 'start' | 'end'> | null {
  const text = literalText(textOf(tree, node));
  if (text === null || text.length < 4) return null;
  const found = text.length >= 12 ? ofFormat(text, TEXT_FORMATS) : null;
  // Among words of a text for people an address is an example.
  if (found !== null)
    return /[A-Za-z]+\s+[A-Za-z]+\s+[A-Za-z]+/.test(text) && !/KEY-----/.test(text) ? { ...found, ...HINT } : found;
  // Whatever its name is: no secret that somebody chose or made has white space in it.
  if (/\s/.test(text)) return null;
  const given = givenName(tree, node);
  if (given === null || (isPart(tree, node) && !looksGenerated(text))) return null;
  return ofName(given, text);
}

const KNOWN = new WeakMap<SyntaxTree, readonly Suspect[]>();

/** Every suspect of a file in the order of their places; worked out once for the rules that share it. */
export function suspectsIn(tree: SyntaxTree): readonly Suspect[] {
  const known = KNOWN.get(tree);
  if (known !== undefined) return known;
  const words = wordsOf(tree);
  const suspects: Suspect[] = [];
  let next = 0;
  for (const node of nodesOf(tree, isStringLiteral)) {
    if (isStatement(tree, node)) continue;
    const start = startOf(tree, node);
    const end = endOf(tree, node);
    while (next < words.length && words[next].end <= start) suspects.push(words[next++]);
    const isWord = next < words.length && words[next].start < end;
    const named = isWord && words[next].isCertain ? null : ofString(tree, node);
    if (named !== null) suspects.push({ ...named, start, end });
    else if (isWord) suspects.push({ ...words[next], start, end });
    while (next < words.length && words[next].start < end) next++;
  }
  suspects.push(...words.slice(next));
  KNOWN.set(tree, suspects);
  return suspects;
}
