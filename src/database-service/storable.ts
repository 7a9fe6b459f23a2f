// What PostgreSQL can store: it knows no NUL character in text, and no half of a surrogate pair.

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Whether a text from outside is a UUID; asked first, since PostgreSQL answers anything else with an error. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The text with what PostgreSQL refuses replaced by U+FFFD, the replacement character. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd');
}

export function storableOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : storableText(text);
}

/** JSON text in which every string is storable, at any depth. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // Almost always nothing is to be replaced, and JSON.stringify escapes exactly what has to be.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'string' ? storableText(member) : member));
}
