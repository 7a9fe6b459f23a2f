// What the code says of the host of an address that somebody's value is a part of: compared with a list, or set to a fixed one.

/** A host is asked for in a list, or is the same as one that the program knows. */
const HOST_COMPARED =
  /\bequalsAny(?:IgnoreCase)?\s*\(\s*\w*(?:host|domain|origin)|\b\w*(?:host(?:_?name)?|domain|origin|netloc|authority)(?:\(\))?(?:\s*\)?\s*[!=]==?|\.(?:equals|equalsIgnoreCase)\s*\(|\s+(?:not\s+)?in\s|\s*,\s*\w*(?:allow|valid|known|own|server)\w*)|(?:equals|equalsIgnoreCase|includes|contains|has|Contains|EqualFold)\s*\((?:[^()]*[.,\s])?\w*(?:host(?:_?name)?|domain|origin|netloc)(?:\(\))?\s*[),]/i;
/** The host is written over with something that is not the request's. */
const HOST_SET =
  /\.\s*(?:hostname|host)\s*=(?!=)\s*(?![^\n;]*\b(?:req(?:uest)?|ctx|params?|query|body|headers?|location|r)\b\s*[.[(])/i;
/** Whether the code on the way compares the host with those that are allowed. */
export const isHostCompared = (texts: readonly string[]): boolean => texts.some((text) => HOST_COMPARED.test(text));

/** Whether the code on the way writes a fixed host over the one that came. */
export const isHostFixed = (texts: readonly string[]): boolean => texts.some((text) => HOST_SET.test(text));
