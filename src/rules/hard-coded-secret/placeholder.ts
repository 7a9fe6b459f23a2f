// What looks like a secret by name but protects nothing: placeholders, names of settings, fixtures, plain words.

const PLACEHOLDER_WORDS =
  /(?:^|[^a-z])(?:example|sample|dummy|placeholder|changeme|change[-_ ]me|replace|your|insert|redacted|secret[-_ ]here|todo|fixme|test|testing|fake|mock|foo|bar|baz|default|none|null|undefined|true|false|password|passwd|secret|token|key|user(?:name)?|admin|xxx+|abc123?|1234+)(?:$|[^a-z])/i;

/** Interpolations, templates and masks: `${X}`, `{{x}}`, `%s`, `<password>`, `****`. */
const TEMPLATE_MARKS = /\$\{|\{\{|\{[^{}]*\}|%[sd(]|^<.*>$|\*{3}|\.\.\.|^\$[A-Z_]+$|^@|^#\{|^\[.*\]$/i;

/** Shannon entropy of the characters, in bits a character (Shannon 1948). */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

function characterClasses(text: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9\s]/].filter((pattern) => pattern.test(text)).length;
}

/** True when the text is a template, a mask, a sentence, a path, or says itself that it stands for something. */
export function isPlaceholder(text: string): boolean {
  if (text.length < 6 || text.length > 512 || /\s/.test(text)) return true;
  if (TEMPLATE_MARKS.test(text) || PLACEHOLDER_WORDS.test(text)) return true;
  // Names of settings in camel case (`app.auth.superPassword`), and beginnings of longer names.
  if (/^[a-z][A-Za-z]*(?:[.:][A-Za-z]+)+$|^[a-z]+(?:_[a-z]+)*_+$/.test(text)) return true;
  if (
    /^(?:https?:)?\/\/|^[./~]|^urn:|^_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z]+(?:[-_.:/]+[a-z]+)+$|^![A-Za-z]+$|^X(?:-[A-Za-z]+)+$|^[A-Za-z]+[:=_./-]$|^[A-Z][a-z]+(?:-[A-Z][a-z]+)+$/.test(
      text,
    )
  )
    return true;
  return new Set(text).size <= 3;
}

/** True when a generator has made the text: digits among letters all over, as words and versions do not have. */
export function looksGenerated(text: string): boolean {
  if (text.length < 14 || !/^[\w+/=.~-]+$/.test(text) || isPlaceholder(text) || entropy(text) < 3) return false;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) || /^\d+$/.test(text)) return false;
  return (text.match(/[A-Za-z][0-9]|[0-9][A-Za-z]/g) ?? []).length >= 4;
}

/** True when the text is one that somebody could type in as a password: no sentence, no template, nothing empty. */
export function looksWritten(text: string): boolean {
  if (text.length < 4 || text.length > 64 || /\s/.test(text) || TEMPLATE_MARKS.test(text)) return false;
  return !/^(?:https?:)?\/\/|^[./~]|^[A-Z]+(?:_[A-Z]+)+$|[()[\]{}<>]/.test(text) && !NO_VALUE.test(text);
}

/** Texts that say themselves that something else belongs there, or that there is nothing. */
const NO_VALUE =
  /^(?:none|null|nil|undefined|true|false|string|str|text|password|passwd|hidden|required|optional)$|change[-_]?me|placeholder|example|your|insert|redacted|dummy|xxx|todo|fixme|^(.)\1*$/i;

/** True when the text could be a password or key that a person or a generator chose. */
export function looksChosen(text: string): boolean {
  if (isPlaceholder(text)) return false;
  if (/^\d+$/.test(text)) return text.length >= 12;
  if (/^[a-z]+$|^[A-Z]?[a-z]+$|^[A-Za-z]+(?:[A-Z][a-z]+)+$/.test(text)) return false;
  return characterClasses(text) >= 2 && entropy(text) >= 2.5;
}

/** True when most of the text are words in the spelling of a program's names, as `iChargePV1`: a name of something. */
export function readsAsName(text: string): boolean {
  // A word can be spoken: no four consonants stand together in it.
  const words = (text.match(/[A-Z]?[a-z]{3,}/g) ?? []).filter((word) => !/[^aeiouy]{4}|^[^aeiouy]*$/i.test(word));
  return /^[A-Za-z][\w.-]*$/.test(text) && 2 * words.join('').length >= text.length;
}
