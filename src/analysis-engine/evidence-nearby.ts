// What stands around a place says whether a weakness there does harm: a weak hash that makes a cache key is no danger, one
// that makes a password's digest is; a check that somebody can switch off is theirs to decide.
import { functionAround } from './function-ranges.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { firstNodeAt, IS_IDENTIFIER, statementAround } from './normalised-code.ts';
import { childByField, endOf, kindOf, parentOf, startOf, textOf } from './parsing/syntax-tree.ts';
import { surroundingFunction } from './surrounding-function.ts';

export const EVIDENCE_KINDS = [
  /** names around it say that something is protected */
  'protection',
  /** the code around it is about pages or mail */
  'markup',
  /** nothing around it says that what is sent is no page */
  'page',
  /** credentials go with it: pages of any origin may read what anybody may see */
  'credentials',
  /** the statement is about who somebody is */
  'session',
  /** nothing around it checks the token, or reads only what finds the key */
  'unchecked',
  /** a call, which says what is; an annotation says what may be */
  'call',
  /** the file reads XML, and does not only make it */
  'parsing',
  /** no condition and no name around it says that somebody chose it */
  'unconditional',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Where an object is made first, what it is given stands in the next statements. */
const NAMES_BEHIND = 200;

/** Words of names, joined by `_`: `resetToken` reads as `_reset_token_`. */
const PROTECTING =
  /_(?:pass(?:word|wd|phrase|code)s?|pwd|secrets?|credentials?|(?:sign(?:ature|ed|er|ing)?|verifier)|certificates?|(?:auth|access|session|api|csrf|reset|refresh|bearer|remember|login)_(?:token|id|key)s?|(?:private|secret|api|license)_key|(?:un)?authenti(?:c|city|cate|cated|cation))_/;
/** Uses that a protocol or a format prescribes, or that name things and guard nothing. */
const PRESCRIBED =
  /_(?:web_?socket|digest_?auth\w*|ntlm\w*|scram\w*|cram|apop|pop3\w*|sasl\w*|challenges?|mysql\w*|native_password|content_md5|e_?tags?|cache\w*|checksums?|fingerprints?|thumbprints?|uuid|guid|oauth_?1?|git|torrent|gravatar|avatar|subject_key|ssh\w*|known_hosts?|host_?keys?|xmpp|jabber\w*|kerberos|krb5?|rfc_?\d*|legacy|htpasswd|\w*_?crypt|basic_auth\w*|upload\w*|chunks?|h?mac)_/;
const MARKUP = /html|browser|response|web_?page|e-?mail|flask|django/i;
const OTHER_CONTENT =
  /content.?type[^\n]{0,60}(?:text\/(?:plain|css|csv|event-stream)|json|octet-stream|image\/|video\/|audio\/|pdf|zip|pkcs|x509|message\/http)|mime.?type[^\n]{0,40}(?:json|plain|image\/|octet)|application\/(?:json|octet-stream|x-x509|x-pkcs)/i;
const SESSION = /sess|auth|token|login|jwt|csrf|xsrf|remember|identity|(?:^|[^a-z])(?:s|u|user_?)id(?:[^a-z]|$)/i;
const CHECKED = /verif|validat|issuer|\bexp|expir|header|\bkid\b/i;
const PARSES =
  /[.]\s*(?:parse|unmarshal|transform|build|read|validate)\w*\s*\(|XML(?:Event|Stream)?Reader|(?:from|read)_?xml|etree|loads?\(/i;
const CHOSEN =
  /_(?:verif\w*|valid\w*|insecure\w*|unsafe|skip\w*|strict|trust\w*|secure|certs?|certificates?|cert_reqs|ca|tls|ssl|allow\w*|reject\w*|check\w*|hostname|origins?|cors|enforce\w*)_/;
const NAMED_SO = /_(?:insecure\w*|unverified|no_?verif\w*|skip_verif\w*|disabled?_verif\w*)_/;

/** Whether what is around the place says that it matters. */
export function isBorneOut(kind: EvidenceKind, program: Program, offset: number): boolean {
  switch (kind) {
    case 'protection':
      return isProtecting(program, offset);
    case 'markup':
      return MARKUP.test(nearText(program, offset)) || MARKUP.test(surroundingFunction(program, offset));
    case 'page':
      return !OTHER_CONTENT.test(nearText(program, offset));
    case 'credentials':
      return /credential/i.test(nearText(program, offset));
    case 'session':
      return SESSION.test(statementText(program, offset));
    case 'unchecked':
      return !CHECKED.test(nearText(program, offset));
    case 'call':
      return program.tree.source[offset] !== '@';
    case 'parsing':
      return PARSES.test(program.tree.source);
    case 'unconditional':
      return !isChosen(program, offset);
  }
}

/**
 * Looks at the names in the statement (of one that only makes the function, in those behind it too), at what the
 * surrounding function and its file are called.
 */
function isProtecting(program: Program, offset: number): boolean {
  const { tree } = program;
  const statement = statementAround(tree, firstNodeAt(tree, offset));
  const from = Math.max(statement.start, offset - LIMITS.namesAround);
  const isWhole = /digest|final|hex|sum|base64|\([^()]*\w[^()]*[+,]/i.test(tree.source.slice(offset, statement.end));
  const end = statement.end + (isWhole ? 0 : NAMES_BEHIND);
  const to = Math.min(end, rangeAround(program, offset)[1]);
  const words = [wordsOf(surroundingFunction(program, offset))];
  for (let at = firstNodeAt(tree, from); at < tree.count && startOf(tree, at) < to; at++) {
    if (IS_IDENTIFIER.test(kindOf(tree, at))) words.push(wordsOf(textOf(tree, at)));
  }
  if (!words.some((each) => PROTECTING.test(each))) return false;
  return ![...words, wordsOf(program.path.slice(-80))].some((each) => PRESCRIBED.test(each));
}

function nearText(program: Program, offset: number): string {
  const [from, to] = rangeAround(program, offset);
  return program.tree.source.slice(from, to);
}

function statementText({ tree }: Program, offset: number): string {
  const { start, end } = statementAround(tree, firstNodeAt(tree, offset));
  return tree.source.slice(Math.max(start, offset - LIMITS.namesAround), Math.min(end, offset + LIMITS.namesAround));
}

/** The surrounding function, as far as it is near. */
function rangeAround(program: Program, offset: number): [from: number, to: number] {
  const { tree } = program;
  const around = functionAround(program, offset);
  const isWhole = around === program.main;
  const from = Math.max(isWhole ? 0 : startOf(tree, around.node), offset - LIMITS.namesAround);
  const to = Math.min(isWhole ? tree.source.length : endOf(tree, around.node), offset + LIMITS.namesAround);
  return [from, to];
}

/** A condition around the place asks whether to check, or the function says in its name that it does not. */
function isChosen(program: Program, offset: number): boolean {
  const { tree } = program;
  if (NAMED_SO.test(wordsOf(surroundingFunction(program, offset)))) return true;
  const { node: outermost } = functionAround(program, offset);
  const place = firstNodeAt(tree, offset);
  for (let at = parentOf(tree, place); at >= 0 && at !== outermost; at = parentOf(tree, at)) {
    const condition = childByField(tree, at, 'condition');
    if (condition === undefined || condition < 0 || endOf(tree, condition) > offset) continue;
    if (CHOSEN.test(wordsOf(textOf(tree, condition).slice(0, LIMITS.namesAround)))) return true;
  }
  return false;
}

function wordsOf(name: string): string {
  const parts = name.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3_$2$4');
  return `_${parts.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase()}_`;
}
