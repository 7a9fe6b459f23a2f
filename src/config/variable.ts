// How one environment variable is read: each parser takes the text (or undefined) and throws what would be allowed.

export interface Variable<Value> {
  readonly name: string;
  readonly description: string;
  /** in words, for the documentation */
  readonly default: string;
  /** its value never appears in a message */
  readonly secret?: boolean;
  /** throws an Error whose message completes "it must be …" */
  readonly parse: (value: string | undefined) => Value;
}

/** Text as it is, or nothing. */
export function absent(value: string | undefined): string | null {
  return value ?? null;
}

export function text(fallback: string): (value: string | undefined) => string {
  return (value) => value ?? fallback;
}

interface IntegerRange {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** A decimal whole number within the range; no signs, exponents or fractions. */
export function integer(range: IntegerRange): (value: string | undefined) => number {
  return (value) => {
    if (value === undefined) return range.default;
    const number = Number(value);
    if (!/^\d{1,15}$/.test(value) || number < range.minimum || number > range.maximum) {
      throw new Error(`a whole number from ${range.minimum} to ${range.maximum}`);
    }
    return number;
  };
}

export function choice<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
): (value: string | undefined) => Choice {
  return (value) => {
    if (value === undefined) return fallback;
    const found = choices.find((one) => one === value.toLowerCase());
    if (found === undefined) throw new Error(`one of ${choices.join(', ')}`);
    return found;
  };
}

/** A URL with one of the given schemes, or nothing. */
export function url(...schemes: readonly string[]): (value: string | undefined) => string | null {
  return (value) => {
    if (value === undefined) return null;
    const scheme = URL.canParse(value) ? new URL(value).protocol : '';
    if (!schemes.includes(scheme)) throw new Error(`a URL that starts with ${schemes.join('// or ')}//`);
    return value;
  };
}

/** `https://host` or `http://host`, without path, query or user; nothing when unset. */
export function origin(value: string | undefined): string | null {
  if (value === undefined) return null;
  const parsed = URL.canParse(value) ? new URL(value) : null;
  const isOrigin = parsed !== null && parsed.href === `${parsed.origin}/` && /^https?:$/.test(parsed.protocol);
  if (!isOrigin) throw new Error('an address without a path, as https://assay.example.com');
  return parsed.origin;
}

/** Origins with commas between them; none when unset. */
export function origins(value: string | undefined): readonly string[] {
  const listed = (value ?? '').split(',').map((one) => one.trim());
  try {
    // Only whole origins are compared: a wildcard would look like one that lets everybody in, and match nothing.
    if (value?.includes('*') === true) throw new Error('a wildcard');
    return listed.filter((one) => one !== '').map((one) => origin(one) ?? '');
  } catch {
    throw new Error('addresses without a path, as http://10.0.0.5:8080, with commas between them');
  }
}

/** `name=URL` several times, with white space between; names of a-z, 0-9 and -, none of them `home`. */
export function namedUrls(...schemes: readonly string[]): (value: string | undefined) => ReadonlyMap<string, string> {
  const one = url(...schemes);
  return (value) => {
    const named = new Map<string, string>();
    for (const part of (value ?? '').split(/\s+/).filter((text) => text !== '')) {
      const [, name, address] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(part) ?? [];
      if (name === undefined || name === 'home' || named.has(name) || address === undefined) {
        throw new Error('a list of name=URL, each name once, of a-z, 0-9 and -, and none of them home');
      }
      named.set(name, one(address) ?? address);
    }
    return named;
  };
}
