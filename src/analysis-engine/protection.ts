// Whether the names around a place say that something is protected there: a password, a signature, a session. A weak hash
// that makes a cache key is no danger; one that makes a password's digest is.
import { functionAround } from './function-ranges.ts';
import type { Program } from './ir.ts';
import { LIMITS } from './limits.ts';
import { firstNodeAt, IS_IDENTIFIER } from './normalised-code.ts';
import { endOf, kindOf, type NodeIndex, startOf, textOf } from './parsing/syntax-tree.ts';
import { surroundingFunction } from './surrounding-function.ts';

/** Words of names, joined by `_`: `resetToken` reads as `_reset_token_`. */
const PROTECTING =
  /_(?:pass(?:word|wd|phrase|code)s?|pwd|secrets?|credentials?|(?:sign(?:ature|ed|er|ing)?|verifier)|certificates?|hmac|(?:auth|access|session|api|csrf|reset|refresh|bearer|remember|login)_(?:token|id|key)s?|(?:private|secret|api|license)_key|(?:un)?authenti(?:c|city|cate|cated|cation))_/;
/** Uses that a protocol or a format prescribes, or that name things and guard nothing. */
const PRESCRIBED =
  /_(?:web_?socket|digest_auth\w*|ntlm\w*|scram\w*|cram|mysql\w*|native_password|content_md5|e_?tags?|cache\w*|checksums?|fingerprints?|thumbprints?|uuid|guid|oauth_?1|git|torrent|gravatar|avatar|subject_key)_/;

/** Looks at the names in the surrounding function, as far as they are near, and at what that function is called. */
export function isProtecting(program: Program, node: NodeIndex): boolean {
  const { tree } = program;
  const offset = startOf(tree, node);
  const around = functionAround(program, offset);
  const isWhole = around === program.main;
  const from = Math.max(isWhole ? 0 : startOf(tree, around.node), offset - LIMITS.namesAround);
  const to = Math.min(isWhole ? tree.source.length : endOf(tree, around.node), endOf(tree, node) + LIMITS.namesAround);
  const words = [wordsOf(surroundingFunction(program, offset))];
  for (let at = firstNodeAt(tree, from); at < tree.count && startOf(tree, at) < to; at++) {
    if (IS_IDENTIFIER.test(kindOf(tree, at))) words.push(wordsOf(textOf(tree, at)));
  }
  return words.some((each) => PROTECTING.test(each)) && !words.some((each) => PRESCRIBED.test(each));
}

function wordsOf(name: string): string {
  const parts = name.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3_$2$4');
  return `_${parts.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase()}_`;
}
