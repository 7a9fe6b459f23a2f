// What stands around a place says whether a weakness there does harm: a text under the name of a key is one only where it signs
// something; a check that somebody can switch off is theirs to decide.

import {
  commentsIn,
  commentsNear,
  conditionsAround,
  lineAt,
  NEAR_COMMENT,
  nearText,
  statementText,
  wordsOf,
} from './code-nearby.ts';
import type { Purposes } from './facts/compile.ts';
import { fileHolds, wordsInFile } from './file-questions.ts';
import type { Program } from './ir.ts';
import { firstNodeAt, statementAround } from './normalised-code.ts';
import { packs, stakesAt } from './stakes-nearby.ts';
import { surroundingFunction } from './surrounding-function.ts';

export const EVIDENCE_KINDS = [
  /** nothing around it says that what is sent is no page */
  'page',
  /** credentials go with it: pages of any origin may read what anybody may see */
  'credentials',
  /** the token came with a request, and nothing around it checks it, or reads only what finds the key */
  'unchecked',
  /** a call, which says what is; an annotation says what may be */
  'call',
  /** the file reads XML, and does not only make it */
  'parsing',
  /** whoever is on the machine may write, and not only a group of its users */
  'everyone',
  /** no format, no protocol and no caller prescribes it */
  'own-choice',
  /** a password itself is what is given to it, and nothing around it names a protocol or another way to keep it */
  'password',
  /** no condition and no name around it says that somebody chose it */
  'unconditional',
  /** no condition around it asks whether somebody allowed it */
  'unasked',
  /** it is kept in a log, and not shown to whoever runs the program; nothing around it has just made it */
  'kept',
  /** what stands before the sign is no text that is filled in */
  'number',
  /** the field that is tested under a lock is declared in the file, and not as volatile */
  'not-volatile',
  /** no comment beside it says that it is meant */
  'unexplained',
  /** it signs, encrypts or has the format of an issuer, and does not say itself that it stands in for something */
  'genuine',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Uses that a protocol or a format prescribes, or that name things and guard nothing. */
const PRESCRIBED =
  /_(?:web_?socket|digest_?auth\w*|ntlm\w*|scram\w*|cram|apop|pop3\w*|sasl\w*|challenges?|mysql\w*|native_password|content_md5|e_?tags?|cache\w*|checksums?|fingerprints?|thumbprints?|uuid|guid|oauth_?1?|git|torrent|gravatar|avatar|subject_key|ssh\w*|known_hosts?|host_?keys?|xmpp|jabber\w*|kerberos|krb5?|rfc_?\d*|legacy|htpasswd|\w*_?crypt|basic_auth\w*|upload\w*|chunks?|h?mac|ocsp\w*|subject_key_id\w*|wss\w*|soap\w*|nonce|derive\w*|\w*_derivation|kdf|evp\w*|to_key|cipher_key|serializ\w*|prox(?:y|ies)|shadow\w*|protocols?|scrobbl\w*|radius\w*|rcon|lookups?|dedup\w*|identifiers?|rate_?limit\w*|throttl\w*|buckets?|upgrade\w*|migrat\w*|last_?fm|pwned\w*|subsonic\w*|we_?chat|weixin|http_digest|digest_(?:realm|text)|realm|\w+_sig)_/;
const OTHER_CONTENT =
  /content.?type[^\n]{0,60}(?:text\/(?:plain|css|csv|event-stream)|json|octet-stream|image\/|video\/|audio\/|pdf|zip|pkcs|x509|message\/http|application\/(?!xhtml|xml|x-www))|mime.?type[^\n]{0,40}(?:json|plain|image\/|octet)|application\/(?:json|octet-stream|x-x509|x-pkcs)/i;
const CHECKED = /verif|validat|issuer|\bexp|expir|header(?!s)|\bkid\b/i;
/** What comes with a request may be anybody's; what an issuer answers is the issuer's. */
const RECEIVED =
  /\b(?:req(?:uest)?|ctx|r)\s*\??[.[]\s*(?:["']?\w*(?:headers?|cookies?|authori[sz]ation|auth|token|get|query|body|params|args|form)\b)|\bgetHeader\s*\(|\bgetCookies\s*\(|HttpServletRequest|\bbearer\b/i;
/** Somewhere in the file tokens are checked: what only reads them comes before or after that. */
const VERIFIES = /\b(?:jwt)?verify\w*\s*\(|\bverif(?:y|ied)[A-Z_]\w*|[Jj]wtVerify|parseClaimsJws|ParseWithClaims/;
const PARSES =
  /[.]\s*(?:parse|unmarshal|transform|build|read|validate)\w*\s*\(|XML(?:Event|Stream)?Reader|(?:from|read)_?xml|etree|loads?\(/i;
/** The builder is asked for an empty document at once, and reads none. */
const ONLY_MAKES = /^[^;]*newDocumentBuilder\(\s*\)\s*(?:;[^;]*)?\.\s*newDocument\(/;
const CHOSEN =
  /_(?:no_?(?:ssl|cert|verif|check)[a-z]*|verif\w*|valid\w*|insecure\w*|unsafe|skip\w*|strict|trust\w*|secure|certs?|certificates?|cert_reqs|ca|tls|ssl|allow\w*|reject\w*|check\w*|hostname|origins?|cors|enforce\w*|debug\w*|dev|develop\w*|production|node_env|local|localhost)_/;
/** A comment that says that it is meant. */
const SAID_SO =
  /\bdo nothing\b|self[- ]?signed|\bturn\w* (?:off|of)\b|\bswitch\w* off\b|(?:\b(?:not?|nothing|never|avoid\w*|without|skip\w*|ignor\w*|disabl\w*|bypass\w*|trust\w*|accept\w*|allow\w*|any|all)\b|n't)[^\n]{0,60}\b(?:verif\w*|validat\w*|certs?|certificates?|ssl|tls|hostnames?)\b/i;
/** A comment that says why code looks as if something else was meant. */
const MEANT =
  /overload|narrow|discriminat|typescript|type.?check|on purpose|purpose(?:ly|ful)|intention|deliberate|falls? back|inclusive|length ?\+ ?1|closing|eslint-disable|@ts-(?:expect|ignore)|noinspection|nosonar|no-self|\bnan\b|same (?:as|for|in)|for (?:clarity|symmetry|readability|completeness)|re-?render|trigger|negative|timing|constant.?time|required|necessary|needed|special.?cas|optimi[sz]|faster|performance|mypyc|thread.?safe|setter|placeholder|for now|not (?:yet )?(?:implemented|supported)|not (?:a|an) (?:typo|mistake|error)/i;
/** Texts in the place of credentials that say that they are none, and what emulates a service. */
const STAND_IN = /fake|dummy|mock|placeholder|emulat|not[-_ ]?(?:a[-_ ])?secret|unused|insecure[-_ ]?(?:key|secret)/i;
/** In Python the sign of the remainder fills texts, too. */
const FILLED_IN =
  /(?:template|format|fmt|pattern|msg|message|text|name|title|label|url|path|str|sql|query)\w*\s*%\s*\(?\d/i;
/** Who may connect to a socket is asked there. */
const OF_SOCKET = /_(?:sock|socket|unix|uds|listen\w*)_/;
const LISTENS = /\bListenUnix\b|Listen\(\s*"unix"|AF_UNIX|\bunix socket/i;
/** In such a folder nobody takes away what is another's. */
const STICKY = /(?<![\w.])0?o?1[0-7]{3}\b|S_ISVTX|ModeSticky/;
const FOR_ANYBODY =
  /\b(?:any|arbitrary|other|all|different|random) (?:\w+ )?(?:users?|uids?|processes|containers)\b|non-?root|\beveryone\b/i;
const WRITTEN_MODE =
  /(?<![\w.])(?:0o|0)[0-7]{3,4}\b|\b0x[0-9a-f]+|IW(?:OTH|GRP)|IRWX[OG]|OTHERS_WRITE|GROUP_WRITE|[ao]\+\w*w|rw.rw|["'`][0-7]{3,4}["'`]|setWritable|MODE_WORLD|umask|\bany\b/i;
/** It may be written to so that it can be taken away. */
const TAKEN_AWAY = /^[^\n]*\n[^\n]*(?:unlink|rmtree|rmdir|\bremove|deleteRecurs|RemoveAll)/;
const ANY_MODE = /(?<![\w.])(?:0o|0)[0-7]{3}\b/;
/** What is set was asked for a step before: `if not verify: options[…] = …`. */
const ASKED_BEFORE =
  /\bif\s*\(?\s*(?:(?:not\s+|!)\s*[\w.]*(?:verify(?:_?(?:ssl|tls|cert\w*|peer|host\w*))?|validate_?(?:ssl|tls|cert)\w*|(?:ssl|tls|cert)\w*verif\w*)|[\w.]*(?:insecure|skip_?(?:ssl|tls|cert|verif)|ignore_?(?:ssl|tls|cert)|allow_?self)\w*)\s*[):{]/i;
/** How far before a place a question stands that is still about it. */
const LINES_BEFORE = 200;
/** A server that does not ask for certificates checks none anyway. */
const SERVES = /\bcreate(?:Secure|Https?)?Server\s*\(/;
const GROUP_ONLY = /(?<![\w.])0?o?[0-7]{0,2}[2367][0145]\b|g\+\w*w|IWGRP|IRWXG|GROUP_WRITE|rw.r[w-][-x][r-]-[-x]/;
const EVERYONE = /(?<![\w.])0?o?[0-7]{2,3}[2367]\b|[ao]\+\w*w|IWOTH|IRWXO|OTHERS_WRITE/;
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
const NAMES_PAGES = /text\/html/;
const ALWAYS_OTHER = /setContentType\(\s*"(?!text\/html)/;
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
/** XML of the program itself, and parsers of HTML, which know no entities of others. */
const OWN_XML = /\bgetResource(?:s|AsStream)?\s*\(|class_?path|cyberneko|nekohtml|tagsoup|html_?parser/i;
/** Words in the place of a key of an HMAC: they tell uses of it apart. */
const LABEL = /hmac\w*\W[^\n]*["'](?!\w*(?:secret|key|pass))[a-z]+(?:[-_. ](?!secret|key|pass)[a-z]+)+["']/i;
/** Files that hold what people read, under names of what they enter there. */
const TRANSLATES =
  /(?:^|[/._-])(?:locales?|i18n|l10n|lang(?:uage)?s?|translations?|phrases|messages|intl|nls)(?:[/._-])/i;
/** The same, as one word in capitals. */
const LABEL_WORD = /(?:hmac|Hmac|HMAC)\w*\W[^\n]*["'](?!\w*(?:SECRET|KEY|PASS))[A-Z]{4,}["']/;
/** The document that says what the other side expects. */
const NAMES_SPECIFICATION = /\bRFC[ -]?\d{3,}|\[MS-[A-Z]{3,}\]|\bsection \d+(?:\.\d+)+/i;
const HEAD = 3000;
/** What is read was written by somebody else. */
const READS_OLD = /\bdecrypt\w*\s*\(|privateDecrypt|DECRYPT_MODE|unwrap/i;
/** Names of what signs sessions and tokens, or encrypts: whoever knows it can pose as anybody. */
const SIGNS =
  /_(?:secret_key(?:_base)?|sign(?:ing)?_(?:key|secret)|(?:jwt|session|cookie|master|encrypt\w*|crypto|cipher|aes|hmac)_(?:secret|key|secret_key)|secret_base|private_key)_/;
/** Of these, those that only an application has. */
const SIGNS_SESSIONS = /_(?:(?:jwt|session|cookie|auth_?token)_(?:secret|key|secret_key)|secret_(?:key_)?base)_/;
/** Calls that sign and encrypt with what they are given. */
const SIGNS_HERE =
  /\b(?:sign|jwt\w*|session|cookieSession|cookieParser|createHmac|createCipher\w*|SecretKeySpec|Hmac\w*|HMAC|Fernet|AES)\s*(?:\.\s*\w+\s*)?\(/;
const OF_TESTS = /\bclass \w*Test\w*|\bTESTING\b/;
/** Formats that only their issuers make. */
const OF_ISSUER =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bxox[abpsr]-[\w-]{10,}|\b[rs]k_live_\w{10,}|\bglpat-[\w-]{15,}|\bnpm_\w{30,}|\bSG\.[\w-]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^\s"'`:/]+:[^\s"'`@/]+@(?!127\.|0\.0\.|(?:[\w-]+\.)?(?:example|localhost)\.)[\w-]+\.\w/;
/** A password is given to it as it is. */
const GIVEN_PASSWORD = /\(\s*(?:\[\]byte\(\s*)?\w*(?:password|passwd|passphrase)\w*\b/i;
/** What sends requests to a service of others keeps to what that service asks for. */
const SENDS =
  /\b(?:requests?\.(?:get|post|put|request|Session)|httpx|aiohttp|urllib\d?|urlopen|axios|superagent|OkHttp\w*|HttpClient\w*|HttpURLConnection|http\.(?:Get|Post|PostForm|NewRequest\w*)|fetch|login_url|base_url|endpoint|download\w*)\b/i;
/** What keeps or reads passwords in one of several ways, or answers a challenge with them. */
const ONE_OF_WAYS = /\bcase\b|challeng|legacy|deprecat|migrat|user_?name|scram|ldap/i;
/** A condition that asks whether somebody allowed it. */
const ALLOWED = /_(?:allow\w*|enable\w*|permit\w*|trust\w*|unsafe|insecure)_/;
/** What whoever runs the program sees, and nobody keeps. */
const SHOWN = /^\s*(?:print|fmt\.P|System\.(?:out|err)|console\.(?:log|info|debug)|click\.|puts|echo|sys\.std)/;
/** A comment that says that everybody may know the key. */
const MAY_BE_KNOWN =
  /\bpublic(?:ly)?\b|publishable|not (?:a |an |really )?(?:secret|sensitive|confidential)|safe to (?:share|expose|commit|publish|be|have)|on purpose|intentional|for (?:unit |local )?(?:tests?|testing|examples?|development|demo)|(?:example|dummy|placeholder|fake) (?:value|key|secret|password|token)|\b(?:no|not) (?:actual|real)\b|\bexample of\b|\bused (?:in|by|for) tests\b/i;
const NAMED_SO =
  /_(?:insecure\w*|unverified|reckless\w*|disable_\w+|weak\w*|legacy|sec_level\w*|no_?verif\w*|skip_verif\w*|disabled?_verif\w*|is_supported\w*|supports?_\w+|probe\w*|detect\w*)_/;

/** Whether what is around the place says that it matters. */
export function isBorneOut(kind: EvidenceKind, program: Program, offset: number, facts: Purposes): boolean {
  switch (kind) {
    case 'page':
      return !OTHER_CONTENT.test(nearText(program, offset)) && !answersWithText(program);
    case 'credentials':
      return (
        sendsCredentials(nearText(program, offset)) &&
        !WRITES_ANY_ORIGIN.test(statementText(program, offset)) &&
        !conditionsAround(program, offset).some((each) => ORIGIN_CHECKED.test(each)) &&
        !ORIGIN_ASKED.test(nearText(program, offset)) &&
        !isListed(program, offset)
      );
    case 'unchecked':
      return (
        !/^[\w.]*(?:encode|sign)\s*\(/i.test(program.tree.source.slice(offset, offset + NEAR_COMMENT)) &&
        RECEIVED.test(nearText(program, offset)) &&
        !CHECKED.test(nearText(program, offset)) &&
        !fileHolds(program.tree, VERIFIES)
      );
    case 'call':
      return program.tree.source[offset] !== '@';
    case 'parsing':
      return (
        isServed(program, offset, facts) &&
        fileHolds(program.tree, PARSES) &&
        !nearText(program, offset).includes('setEntityResolver(') &&
        !ONLY_MAKES.test(program.tree.source.slice(offset, offset + NEAR_COMMENT)) &&
        !OWN_XML.test(nearText(program, offset))
      );
    case 'everyone':
      return isForEveryone(program, offset);
    case 'own-choice':
      return guardsCredential(program, offset, facts) && !isPrescribed(program, offset);
    case 'password':
      return (
        (isServed(program, offset, facts) || (isAtStake(program, offset, facts) && !fileHolds(program.tree, SENDS))) &&
        isOfPassword(program, offset)
      );
    case 'unconditional':
      return isAtStake(program, offset, facts) && !isChosen(program, offset);
    case 'unasked':
      return !conditionsAround(program, offset).some((each) => ALLOWED.test(each));
    case 'kept':
      return (
        !JUST_MADE.test(nearText(program, offset)) &&
        !SHOWN.test(program.tree.source.slice(offset, offset + NEAR_COMMENT))
      );
    case 'number':
      return !FILLED_IN.test(lineAt(program.tree.source, offset)) && !dividesFractions(program, offset);
    case 'not-volatile':
      return isPlainField(program, offset);
    case 'unexplained':
      return ![
        ...commentsNear(program, offset),
        ...commentsIn(program.tree.source.slice(offset, offset + 2 * NEAR_COMMENT)),
      ].some((each) => MEANT.test(each));
    case 'genuine':
      return isGenuine(program, offset, facts);
  }
}

/** The file answers requests of others, and is no tool. */
function isServed(program: Program, offset: number, facts: Purposes): boolean {
  const { serves, isLax } = stakesAt(program, offset, facts);
  return serves && !isLax;
}

/** Somebody's password or token goes through it, or the file answers requests of others; it speaks no protocol byte by byte. */
function isAtStake(program: Program, offset: number, facts: Purposes): boolean {
  const { serves, hasCredential, isLax } = stakesAt(program, offset, facts);
  return (serves || hasCredential) && !isLax && !packs(program);
}

/** It is there for the passwords, sessions and tokens of an application. */
function guardsCredential(program: Program, offset: number, facts: Purposes): boolean {
  const { serves, hasCredential, isLax, isProtocol } = stakesAt(program, offset, facts);
  return serves && hasCredential && !isLax && !isProtocol;
}

/** The text is neither a stand-in nor a label, nothing that people read, and nothing that everybody may know. */
function isGenuine(program: Program, offset: number, facts: Purposes): boolean {
  return (
    isOfValue(program, offset, facts) &&
    !STAND_IN.test(statementText(program, offset)) &&
    !LABEL.test(statementText(program, offset)) &&
    !LABEL_WORD.test(statementText(program, offset)) &&
    !TRANSLATES.test(program.path) &&
    !/telemetry|analytics|captcha/i.test(program.path) &&
    !commentsNear(program, offset).some((each) => MAY_BE_KNOWN.test(each))
  );
}

/** `if (made == null)`: what is tested is a field of this file, without `volatile`. */
function isPlainField({ tree }: Program, offset: number): boolean {
  const name = /^if\s*\(\s*(?:this\.)?(\w+)\s*==/.exec(tree.source.slice(offset, offset + NEAR_COMMENT))?.[1];
  if (name === undefined) return true;
  const declared = wordsInFile(tree, DECLARES).get(name);
  return (
    declared !== undefined &&
    !/\bvolatile\b/.test(declared) &&
    /\b(?:private|protected|public|static|transient)\b/.test(declared)
  );
}

function isOfPassword(program: Program, offset: number): boolean {
  return (
    GIVEN_PASSWORD.test(statementText(program, offset)) &&
    !ONE_OF_WAYS.test(nearText(program, offset)) &&
    !isPrescribed(program, offset)
  );
}

/** Of texts under the names of passwords, tokens and keys most are labels, or known to everybody who uses the program. */
function isOfValue(program: Program, offset: number, facts: Purposes): boolean {
  const statement = statementText(program, offset);
  if (OF_ISSUER.test(statement)) return true;
  if (!SIGNS_SESSIONS.test(wordsOf(statement)) && !isServed(program, offset, facts)) return false;
  const signs = SIGNS.test(wordsOf(statement)) || SIGNS_HERE.test(statement);
  return signs && !OF_TESTS.test(nearText(program, offset));
}

/** The names around say which format or protocol asks for it, or a condition that whoever calls has named it. */
function isPrescribed(program: Program, offset: number): boolean {
  const names = wordsOf(`${surroundingFunction(program, offset)} ${program.path.slice(-80)}`);
  return (
    PRESCRIBED.test(names) ||
    OLD_FORMAT.test(names) ||
    READS_OLD.test(statementText(program, offset)) ||
    NAMES_SPECIFICATION.test(program.tree.source.slice(0, HEAD)) ||
    NAMES_SPECIFICATION.test(nearText(program, offset)) ||
    conditionsAround(program, offset).some((each) => NAMES_IT.test(each))
  );
}

/** Not for a group only, and nothing like a socket, which whoever may write to it can only talk to. */
function isForEveryone(program: Program, offset: number): boolean {
  const statement = statementText(program, offset);
  const line = lineAt(program.tree.source, offset);
  if (TAKEN_AWAY.test(program.tree.source.slice(offset, offset + NEAR_COMMENT))) return false;
  if (OF_SOCKET.test(wordsOf(`${statement} ${surroundingFunction(program, offset)}`))) return false;
  if (STICKY.test(line) || commentsNear(program, offset).some((each) => FOR_ANYBODY.test(each))) return false;
  if (!WRITTEN_MODE.test(statement)) return false;
  if (LISTENS.test(nearText(program, offset)) || (ANY_MODE.test(line) && !EVERYONE.test(line))) return false;
  return !GROUP_ONLY.test(statement) || EVERYONE.test(statement);
}

/** Names that something stands before, and nothing but a value behind. */
const DECLARES = /(?<![^\n])[^=;(){}\n]*[\w>\]]\s+(\w+)\s*(?:=[^=]|;)/g;
/** Names that are declared as fractions. */
const FRACTIONS = /\b(?:double|float|Double|Float)\s+(\w+)/g;
const FRACTIONS_IN_GO = /\b(\w+)\s+float(?:32|64)\b/g;

/** Fractions become infinite, and nothing fails. */
function dividesFractions(program: Program, offset: number): boolean {
  const line = lineAt(program.tree.source, offset);
  if (program.language === 'python') return false;
  const names = [...line.matchAll(/\/=?\s*(?:this\.)?(\w+)/g)].map(([, name]) => name);
  return names.some(
    (name) => wordsInFile(program.tree, FRACTIONS).has(name) || wordsInFile(program.tree, FRACTIONS_IN_GO).has(name),
  );
}

function answersWithText({ tree }: Program): boolean {
  return fileHolds(tree, ALWAYS_OTHER) && !fileHolds(tree, NAMES_PAGES);
}

/** Settings of their own say elsewhere which origins may read the answers. */
function sendsCredentials(text: string): boolean {
  const withoutRefused = text.replace(/\w*credentials["']?\s*[:=]\s*(?:False|false)/gi, '');
  return /credential/i.test(withoutRefused) && !/CORS_(?:RESOURCES|ORIGINS)/.test(text);
}

/** The file compares origins with a list, and what is answered here is such an origin. */
function isListed(program: Program, offset: number): boolean {
  return fileHolds(program.tree, ORIGIN_LISTED) && !/["'`]\*|\btrue\b/.test(statementText(program, offset));
}

/** A condition around the place asks whether to check, or the function says in its name that it does not. */
function isChosen(program: Program, offset: number): boolean {
  if (NAMED_SO.test(wordsOf(surroundingFunction(program, offset))) || isExplained(program, offset)) return true;
  if (CALLED_SO.test(wordsOf(`${ownName(program, offset)} ${objectAt(program, offset)}`))) return true;
  const file = program.path.slice(-80).replace(/^.*\//, '');
  if (NAMED_CLASS.test(wordsOf(`${file} ${surroundingFunction(program, offset)}`))) return true;
  if (/Unsafe|reckless/i.test(nearText(program, offset))) return true;
  if (LOOKS_AT_CERTIFICATE.test(nearText(program, offset))) return true;
  if (BY_SETTING.test(statementText(program, offset)) || OWN_MACHINE.test(nearText(program, offset))) return true;
  if (BY_VARIABLE.test(statementText(program, offset))) return true;
  if (/check_hostname/.test(statementText(program, offset)) && CHECKS_CHAIN.test(nearText(program, offset)))
    return true;
  if (ASKED_BEFORE.test(program.tree.source.slice(Math.max(0, offset - LINES_BEFORE), offset))) return true;
  if (SERVES.test(nearText(program, offset)) && !/requestCert/.test(nearText(program, offset))) return true;
  return conditionsAround(program, offset).some((each) => CHOSEN.test(each));
}

/** `unverified.verify_mode = …`: the name of what is set. */
const objectAt = ({ tree }: Program, offset: number): string =>
  /^\w+(?=\.)/.exec(tree.source.slice(offset, offset + NEAR_COMMENT))?.[0] ?? '';

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
