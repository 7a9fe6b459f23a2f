// What is at stake at a place: a setting, a cipher or a key in the code is an alarm where the code is an application that others
// meet, or guards a credential. In a command, a protocol of others or a helper that is there to be lax, somebody has chosen it.
import { commentsNear, nearText, wordsOf } from './code-nearby.ts';
import type { Purposes } from './facts/compile.ts';
import type { Program } from './ir.ts';
import type { SyntaxTree } from './parsing/syntax-tree.ts';
import { surroundingFunction } from './surrounding-function.ts';

/** What somebody knows who may come in. */
const CREDENTIAL =
  /_(?:passwords?|passwd|pwd|passphrase|credentials?|(?:access|auth|bearer|api|refresh|session|id)_tokens?|api_?keys?|secrets?|client_secret|authorization|sessions?|cookies?|bind_dn|bind_password|basic_auth|plain_auth)_/;
/** What speaks a protocol takes what the other side knows: its names, its documents, and the packing of its bytes. */
const PROTOCOL =
  /_(?:ntlm\w*|kerberos|krb5?|gssapi|spnego|smb[123]?|cifs|ldaps?|radius|tacacs|snmp\w*|ipmi|rdp|vnc|rfb|tds|dce_?rpc|msrpc|netlogon|samr|lsa|wpa[23]?|eapol?|wep|wifi|bluetooth|ble|zigbee|zwave|modbus|mqtt|coap|dtls|ike\w*|ipsec|openvpn|socks\w*|pptp|l2tp|chap|mschap\w*|tls_?\d*|ssl\w*|x509|pkcs\w*|asn_?1|pgp|gpg|openpgp|smime|s_mime|jks|pem|otr|bip_?\d+|keystore|torrent|bittorrent|irc|ftp\w*|telnet|onvif|rtsp|stun|srtp|hls|drm|widevine|emulat\w*|dissect\w*|sniff\w*|packets?|firmware|bootloader)_/;
const DOCUMENT = /\bRFC[ -]?\d{3,}|\[MS-[A-Z]{2,}\]|\bsection \d+(?:\.\d+)+/i;
const PACKS = /\bstruct\.(?:un)?pack\b|binary\.(?:Big|Little)Endian|\bByteBuffer\b|\bwriteUInt(?:8|16|32)|\bputInt\(/;
/** Who breaks in for a living, and who tests, goes where nothing can be trusted. */
const ATTACKS =
  /_(?:exploits?|pentest[a-z]*|pwn[a-z]*|payloads?|brute[a-z]*|fuzz[a-z]*|crack[a-z]*|attacks?|scanners?|honeypots?|acctest|acceptance|tests?|testing|selftest|bench[a-z]*)_/;
/** What whoever runs it points at something; in what answers requests the words only say where the code lies. */
const TOOLS =
  /_(?:scan|poc|spider|crawlers?|probes?|discover[a-z]*|checker|health_?checks?|debug[a-z]*|dev|demos?|samples?|examples?|tools?|cli|cmd|scripts?|hack)_/;
const SAYS_SO =
  /_(?:insecure[a-z]*|unsafe[a-z]*|reckless[a-z]*|legacy|deprecated|trust_?all[a-z]*|unverified|dummy|fake|mock[a-z]*|no_?verif[a-z]*|(?:allow|skip|disable)_[a-z]+|compat[a-z]*)_/;

/** How the code stands that a place is in. */
export interface Stakes {
  /** the file answers requests of others */
  readonly serves: boolean;
  /** credentials are handled beside it */
  readonly hasCredential: boolean;
  /** a command, a tool, or something that says itself that it is lax */
  readonly isLax: boolean;
  /** it takes apart or makes what a protocol or a format of others prescribes */
  readonly isProtocol: boolean;
}

/** What a whole file tells, read once for all its findings. */
interface FileStakes {
  readonly serves: boolean;
  readonly isCommand: boolean;
}

const FILES = new WeakMap<Purposes, WeakMap<SyntaxTree, FileStakes>>();
const PACKING = new WeakMap<SyntaxTree, boolean>();

function stakesOfFile({ tree }: Program, facts: Purposes): FileStakes {
  const files = FILES.get(facts) ?? new WeakMap<SyntaxTree, FileStakes>();
  FILES.set(facts, files);
  const known = files.get(tree);
  if (known !== undefined) return known;
  const stakes = { serves: facts.serves(tree.source), isCommand: facts.isCommand(tree.source) };
  files.set(tree, stakes);
  return stakes;
}

/** The file puts bytes together as a protocol wants them. */
export function packs({ tree }: Program): boolean {
  const known = PACKING.get(tree) ?? PACKS.test(tree.source);
  PACKING.set(tree, known);
  return known;
}

/** What stands around a place, and in its file. */
export function stakesAt(program: Program, offset: number, facts: Purposes): Stakes {
  const near = nearText(program, offset);
  const path = program.path.slice(-LONGEST_PATH);
  const within = surroundingFunction(program, offset);
  const names = wordsOf(`${path} ${within}`);
  const ownNames = wordsOf(`${path.slice(path.lastIndexOf('/') + 1)} ${within}`);
  const { serves, isCommand } = stakesOfFile(program, facts);
  return {
    serves,
    hasCredential: CREDENTIAL.test(wordsOf(near)),
    isLax: (!serves && (isCommand || TOOLS.test(names))) || ATTACKS.test(names) || SAYS_SO.test(ownNames),
    isProtocol:
      PROTOCOL.test(names) ||
      DOCUMENT.test(near) ||
      packs(program) ||
      commentsNear(program, offset).some((each) => DOCUMENT.test(each)),
  };
}

const LONGEST_PATH = 120;
