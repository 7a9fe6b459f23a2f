// What stands around a place says whether a weakness there does harm: a weak hash that makes a cache key is no danger, one
// that makes a password's digest is; a check that somebody can switch off is theirs to decide.
import {
  commentsIn,
  commentsNear,
  conditionsAround,
  lineAt,
  NEAR_COMMENT,
  nearText,
  rangeAround,
  statementText,
  wordsOf,
} from './code-nearby.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { firstNodeAt, IS_IDENTIFIER, statementAround } from './normalised-code.ts';
import { kindOf, startOf, textOf } from './parsing/syntax-tree.ts';
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
  /** the token came with a request, and nothing around it checks it, or reads only what finds the key */
  'unchecked',
  /** a call, which says what is; an annotation says what may be */
  'call',
  /** the file reads XML, and does not only make it */
  'parsing',
  /** nothing says that others than browsers with a session call it */
  'form',
  /** whoever is on the machine may write, and not only a group of its users */
  'everyone',
  /** no format, no protocol and no caller prescribes it */
  'own-choice',
  /** what is hashed is a password, by the program's own choice, and not one that it only still reads */
  'password',
  /** no condition and no name around it says that somebody chose it */
  'unconditional',
  /** nothing around it has just made it, and shows it once */
  'kept',
  /** what stands before the sign is no text that is filled in */
  'number',
  /** no comment beside it says that it is meant */
  'unexplained',
  /** the text does not say itself that it stands in for something */
  'genuine',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Where an object is made first, what it is given stands in the next statements. */
const NAMES_BEHIND = 200;

/**
 * Words of names, joined by `_`: `resetToken` reads as `_reset_token_`. Speed harms passwords, collisions certificates. What signs a
 * request is nearly always prescribed by whoever is asked, and a token made of something secret stays as secret as that.
 */
const PROTECTING = /_(?:pass(?:word|wd|phrase|code)s?|pwd|certificates?)_/;
/** Beside it something is asked for or sent: the other side says by which hash. */
const ASKS_ELSEWHERE =
  /\b(?:requests|session|client|axios|https?)\.(?:get|post|put|request)\s*\(|\bfetch\s*\(|\burlopen\s*\(|["'`]https?:\/\/|\bself\.load\s*\(|NewRequest|\bxml_?rpc/i;
/** Uses that a protocol or a format prescribes, or that name things and guard nothing. */
const PRESCRIBED =
  /_(?:web_?socket|digest_?auth\w*|ntlm\w*|scram\w*|cram|apop|pop3\w*|sasl\w*|challenges?|mysql\w*|native_password|content_md5|e_?tags?|cache\w*|checksums?|fingerprints?|thumbprints?|uuid|guid|oauth_?1?|git|torrent|gravatar|avatar|subject_key|ssh\w*|known_hosts?|host_?keys?|xmpp|jabber\w*|kerberos|krb5?|rfc_?\d*|legacy|htpasswd|\w*_?crypt|basic_auth\w*|upload\w*|chunks?|h?mac|ocsp\w*|subject_key_id\w*|wss\w*|soap\w*|nonce|derive\w*|\w*_derivation|kdf|evp\w*|to_key|cipher_key|serializ\w*|prox(?:y|ies)|shadow\w*|protocols?|scrobbl\w*|radius\w*|rcon|lookups?|dedup\w*|identifiers?|rate_?limit\w*|throttl\w*|buckets?|upgrade\w*|migrat\w*|last_?fm|pwned\w*|subsonic\w*|we_?chat|weixin|http_digest|digest_(?:realm|text)|realm|\w+_sig)_/;
const NO_MARKUP = /\bnot (?:for )?html\b|\bno html\b|\bnon-?html\b/i;
const MARKUP = /html|browser|response|web_?page|e-?mail|flask|django/i;
const OTHER_CONTENT =
  /content.?type[^\n]{0,60}(?:text\/(?:plain|css|csv|event-stream)|json|octet-stream|image\/|video\/|audio\/|pdf|zip|pkcs|x509|message\/http|application\/(?!xhtml|xml|x-www))|mime.?type[^\n]{0,40}(?:json|plain|image\/|octet)|application\/(?:json|octet-stream|x-x509|x-pkcs)/i;
const SESSION = /sess|auth|token|login|jwt|csrf|xsrf|remember|identity|(?:^|[^a-z])(?:s|u|user_?)id(?:[^a-z]|$)/i;
const CHECKED = /verif|validat|issuer|\bexp|expir|header(?!s)|\bkid\b/i;
/** What comes with a request may be anybody's; what an issuer answers is the issuer's. */
const RECEIVED =
  /\b(?:req(?:uest)?|ctx|r)\s*\??[.[]\s*(?:["']?\w*(?:headers?|cookies?|authori[sz]ation|auth|token|get|query|body|params|args|form)\b)|\bgetHeader\s*\(|\bgetCookies\s*\(|HttpServletRequest|\bbearer\b/i;
/** Somewhere in the file tokens are checked: what only reads them comes before or after that. */
const VERIFIES = /\b(?:jwt)?verify\w*\s*\(|\bverif(?:y|ied)[A-Z_]\w*|[Jj]wtVerify|parseClaimsJws|ParseWithClaims/;
const PARSES =
  /[.]\s*(?:parse|unmarshal|transform|build|read|validate)\w*\s*\(|XML(?:Event|Stream)?Reader|(?:from|read)_?xml|etree|loads?\(/i;
const CHOSEN =
  /_(?:verif\w*|valid\w*|insecure\w*|unsafe|skip\w*|strict|trust\w*|secure|certs?|certificates?|cert_reqs|ca|tls|ssl|allow\w*|reject\w*|check\w*|hostname|origins?|cors|enforce\w*|debug\w*|dev|develop\w*|production|node_env|local|localhost)_/;
/** A comment that says that it is meant. */
const SAID_SO =
  /self[- ]?signed|(?:\b(?:not?|never|avoid\w*|without|skip\w*|ignor\w*|disabl\w*|bypass\w*|trust\w*|accept\w*|allow\w*|any|all)\b|n't)[^\n]{0,60}\b(?:verif\w*|validat\w*|certs?|certificates?|ssl|tls|hostnames?)\b/i;
/** A comment that says why code looks as if something else was meant. */
const MEANT =
  /overload|narrow|discriminat|typescript|type.?check|on purpose|purpose(?:ly|ful)|intention|deliberate|falls? back|inclusive|length ?\+ ?1|closing|eslint-disable|@ts-(?:expect|ignore)|noinspection|nosonar|no-self|\bnan\b|same (?:as|for|in)|for (?:clarity|symmetry|readability|completeness)|re-?render|trigger|timing|constant.?time|required|necessary|needed|setter|placeholder|for now|not (?:yet )?(?:implemented|supported)|not (?:a|an) (?:typo|mistake|error)/i;
/** Texts in the place of credentials that say that they are none, and what emulates a service. */
const STAND_IN = /fake|dummy|mock|placeholder|emulat|not[-_ ]?(?:a[-_ ])?secret|unused|insecure[-_ ]?(?:key|secret)/i;
/** What a generator makes, and a person does not choose. */
const MADE_SECRET = /_(?:api_?)?(?:tokens?|api_?keys?|nonce|shared_secret|master_key|seed)_/;
const ROUNDS = /(?:iterations?|rounds)\w*\s*(?::\s*\w+\s*)?[:=]+\s*(\d[\d_]*)/gi;
const MANY_ROUNDS = 10_000;
const KEPT_FOR_OLD = /\blegacy|deprecat|migrat|backwards?[- ]compat|upgrad|old (?:hash|password|user|database)/i;
/** In Python the sign of the remainder fills texts, too. */
const FILLED_IN =
  /(?:template|format|fmt|pattern|msg|message|text|name|title|label|url|path|str|sql|query)\w*\s*%\s*\(?\d/i;
/** Who may connect to a socket is asked there. */
const OF_SOCKET = /_(?:sock|socket|unix|uds|listen\w*)_/;
const LISTENS = /\bListenUnix\b|Listen\(\s*"unix"|AF_UNIX|\bunix socket/i;
const ANY_MODE = /(?<![\w.])(?:0o|0)[0-7]{3}\b/;
/** A server that does not ask for certificates checks none anyway. */
const SERVES = /\bcreate(?:Secure|Https?)?Server\s*\(/;
const GROUP_ONLY = /(?<![\w.])0?o?[0-7]{0,2}[2367][0145]\b|g\+\w*w|IWGRP|GROUP_WRITE|rw.r[w-][-x][r-]-[-x]/;
const EVERYONE = /(?<![\w.])0?o?[0-7]{2,3}[2367]\b|[ao]\+\w*w|IWOTH|OTHERS_WRITE/;
const OLD_FORMAT =
  /_(?:pdf\w*|pkcs_?12|pfx|jks|smb\w*|snmp\w*|zip|rar|kdbx|des|desede|triple_des|rc[24]|blowfish|compat\w*)_/;
const NAMES_IT =
  /_(?:algorithms?|ciphers?|cipher_?name|mode|des|desede|3des|rc[24]|blowfish|versions?|revisions?|compat\w*|legacy)_/;
const ORIGIN_CHECKED =
  /_(?:dev\w*|prod\w*|node_env|local\w*|any|all|allow\w*|cors\w*|trust\w*|white\w*|permit\w*|match\w*|valid\w*|includes|contains|index_of|test)_/;
/** Browsers hand nothing of an answer over that came with credentials and names any origin. */
const WRITES_ANY_ORIGIN =
  /access-control-allow-origin["'\]]*\s*[,:=\])]+\s*(?![^\n;]*(?:\borigin\b|\breq|header|\bget))[\w"'`*]/i;
const ORIGIN_LISTED = /allowed_?origins?|origins?_?(?:allowed|matches|white_?list|patterns)/i;
const ORIGIN_ASKED =
  /\b(?:is|are|check|validate|verify|match)\w*origin\w*\s*\(|origins?_?(?:allowed|valid|trusted)\w*\s*\(/i;
/** Of a servlet: the whole of it answers with something else than a page. */
const ALWAYS_OTHER = /setContentType\(\s*"(?!text\/html)/;
/** What machines call, which have no session that somebody could ride on. */
const CALLED_BACK =
  /_(?:callbacks?|reports?|social|sso|git|svn|dav|webdav|scim|web_?hooks?|hooks?|notif\w*|ipn|saml\w*|acs|oauth\w*|oidc|apis?|rest|rpc|xml_?rpc|json_?rpc|tokens?|lti|metrics|health\w*|graphql)_/;
/** Classes and files that say in their name that they check nothing: whoever uses them means it. */
const NAMED_CLASS =
  /_(?:trust_?(?:all|any|every\w*)|(?:all|any)_?trust\w*|accept_?(?:all|any)|allow_?all|relaxed|lenient|naive|blind|dummy|no_?op|null|fake|skip_?ssl\w*|skip_?verif\w*|ignore_?\w*|insecure|unsafe)_/;
/** The connection is only made to see the certificate that the other side has. */
const LOOKS_AT_CERTIFICATE = /getpeercert|peer_?certificates?\b|get_server_certificate|getPeerCertificate/i;
/** A secret that has just been made is shown once, or nobody has it. */
const JUST_MADE =
  /automatically created|random(?:ly)?[-_ ]?(?:generated|password|pwd|token)|generated (?:\w+ )?(?:password|token|secret|key)|(?:generate|create)_?\w*(?:password|pwd|token|secret|apikey)\w*\s*\(/i;
const CALLED_SO =
  /_(?:(?:allow|reject|un)_unauthori[sz]ed|unauthori[sz]ed_agent|insecure\w*|unverified|untrusted|self_signed|no_verify|skip_verify)_/;
/** The option is given what a setting says. */
const BY_SETTING =
  /\b(?:verify\w*|ssl_?verify|check_?hostname|reject_?unauthorized|insecure_?skip_?verify|debug)["'\]]*\s*[:=]\s*!?\s*(?:[\w.]*\.)?\w*(?:env|config|conf|cfg|settings?|options?|opts|args|flags)\w*\s*[.([]/i;
/** The option is given a variable: whoever set it has chosen. */
const BY_VARIABLE =
  /\b(?:InsecureSkipVerify|rejectUnauthorized)\s*[:=]\s*!?(?!true\b|false\b)[A-Za-z_]\w*(?:\.\w+)*\s*[,;})\n]/;
/** The chain of certificates is checked: only the name of the host is not compared. */
const CHECKS_CHAIN = /\bCERT_REQUIRED\b/;
/** What is asked never leaves the machine. */
const OWN_MACHINE = /\blocal_?root_?url|\blocalhost\b|\b127\.0\.0\.1\b|\bloop_?back/i;
/** A comment that says that the program runs without encryption, too. */
const WITHOUT_ENCRYPTION = /\bhttps?\b(?!:)|\bssl\b|\btls\b/i;
/** Names of cookies that remember a way or a taste. */
const LOOKS =
  /["'`][\w-]*(?:redirect|return|lang|locale|theme|consent|banner|dismiss|seen|tour|time_?zone|method|provider|callback|_cb\b)[\w-]*["'`]/i;
/** A value that is written in the code is the same for everybody. */
const SAME_FOR_ALL = /\((?:\s*["'][^"']*["']\s*,){1,2}\s*["'][^"']*["']\s*[,)]/;
/** A cookie that is taken away holds nothing. */
const REMOVED = /,\s*(?:""|''|``|null|None|nil)\s*[,)]|\bmax_?age["']?\s*[:=]\s*(?:0\b|-)|setMaxAge\(\s*[-0]/i;
/** XML of the program itself, and parsers of HTML, which know no entities of others. */
const OWN_XML = /\bgetResource(?:s|AsStream)?\s*\(|class_?path|cyberneko|nekohtml|tagsoup|html_?parser/i;
/** Words in the place of a key of an HMAC: they tell uses of it apart. */
const LABEL = /hmac\w*\W[^\n]*["'](?!\w*(?:secret|key|pass))[a-z]+(?:[-_. ](?!secret|key|pass)[a-z]+)+["']/i;
/** Files that hold what people read, under names of what they enter there. */
const TRANSLATES =
  /(?:^|[/._-])(?:locales?|i18n|l10n|lang(?:uage)?s?|translations?|phrases|messages|intl|nls)(?:[/._-])/i;
/** The same, as one word in capitals. */
const LABEL_WORD = /(?:hmac|Hmac|HMAC)\w*\W[^\n]*["'](?!\w*(?:SECRET|KEY|PASS))[A-Z]{4,}["']/;
/** A comment that says that everybody may know the key. */
const MAY_BE_KNOWN =
  /\bpublic(?:ly)?\b|publishable|not (?:a |an |really )?(?:secret|sensitive|confidential)|safe to (?:share|expose|commit|publish|be|have)|on purpose|intentional|for (?:unit |local )?(?:tests?|testing|examples?|development|demo)|(?:example|dummy|placeholder|fake) (?:value|key|secret|password|token)/i;
const NAMED_SO =
  /_(?:insecure\w*|unverified|no_?verif\w*|skip_verif\w*|disabled?_verif\w*|is_supported\w*|supports?_\w+|probe\w*|detect\w*)_/;

/** Whether what is around the place says that it matters. */
export function isBorneOut(kind: EvidenceKind, program: Program, offset: number): boolean {
  switch (kind) {
    case 'protection':
      return isProtecting(program, offset);
    case 'markup':
      if (NO_MARKUP.test(nearText(program, offset))) return false;
      return MARKUP.test(nearText(program, offset)) || MARKUP.test(surroundingFunction(program, offset));
    case 'page':
      return !OTHER_CONTENT.test(nearText(program, offset)) && !answersWithText(program.tree.source);
    case 'credentials':
      return (
        sendsCredentials(nearText(program, offset)) &&
        !WRITES_ANY_ORIGIN.test(statementText(program, offset)) &&
        !conditionsAround(program, offset).some((each) => ORIGIN_CHECKED.test(each)) &&
        !ORIGIN_ASKED.test(nearText(program, offset)) &&
        !isListed(program, offset)
      );
    case 'session':
      return (
        isOfSession(statementText(program, offset)) &&
        !isOwnMethod(program, offset) &&
        ![...commentsNear(program, offset), ...commentsIn(statementText(program, offset))].some((each) =>
          WITHOUT_ENCRYPTION.test(each),
        )
      );
    case 'unchecked':
      return (
        !/^[\w.]*(?:encode|sign)\s*\(/i.test(program.tree.source.slice(offset, offset + NEAR_COMMENT)) &&
        RECEIVED.test(nearText(program, offset)) &&
        !CHECKED.test(nearText(program, offset)) &&
        !VERIFIES.test(program.tree.source)
      );
    case 'call':
      return program.tree.source[offset] !== '@';
    case 'parsing':
      return (
        PARSES.test(program.tree.source) &&
        !nearText(program, offset).includes('setEntityResolver(') &&
        !OWN_XML.test(nearText(program, offset))
      );
    case 'form':
      return !CALLED_BACK.test(wordsOf(`${decoratedFunction(program, offset)} ${program.path.slice(-80)}`));
    case 'everyone':
      return isForEveryone(program, offset);
    case 'own-choice':
      return !isPrescribed(program, offset);
    case 'password':
      return isOwnPassword(program, offset);
    case 'unconditional':
      return !isChosen(program, offset);
    case 'kept':
      return !JUST_MADE.test(nearText(program, offset));
    case 'number':
      return !FILLED_IN.test(lineAt(program.tree.source, offset));
    case 'unexplained':
      return ![
        ...commentsNear(program, offset),
        ...commentsIn(program.tree.source.slice(offset, offset + 2 * NEAR_COMMENT)),
      ].some((each) => MEANT.test(each));
    case 'genuine':
      return isGenuine(program, offset);
  }
}

/** The text is neither a stand-in nor a label, nothing that people read, and nothing that everybody may know. */
function isGenuine(program: Program, offset: number): boolean {
  return (
    !STAND_IN.test(statementText(program, offset)) &&
    !LABEL.test(statementText(program, offset)) &&
    !LABEL_WORD.test(statementText(program, offset)) &&
    !TRANSLATES.test(program.path) &&
    !/telemetry|analytics|captcha/i.test(program.path) &&
    !commentsNear(program, offset).some((each) => MAY_BE_KNOWN.test(each))
  );
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
  if (!words.some((each) => PROTECTING.test(each)) || ASKS_ELSEWHERE.test(nearText(program, offset))) return false;
  return ![...words, wordsOf(program.path.slice(-80))].some((each) => PRESCRIBED.test(each));
}

/** The names around say which format or protocol asks for it, or a condition that whoever calls has named it. */
function isPrescribed(program: Program, offset: number): boolean {
  const names = wordsOf(`${surroundingFunction(program, offset)} ${program.path.slice(-80)}`);
  return (
    PRESCRIBED.test(names) ||
    OLD_FORMAT.test(names) ||
    conditionsAround(program, offset).some((each) => NAMES_IT.test(each))
  );
}

/** Not for a group only, and nothing like a socket, which whoever may write to it can only talk to. */
function isForEveryone(program: Program, offset: number): boolean {
  const statement = statementText(program, offset);
  const line = lineAt(program.tree.source, offset);
  if (OF_SOCKET.test(wordsOf(`${statement} ${surroundingFunction(program, offset)}`))) return false;
  if (LISTENS.test(nearText(program, offset)) || (ANY_MODE.test(line) && !EVERYONE.test(line))) return false;
  return !GROUP_ONLY.test(statement) || EVERYONE.test(statement);
}

/** Nobody guesses a token that a generator made, and what is kept to read old hashes makes no new ones. */
function isOwnPassword(program: Program, offset: number): boolean {
  const names = wordsOf(`${statementText(program, offset)} ${surroundingFunction(program, offset)}`);
  if (MADE_SECRET.test(names) && !/_pass(?:word|wd)?s?_/.test(names)) return false;
  const { source } = program.tree;
  const line = lineAt(source, offset);
  if (/noop|no_op|legacy|deprecated|plain/i.test(line)) return false;
  if (isRepeatedOften(statementText(program, offset), source)) return false;
  return !isPrescribed(program, offset) && !commentsNear(program, offset).some((each) => KEPT_FOR_OLD.test(each));
}

/** Ten thousand rounds and more are fewer than one would choose today, and no quick hash. */
function isRepeatedOften(statement: string, source: string): boolean {
  const numbers = [...statement.matchAll(/(?<![\w.])\d[\d_]{4,}(?![\w.])/g)].map(([number]) => number);
  const named = [...source.matchAll(ROUNDS)].map(([, number]) => number);
  return [...numbers, ...named].some((number) => Number(number.replaceAll('_', '')) >= MANY_ROUNDS);
}

/** The name of the function around the place, or of the one that a decorator there belongs to. */
function decoratedFunction(program: Program, offset: number): string {
  const { source } = program.tree;
  const behind = /^[^\n]*\n(?:\s*@[^\n]*\n)*\s*(?:async\s+)?(?:def|function|class)\s+(\w+)/.exec(
    source.slice(offset, offset + LIMITS.namesAround),
  );
  return behind?.[1] ?? surroundingFunction(program, offset);
}

function answersWithText(source: string): boolean {
  return ALWAYS_OTHER.test(source) && !source.includes('text/html');
}

/** Settings of their own say elsewhere which origins may read the answers. */
function sendsCredentials(text: string): boolean {
  const withoutRefused = text.replace(/\w*credentials["']?\s*[:=]\s*(?:False|false)/gi, '');
  return /credential/i.test(withoutRefused) && !/CORS_(?:RESOURCES|ORIGINS)/.test(text);
}

/** A cookie that says who somebody is: neither taken away, nor the same for everybody, nor one that remembers a taste. */
function isOfSession(statement: string): boolean {
  return (
    SESSION.test(statement) &&
    ![/unsecure|insecure|\b(?:mock|dummy|fake)/i, REMOVED, SAME_FOR_ALL, LOOKS].some((each) => each.test(statement))
  );
}

/** A method that the file itself defines, of something else than a response: what it sets is said where it is defined. */
function isOwnMethod({ tree }: Program, offset: number): boolean {
  const call = /^([\w.]+)\.(\w+)\s*\(/.exec(tree.source.slice(offset, offset + NEAR_COMMENT));
  if (call === null || /res|reply|ctx|cookies?$/i.test(call[1])) return false;
  return new RegExp(
    `\\bdef\\s+${call[2]}\\s*\\(\\s*self\\b|^\\s*(?:async\\s+)?${call[2]}\\s*\\([^)]*\\)\\s*\\{`,
    'm',
  ).test(tree.source);
}

/** The file compares origins with a list, and what is answered here is such an origin. */
function isListed(program: Program, offset: number): boolean {
  return ORIGIN_LISTED.test(program.tree.source) && !/["'`]\*|\btrue\b/.test(statementText(program, offset));
}

/** A condition around the place asks whether to check, or the function says in its name that it does not. */
function isChosen(program: Program, offset: number): boolean {
  if (NAMED_SO.test(wordsOf(surroundingFunction(program, offset))) || isExplained(program, offset)) return true;
  if (CALLED_SO.test(wordsOf(ownName(program, offset)))) return true;
  if (NAMED_CLASS.test(wordsOf(program.path.slice(-80).replace(/^.*\//, '')))) return true;
  if (LOOKS_AT_CERTIFICATE.test(nearText(program, offset))) return true;
  if (BY_SETTING.test(statementText(program, offset)) || OWN_MACHINE.test(nearText(program, offset))) return true;
  if (BY_VARIABLE.test(statementText(program, offset))) return true;
  if (/check_hostname/.test(statementText(program, offset)) && CHECKS_CHAIN.test(nearText(program, offset)))
    return true;
  if (SERVES.test(nearText(program, offset)) && !/requestCert/.test(nearText(program, offset))) return true;
  return conditionsAround(program, offset).some((each) => CHOSEN.test(each));
}

/** What stands before the place in its statement: the name that it is given, among others. */
function ownName({ tree }: Program, offset: number): string {
  const { start } = statementAround(tree, firstNodeAt(tree, offset));
  return tree.source
    .slice(Math.max(start, offset - NEAR_COMMENT), offset)
    .replace(/["']?rejectUnauthorized["']?\s*[:=]\s*$/, '');
}

/** A comment beside the place, or at the head of its function, says that nothing is to be checked there. */
function isExplained(program: Program, offset: number): boolean {
  return commentsNear(program, offset).some((each) => SAID_SO.test(each));
}
