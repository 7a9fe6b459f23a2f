// `requires:` of taint rules: labels joined by `and`, `or`, `not` and parentheses.

/** Whether a set of labels, a bit each, satisfies a requirement. */
export type Requirement = (labels: number) => boolean;

const TOKEN = /\s*([A-Za-z_$][\w$]*|[()])/y;

/** Parses a requirement; `bitOf` gives the bit of a label. Throws Error with what is not understood. */
export function parseRequirement(source: string, bitOf: (label: string) => number): Requirement {
  const tokens: string[] = [];
  let at = 0;
  while (source.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (!found) throw new Error(`cannot read the requirement at “${source.slice(at)}”`);
    tokens.push(found[1]);
    at = TOKEN.lastIndex;
  }
  const parser = new Parser(tokens, bitOf);
  const requirement = parser.either();
  parser.end();
  return requirement;
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #bitOf: (label: string) => number;
  #at = 0;

  constructor(tokens: readonly string[], bitOf: (label: string) => number) {
    this.#tokens = tokens;
    this.#bitOf = bitOf;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new Error(`unexpected “${this.#tokens[this.#at]}” in the requirement`);
  }

  either(): Requirement {
    let left = this.#both();
    while (this.#take('or')) {
      const [one, other] = [left, this.#both()];
      left = (labels) => one(labels) || other(labels);
    }
    return left;
  }

  #both(): Requirement {
    let left = this.#single();
    while (this.#take('and')) {
      const [one, other] = [left, this.#single()];
      left = (labels) => one(labels) && other(labels);
    }
    return left;
  }

  #single(): Requirement {
    if (this.#take('not')) {
      const inner = this.#single();
      return (labels) => !inner(labels);
    }
    if (this.#take('(')) {
      const inner = this.either();
      if (!this.#take(')')) throw new Error('a ) is missing in the requirement');
      return inner;
    }
    const label = this.#tokens[this.#at++];
    if (label === undefined || label === ')') throw new Error('a label is missing in the requirement');
    if (label === 'True' || label === 'true') return () => true;
    const bit = this.#bitOf(label);
    return (labels) => (labels & bit) !== 0;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}
