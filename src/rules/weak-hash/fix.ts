// Takes a stronger hash, where nothing tells that the algorithm is given from outside.
import {
  codeAround,
  type Fix,
  type FixCandidate,
  type FixContext,
  namesAround,
  type TextEdit,
} from '../../analysis-engine/index.ts';

/** A weak algorithm as code names it. */
const WEAK = /\b(?:md[245]|sha-?1)\b/gi;
/** Formats and protocols that say which hash they have. */
const GIVEN =
  /mimic|\bcompatible with|compatibility|legacy|openssl|\bsign(?:ature)?\b|_sign\b|sign_|\bsecret\b|app_?key|api_?key|checksum|https?:|fingerprint|websocket|\|1\||known_?hosts|etag|gravatar|\brfc ?\d|digest[-_ ]?auth|protocol|md5sum|sha1sum|\bgit\b|redis|\blua\b|evalsha|x-\w+-content|["']X-[A-Z]|channel_?binding|\bcbt\b|tls-unique|ntlm|for_?encrypt|pkcs7|kerberos|\bkrb/i;
/** What was made with the old one is read again. */
const KEPT = /encrypt|decrypt|derive|passw|crypt\(|pwd/i;
/** A name for something, and no protection of it. */
const PLAIN =
  /cache|(?:^|_|install|[a-z])id$|selector|reference|guid|etag|bucket|shard|colou?r|avatar|file_?name|dedup|checksum|template|(?:^|_)key_hash|identifier/i;
/** What somebody could guess who can make the hash: to say that it protects nothing would be wrong. */
const PROTECTS = /token|session|secret|reset|auth(?!or)|nonce|csrf|cookie|signature/i;
/** What is compared with a digest that stays. */
const COMPARED = /\bin \(['"]|compare_digest|timingSafeEqual|MessageDigest\.isEqual|hmac\.Equal|\bassert\b/;

export const fix: Fix = (context) => {
  const { code, statement, functionName } = codeAround(context);
  const inFunction = functionName !== '';
  // A comment that speaks of it says why it is that one.
  const above = context.source.slice(0, context.start).split('\n').slice(-4).join('\n');
  if (/(?:#|\/\/|\*)[^\n]*\b(?:md5|sha-?1)\b/i.test(above)) return [];
  if (/md[245]|sha_?1/i.test(functionName)) return [];
  // So does the comment above the function.
  if (/\b(?:md5|sha-?1)(?:sum)?\b/i.test(commentAbove(context.source, code))) return [];
  // An entry of a table, or a case, that is called by the algorithm.
  const line = above.split('\n').at(-1) ?? '';
  if (/(?<!\()["'`]?\b(?:md[245]|sha-?1)\b["'`]?\s*(?::|=>|=)/i.test(line) || /\bpassw(?:or)?d?\b/i.test(line))
    return [];
  // Each of some identifiers gets one of its own.
  if (/\b(?:ids?|\w+Ids?|\w+_ids?)\)?\s*=>/.test(line)) return [];
  // Part of an answer of a server, of which somebody else knows the hash.
  if (/\bresp(?:onse)?\b/.test(statement) && context.language === 'go') return [];
  const wide = inFunction ? code : statement;
  if (
    KEPT.test(`${functionName} ${statement}`) ||
    /(?:update|digest|md5|sha1|[sS]um)\([^)\n]*passw/i.test(wide) ||
    GIVEN.test(wide) ||
    COMPARED.test(wide) ||
    /[^=!<>][=!]==?[^=]/.test(statement)
  )
    return [];
  // What a function of this name gives back is kept and compared by its callers.
  const isGivenBack = /\breturn\b[^\n]*(?:digest|md5|sha1|[sS]um\()/i.test(code) || /\breturn\b/.test(statement);
  const namesThings =
    /^hash$|[a-z]_?hash$|[a-z]I[dD]$|^id$|_id$|key$|sum$|finger|etag|version|selector|cache|signature/i;
  const parameters = /\bdef\s+\w+\s*\(([^)]*)\)/.exec(code)?.[1] ?? '';
  const protects = PROTECTS.test(`${functionName} ${parameters} ${statement}`);
  if (isGivenBack && namesThings.test(functionName)) return protects ? [] : plainIn(context);
  // What is given back is compared with what was kept, who knows where.
  if (/^return\b[\s\S]*digest\(/.test(statement)) return [];
  const withoutComments = wide.replaceAll(/#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');
  const isOnlyOne = (withoutComments.match(WEAK)?.length ?? 0) <= 1;
  const digest = /^(?:[\w.<>[\]$]+\s+)*([\w$]+)\s*:?=/.exec(statement)?.[1];
  const compared =
    digest === undefined
      ? null
      : new RegExp(
          `\\b${digest.replaceAll('$', '\\$')}\\b[^\\n]*[=!]=|[=!]=[^\\n]*\\b${digest.replaceAll('$', '\\$')}\\b`,
        );
  if (compared?.test(code) === true) return [];
  // What is kept under the digest is looked for under it in another function.
  const isPlace = new RegExp(
    `\\[\\s*${digest?.replaceAll('$', '\\$') ?? ' '}\\s*\\]|\\.(?:put|set|get|has)\\(\\s*${digest?.replaceAll('$', '\\$') ?? ' '}\\b`,
  );
  const taken = /([\w$]+)\s*=[^=\n]*\.digest\(/.exec(code)?.[1];
  const isKey = taken !== undefined && new RegExp(`\\[\\s*${taken.replaceAll('$', '\\$')}\\s*\\]`).test(code);
  if ((digest !== undefined && isPlace.test(code)) || isKey) return [];
  if (inFunction && !isOnlyOne) return askedForTwice(context, code, withoutComments);
  const isName = namesAround(context).some((name) => PLAIN.test(name));
  if (
    isName &&
    (context.language !== 'python' || /select|lookup|thread|[a-z]Id\b|_id\b/i.test(`${functionName} ${statement}`))
  )
    return [];
  const isPlain = context.language === 'python' && isName && !protects;
  return [...(isPlain ? context.repairs.at('hash.plain', context) : []), ...context.repairs.at('hash', context)];
};

/** Python can be told that it protects nothing, and gives what it gave before. */
const plainIn = (context: FixContext): FixCandidate[] =>
  context.language === 'python' ? context.repairs.at('hash.plain', context) : [];

/** The lines of comment that stand just above a function. */
function commentAbove(source: string, code: string): string {
  const at = source.indexOf(code);
  const lines = source
    .slice(Math.max(0, at - 1200), Math.max(0, at))
    .split('\n')
    .slice(0, -1)
    .reverse();
  const end = lines.findIndex((line) => !/^\s*(?:\/\/|#|\*|\/\*|@)/.test(line));
  return (end < 0 ? lines : lines.slice(0, end)).join('\n');
}

/** Java: of one provider, and of another where that has none: all of them, or what is made differs from machine to machine. */
function askedForTwice({ source, start, language }: FixContext, code: string, withoutComments: string): FixCandidate[] {
  const asked = [
    ...withoutComments.matchAll(/([\w$]+)\s*=\s*(?:java\.security\.)?MessageDigest\.getInstance\(\s*("[^"]+")/g),
  ];
  const [first] = asked;
  if (language !== 'java' || first === undefined) return [];
  if (asked.length !== withoutComments.match(WEAK)?.length) return [];
  if (asked.some(([, name, text]) => name !== first[1] || text !== first[2])) return [];
  const from = source.lastIndexOf(code, start);
  const until = from + code.length;
  const edits: TextEdit[] = [];
  for (const match of source.slice(0, until).matchAll(/MessageDigest\.getInstance\(\s*("[^"]+")/g)) {
    const at = match.index + match[0].length - match[1].length;
    if (match.index >= from && match[1] === first[2])
      edits.push({ start: at, end: at + match[1].length, text: '"SHA-256"' });
  }
  const description = 'Hash with SHA-256, for which no two texts of one hash are known, whoever provides it.';
  return edits.length === asked.length ? [{ description, edits }] : [];
}
